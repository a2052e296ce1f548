"""What the protocol officers alone see: nominations, issued lists, and the log of exports."""

from zoneinfo import ZoneInfo

from django.contrib import admin
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.admin.base import ReadOnlyAdmin, RegisterAdmin, RegisterForm
from core.admin.filters import autocomplete_filter
from events.admin.sessions import render_on_clocks_of
from events.models import Delegation, IssuedList, Nomination, ParticipantExport
from events.staff import issuing


class NominationForm(RegisterForm):
    def clean(self):
        super().clean()
        # The deadline is typed as on the clocks of the event.
        stored = self.instance.delegation if self.instance.delegation_id else None
        delegation = self.cleaned_data.get("delegation") or stored
        if delegation and self.cleaned_data.get("deadline"):
            zone = ZoneInfo(delegation.event.time_zone)
            self.cleaned_data["deadline"] = self.cleaned_data["deadline"].replace(tzinfo=zone)
        return self.cleaned_data


@admin.register(Nomination)
class NominationAdmin(RegisterAdmin):
    """One nomination and its history; inviting, reminding and the rest is done for the event."""

    form = NominationForm
    list_display = ("delegation", "event", "contact_name", "deadline_text", "progress")
    list_filter = (
        "state",
        autocomplete_filter(Delegation, "event", "of_event", "delegation__event"),
        autocomplete_filter(Delegation, "state", "of_state", "delegation__state"),
    )
    list_select_related = (*("delegation__state", "delegation__organisation", "delegation__event"),)
    search_fields = (
        *("contact_name", "delegation__state__search_text"),
        *("delegation__organisation__search_text", "delegation__event__search_text"),
    )
    autocomplete_fields = ("delegation",)
    readonly_fields = (
        *("all_of_event", "progress", "invited_at", "invited_by", "reminded_at", "opened_at"),
        *("answered_at", "submitted_at", "reopened_at"),
    )
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "delegation",
                    ("contact_name", "contact_email", "language"),
                    "deadline",
                    "all_of_event",
                ],
                "description": _(
                    "The deadline is on the clocks of the event. Once the e-mail address is "
                    "changed, the link that was sent stops working: invite the new contact."
                ),
            },
        ),
        (
            _("What has happened"),
            {
                "fields": [
                    *("progress", ("invited_at", "invited_by"), "reminded_at", "opened_at"),
                    *("answered_at", "submitted_at", "reopened_at"),
                ]
            },
        ),
    ]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        nomination = self.get_object(request, object_id) if object_id else None
        view = super().changeform_view
        return render_on_clocks_of(
            nomination and nomination.delegation.event,
            lambda: view(request, object_id, form_url, extra_context),
        )

    def get_readonly_fields(self, request, obj=None):
        # A nomination does not move: its link is with the contact point of this delegation.
        return [*self.readonly_fields, "delegation"] if obj else self.readonly_fields

    @admin.display(description=_("event"), ordering="delegation__event__sort_date")
    def event(self, nomination):
        return nomination.delegation.event

    @admin.display(description=_("deadline"), ordering="deadline")
    def deadline_text(self, nomination) -> str:
        return nomination.deadline_text

    @admin.display(description=pgettext_lazy("nomination", "state"))
    def progress(self, nomination) -> str:
        return nomination.progress.label

    @admin.display(description=_("invite, remind, reopen, revoke"))
    def all_of_event(self, nomination) -> str:
        if not nomination.pk:
            return "–"
        event = nomination.delegation.event
        url = reverse("admin:events_event_nominations", args=[event.pk])
        return format_html('<a href="{}">{}</a>', url, _("All nominations of the event"))


@admin.register(IssuedList)
class IssuedListAdmin(ReadOnlyAdmin):
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
class ParticipantExportAdmin(ReadOnlyAdmin):
    list_display = ("at", "event_title", "user", "file_format", "language", "version", "rows")
    list_filter = ("file_format", "language")
    list_select_related = ("user",)
    date_hierarchy = "at"
    search_fields = ("event_title",)
