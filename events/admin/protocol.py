"""What the protocol officers alone see: nominations, and the log of exports."""

from django.contrib import admin

from events.admin.delegations import EventOfDelegate, StateOfDelegate
from events.models import Nomination, ParticipantExport
from participants.admin.base import RegisterAdmin


@admin.register(Nomination)
class NominationAdmin(RegisterAdmin):
    list_display = ("delegation", "event", "contact_name", "deadline", "state")
    list_filter = ("state", EventOfDelegate, StateOfDelegate)
    list_select_related = (*("delegation__state", "delegation__organisation", "delegation__event"),)
    search_fields = (
        *("contact_name", "delegation__state__search_text"),
        *("delegation__organisation__search_text", "delegation__event__search_text"),
    )
    autocomplete_fields = ("delegation",)
    fields = ("delegation", ("contact_name", "contact_email"), ("deadline", "state"))

    @admin.display(ordering="delegation__event__sort_date")
    def event(self, nomination):
        return nomination.delegation.event


@admin.register(ParticipantExport)
class ParticipantExportAdmin(admin.ModelAdmin):
    """Nobody edits what has happened."""

    list_display = ("at", "event_title", "user", "file_format", "language", "rows")
    list_filter = ("file_format", "language")
    list_select_related = ("user",)
    date_hierarchy = "at"
    search_fields = ("event_title",)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
