"""The import of participant lists: what was uploaded, and the columns that a sender uses."""

from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.stored_json import StoredJSONField
from events.models.event import Event
from participants.models import Organisation


def random_path(instance, name: str) -> str:
    """Where an uploaded list is kept: a name that nobody can guess and that says nothing."""
    return f"imports/{get_random_string(40)}"


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", pgettext_lazy("import", "uploaded")
    APPLIED = "applied", pgettext_lazy("import", "applied")
    UNDONE = "undone", pgettext_lazy("import", "undone")


def _decisions_of_1(content: dict[str, Any]) -> dict[str, Any]:
    """Whether the register's values stay was decided in the place of who a row means."""
    if not content:
        return content
    rows, kept = dict(content["rows"]), "keep"
    values = {key: kept for key, decision in rows.items() if decision == kept}
    rows = {key: decision for key, decision in rows.items() if key not in values}
    return {
        "rows": rows,
        "values": values,
        "cells": {},
        "participants": content["participants"],
        "complete": {},
        "missing": {},
        "belongs_to": content["belongs_to"],
    }


def _numbers_of_1(content: dict[str, int]) -> dict[str, int]:
    return {**content, "withdrawn": 0} if content else content


class ParticipantImport(models.Model):
    """One list that came in: who uploaded it, for which event, and what became of it.

    The file and what the officer decided are kept only as long as they are needed: both go when
    the import is applied or given up. What stays is that it happened, in numbers. A file whose
    import nobody finished stays until it is given up or erased (`events.erasure.terms`).
    """

    State = ImportState

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="imports", verbose_name=_("event")
    )
    file = models.FileField(_("file"), upload_to=random_path, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=250)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("user"),
        help_text=_("Empty: imported on the command line."),
    )
    sender = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sender"),
        help_text=_("Whose list it is; the names of its columns are remembered."),
    )
    state = models.CharField(
        pgettext_lazy("import", "state"),
        max_length=20,
        choices=State.choices,
        default=State.UPLOADED,
    )
    uploaded_at = models.DateTimeField(_("uploaded on"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied on"), null=True, blank=True)
    # By table, counted from 0: {"0": {"3": "family_name", "4": ""}}; "" is not taken over.
    columns = StoredJSONField(default=dict, blank=True)
    # See `participant_list.importing.decisions.Decisions`.
    decisions = StoredJSONField(default=dict, blank=True, schema=2, older={1: _decisions_of_1})
    # How much was added and changed, once it is applied.
    numbers = StoredJSONField(default=dict, blank=True, schema=2, older={1: _numbers_of_1})

    class Meta:
        verbose_name = _("import of participants")
        verbose_name_plural = _("imports of participants")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self):
        return self.file_name

    @classmethod
    def keep(cls, file: File, **fields) -> "ParticipantImport":
        """Store an uploaded file; how the sender called it is kept beside it.

        The row comes first: a crash leaves a row without its file, never a file of names that no
        row knows of. Files left behind right after their import was applied go before.
        """
        for applied in cls.objects.filter(state=cls.State.APPLIED).exclude(file=""):
            applied.delete_file()
        record = cls(file_name=(file.name or "")[-250:], file=random_path(None, ""), **fields)
        record.save()
        record.file.storage.save(record.file.name, file)
        return record

    def forget_contents(self) -> None:
        """Empty what holds personal data, without saving; then call `delete_file`."""
        self.columns, self.decisions = {}, {}

    def delete_file(self) -> None:
        """Remove the file itself. After the transaction, since a file knows none."""
        self.file.delete()


@receiver(post_delete, sender=ParticipantImport)
def delete_file_too(sender, instance: ParticipantImport, **kwargs) -> None:
    """No file outlives its import, also where that goes with its event."""
    instance.file.delete(save=False)


class ColumnMapping(models.Model):
    """What a sender's column means, as an officer decided: remembered for the next list.

    `field` is a name of the readers; one that lists no longer have is passed over.
    """

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="column_mappings",
        verbose_name=_("organisation"),
    )
    header = models.CharField(_("header"), max_length=250)
    field = models.CharField(
        _("field"), max_length=30, blank=True, help_text=_("Empty: not taken over.")
    )

    class Meta:
        verbose_name = _("column of a sender's lists")
        verbose_name_plural = _("columns of senders' lists")
        ordering = ["organisation", "header"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "header"], name="column_means_one_thing_to_a_sender"
            )
        ]

    def __str__(self):
        return f"{self.header}: {self.field}"

    @classmethod
    def of(cls, organisation: Organisation | None) -> dict[str, str]:
        """The fields of the organisation's headers, by the key of the header."""
        if organisation is None:
            return {}
        return dict(organisation.column_mappings.values_list("header", "field"))

    @classmethod
    def remember(cls, organisation: Organisation, fields: dict[str, str]) -> None:
        """Store the field of each header in `fields`, in place of an earlier one."""
        fields = {header[:250]: field for header, field in fields.items()}
        ColumnMapping.objects.bulk_create(
            [
                ColumnMapping(organisation=organisation, header=header, field=field)
                for header, field in fields.items()
            ],
            update_conflicts=True,
            unique_fields=["organisation", "header"],
            update_fields=["field"],
        )
