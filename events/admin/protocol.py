"""What the protocol officers alone see: nominations, issued lists, and the log of exports."""

from django.contrib import admin
from django.shortcuts import get_object_or_404
from django.urls import path

from events.admin.delegations import EventOfDelegate, StateOfDelegate
from events.models import IssuedList, Nomination, ParticipantExport
from events.views import issuing
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


class OnlyLookedAt(admin.ModelAdmin):
    """Nobody edits what has happened."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(IssuedList)
class IssuedListAdmin(OnlyLookedAt):
    """Versions of lists, also of events that are no longer there; each has a page of its own."""

    list_display = ("issued_at", "event_title", "number", "kind", "as_at", "issued_by", "rows")
    list_filter = ("kind",)
    list_select_related = ("issued_by",)
    date_hierarchy = "issued_at"
    search_fields = ("event_title", "note")

    def get_urls(self):
        return [
            path(
                "<int:pk>/participants.<str:file_format>",
                self.admin_site.admin_view(self.version_file),
                name="events_issuedlist_file",
            ),
            *super().get_urls(),
        ]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        issued = self.get_object(request, object_id) if object_id else None
        if issued is None or not self.has_view_permission(request, issued):
            return super().changeform_view(request, object_id, form_url, extra_context)
        return issuing.version_page(request, issued)

    def version_file(self, request, pk: int, file_format: str):
        """A version as a file."""
        return issuing.version_file(request, get_object_or_404(IssuedList, pk=pk), file_format)


@admin.register(ParticipantExport)
class ParticipantExportAdmin(OnlyLookedAt):
    list_display = ("at", "event_title", "user", "file_format", "language", "version", "rows")
    list_filter = ("file_format", "language")
    list_select_related = ("user",)
    date_hierarchy = "at"
    search_fields = ("event_title",)
