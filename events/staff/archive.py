"""The action that takes participant lists of several events out at once."""

from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO
from zipfile import ZipFile

from django.contrib import admin
from django.db import transaction
from django.http import FileResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.participant_list import ParticipantList
from events.participant_list.exports import record_export
from events.participant_list.writers import WRITERS, file_names
from events.staff.list_options import list_audience

FORMAT = "xlsx"


class ExportingAdmin(admin.ModelAdmin):
    """Adds the action; each list taken is recorded as if it were taken alone."""

    actions = ["export_participants"]

    def has_export_participants_permission(self, request) -> bool:
        return request.user.has_perm("events.export_participants")

    @admin.action(
        description=_("Export the participant lists of selected %(verbose_name_plural)s"),
        permissions=["export_participants"],
    )
    def export_participants(self, request, queryset):
        events = list(queryset)
        if len(events) == 1:
            return redirect("admin:events_event_participants_file", events[0].pk, FORMAT)
        # The response closes it.
        archive = TemporaryFile()  # noqa: SIM115
        with transaction.atomic():
            write_archive(events, request.user, archive)
        archive.seek(0)
        name = f"participants-{timezone.localdate():%Y-%m-%d}.zip"
        return FileResponse(archive, as_attachment=True, filename=name)


def write_archive(events, user, file: BinaryIO) -> None:
    """Write the full list of each of `events` into one ZIP file, in the active language."""
    with ZipFile(file, "w") as archive:
        for event in events:
            participants = ParticipantList(event, list_audience(user), get_language())
            name, _name = file_names(participants, FORMAT)
            with TemporaryFile() as one, archive.open(name, "w") as entry:
                WRITERS[FORMAT].write(participants, one)
                one.seek(0)
                copyfileobj(one, entry)
            record_export(user, participants, FORMAT)
