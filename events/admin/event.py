"""Events in the admin: their page with delegations and agenda, and the pages of its list."""

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from core.admin.base import ListWithCounts, PublishingAdmin, RegisterForm, TranslatedAdmin, pair
from core.admin.deleted import RestoringAdmin
from core.admin.filters import autocomplete_filter
from core.admin.inlines import FastInline, RowForm, TranslatedFastInline
from core.typed import shows_typed
from events.admin.publication import DecidingAdmin, PublicationDecisionInline
from events.admin.sessions import SessionInline, render_on_clocks_of
from events.models import Delegation, Event, ListSection
from events.staff import importing, issuing, lists, scripts
from events.staff.archive import ExportingAdmin
from events.staff.nominations import NominatingAdmin

# Of a longer meeting, day and month may have been typed the wrong way round.
USUAL_DAYS = 10


# --- On the event's page --------------------------------------------------------------------
@cache
def known_zones() -> str:
    """An option for each place that has a time zone; the names are read from many files."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone and "Etc" not in zone)
    return format_html_join("", '<option value="{}"></option>', ((zone,) for zone in zones))


class TimeZoneInput(AdminTextInputWidget):
    """A text with the known time zones as suggestions."""

    def render(self, name, value, attrs=None, renderer=None):
        text = super().render(name, value, {**(attrs or {}), "list": "time-zones"}, renderer)
        return format_html('{}<datalist id="time-zones">{}</datalist>', text, known_zones())


class EventForm(RegisterForm):
    class Meta:
        widgets = {"time_zone": TimeZoneInput}


class DelegationRowForm(RowForm):
    given = ("state", "organisation")


class DelegationInline(FastInline):
    model = Delegation
    form = DelegationRowForm
    fields = (
        *("state", "organisation", "role", "also_organiser", "participation"),
        *("section", "position", "head", "delegate_count"),
    )
    readonly_fields = ("head", "delegate_count")
    autocomplete_fields = ("state", "organisation")

    def get_queryset(self, request):
        states_first = F("state__name_en").asc(nulls_last=True)
        delegations: Any = super().get_queryset(request)
        delegations = delegations.with_names().with_counts().with_heads()
        return delegations.order_by(states_first, "organisation__name_en", "pk")

    @admin.display(description=_("head of delegation"))
    def head(self, delegation) -> str:
        """The head; “none” where a state that takes part sends people and nobody leads them."""
        if name := getattr(delegation, "head_name", None):
            return name
        comes = delegation.participation == Delegation.Participation.TAKES_PART
        people = getattr(delegation, "delegate_count", 0)
        lacks = comes and people and delegation.state_id
        return pgettext("head of delegation", "none") if lacks else "–"

    @admin.display(description=_("delegates"))
    def delegate_count(self, delegation):
        return getattr(delegation, "delegate_count", "")


class ListSectionForm(RowForm):
    role = forms.ChoiceField(
        label=_("role"), choices=[("", "---------"), *Delegation.Role.choices], required=False
    )


class ListSectionInline(TranslatedFastInline):
    model = ListSection
    form = ListSectionForm
    extra = 0
    fields = ("position", *pair("title"), "grouping", "role")
    autocomplete_fields = ("grouping",)
    classes = ["collapse"]


# --- Events ---------------------------------------------------------------------------------
@admin.register(Event)
class EventAdmin(
    DecidingAdmin,
    NominatingAdmin,
    ExportingAdmin,
    PublishingAdmin,
    RestoringAdmin,
    TranslatedAdmin,
):
    form = EventForm
    list_display = (
        *("title", "dates", "kind", "place", "status", "published"),
        *("delegation_count", "sample_mark"),
    )
    list_filter = (
        *("published", "status", "kind"),
        autocomplete_filter(Event, "host_state", "with_state", "with_states"),
        autocomplete_filter(Event, "topics", "topic", "with_topics"),
        autocomplete_filter(Event, "programmes", "programme", "with_programmes"),
        autocomplete_filter(Delegation, "organisation", "with_organisation", "with_organisations"),
        "sample",
    )
    actions = [*PublishingAdmin.actions, *ExportingAdmin.actions]  # type: ignore[assignment]  # names
    list_select_related = ("host_state",)
    date_hierarchy = "sort_date"
    search_fields = ("search_text",)
    autocomplete_fields = ("host_state", "topics", "programmes", "follows")
    inlines = [DelegationInline, PublicationDecisionInline, SessionInline, ListSectionInline]
    fieldsets = [
        (None, {"fields": [pair("title"), ("kind", "format"), ("status", "published")]}),
        (
            _("When and where"),
            {
                "fields": [
                    *(("starts", "ends", "time_zone"), pair("city"), pair("venue"), "host_state"),
                    pair("dates_note"),
                ]
            },
        ),
        (
            _("What it is about"),
            {"fields": ["topics", "programmes", "follows", pair("summary"), pair("outcome")]},
        ),
        (
            _("Participant list"),
            {"fields": ["list_order", "corrections_contact"], "classes": ["collapse"]},
        ),
        (
            _("Sources, reference and address"),
            {"fields": ["sources", "reference", "slug"], "classes": ["collapse"]},
        ),
    ]

    def get_changelist(self, request, **kwargs):
        return ListWithCounts

    def with_counts(self, events):
        """`events` of one page, each with its `delegation_count`: those that take part."""
        found = list(events)
        taking_part = Delegation.objects.taking_part()
        counted = taking_part.filter(event__in=[event.pk for event in found])
        counts = dict(counted.order_by().values("event").values_list("event", Count("pk")))
        for event in found:
            event.delegation_count = counts.get(event.pk, 0)
        return found

    def choice_label(self, event):
        return f"{event} ({event.date_text})"

    def view_on_site(self, event):
        """The public page; a draft has none."""
        return event.get_absolute_url() if event.published else None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        event = self.get_object(request, object_id) if object_id else None
        view = super().changeform_view
        return render_on_clocks_of(event, lambda: view(request, object_id, form_url, extra_context))

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "time_zone" in form.changed_data:
            keep_clock_times(obj, ZoneInfo(form.initial["time_zone"]))
        if obj.days > USUAL_DAYS and {"starts", "ends"}.intersection(form.changed_data):
            text = _("The event lasts %(days)d days, %(dates)s. Check that this is meant.")
            self.message_user(
                request, text % {"days": obj.days, "dates": obj.date_text}, messages.WARNING
            )

    # --- Columns ------------------------------------------------------------------------------

    @admin.display(description=_("dates"), ordering="sort_date")
    def dates(self, event) -> str:
        return event.date_text

    @admin.display(description=_("place"))
    def place(self, event) -> str:
        return event.place_text

    @admin.display(description=_("delegations"))
    def delegation_count(self, event) -> int:
        return event.delegation_count

    # --- Pages of their own -------------------------------------------------------------------

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/participants/", view(self.participants), name="events_event_participants"
            ),
            path(
                "<int:pk>/participants.<str:file_format>",
                view(self.participants_file),
                name="events_event_participants_file",
            ),
            path("<int:pk>/participants/import/", view(self.imports), name="events_event_import"),
            path(
                "<int:pk>/participants/import/<int:import_pk>/columns/",
                view(self.import_columns),
                name="events_event_import_columns",
            ),
            path(
                "<int:pk>/participants/import/<int:import_pk>/",
                view(self.import_preview),
                name="events_event_import_preview",
            ),
            path(
                "<int:pk>/participants/import/<int:import_pk>/discard/",
                view(self.import_discard),
                name="events_event_import_discard",
            ),
            path(
                "<int:pk>/participants/import/<int:import_pk>/undo/",
                view(self.import_undo),
                name="events_event_import_undo",
            ),
            path("<int:pk>/participants/scripts/", view(self.scripts), name="events_event_scripts"),
            path("<int:pk>/participants/issue/", view(self.issue), name="events_event_issue"),
            path(
                "<int:pk>/participants/statistics/",
                view(self.statistics),
                name="events_event_statistics",
            ),
            path(
                "<int:pk>/participants/statistics/<slug:table>.svg",
                view(self.statistics_chart),
                name="events_event_statistics_chart",
            ),
            path(
                "<int:pk>/participants/<slug:name>.pdf",
                view(self.paper),
                name="events_event_paper",
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def participants(self, request, pk: int):
        """The full list, for those who may export it."""
        if not self.has_export_participants_permission(request):
            raise PermissionDenied
        return lists.staff_participant_list(request, get_object_or_404(Event, pk=pk))

    @method_decorator(require_safe)
    def participants_file(self, request, pk: int, file_format: str):
        """The full list as a file."""
        if not self.has_export_participants_permission(request):
            raise PermissionDenied
        return lists.staff_participant_file(request, get_object_or_404(Event, pk=pk), file_format)

    def imports(self, request, pk: int):
        """The first step of an import: the file."""
        return importing.import_file(request, get_object_or_404(Event, pk=pk))

    def import_columns(self, request, pk: int, import_pk: int):
        """The second step: what its columns mean."""
        return importing.import_columns(request, get_object_or_404(Event, pk=pk), import_pk)

    def import_preview(self, request, pk: int, import_pk: int):
        """The third step: what would change, and the confirm."""
        return importing.import_preview(request, get_object_or_404(Event, pk=pk), import_pk)

    def import_discard(self, request, pk: int, import_pk: int):
        """Give up an import that waits."""
        return importing.import_discard(request, get_object_or_404(Event, pk=pk), import_pk)

    def import_undo(self, request, pk: int, import_pk: int):
        """Take back what an import did."""
        return importing.import_undo(request, get_object_or_404(Event, pk=pk), import_pk)

    def scripts(self, request, pk: int):
        """Names, positions and institutions in the script that is missing."""
        return scripts.scripts_page(request, get_object_or_404(Event, pk=pk))

    @shows_typed
    def issue(self, request, pk: int):
        """Issue the list as a new version."""
        return issuing.issue_list(request, get_object_or_404(Event, pk=pk))

    def statistics(self, request, pk: int):
        """The list in numbers."""
        return issuing.statistics_page(request, get_object_or_404(Event, pk=pk))

    def statistics_chart(self, request, pk: int, table: str):
        """One table of them as a chart."""
        return issuing.statistics_chart(request, get_object_or_404(Event, pk=pk), table)

    def paper(self, request, pk: int, name: str):
        """Badges, table plates or the attendance sheet."""
        return issuing.paper(request, get_object_or_404(Event, pk=pk), name)


@admin.register(ListSection)
class ListSectionAdmin(TranslatedAdmin):
    """Edited on the event's page; here for its history."""

    in_index = False
    form = ListSectionForm
    list_display = ("title", "event", "grouping", "role", "position")
    list_select_related = ("event", "grouping")
    search_fields = ("title_en", "title_ru", "event__search_text")
    autocomplete_fields = ("event", "grouping")
    fields = ("event", pair("title"), ("grouping", "role"), "position")


def keep_clock_times(event: Event, former: ZoneInfo) -> None:
    """After a correction of the time zone, a session at half past nine still is at that hour."""
    for session in event.sessions.exclude(starts=None):
        for name in ("starts", "ends"):
            if moment := getattr(session, name):
                on_the_clock = timezone.localtime(moment, former)
                setattr(session, name, on_the_clock.replace(tzinfo=ZoneInfo(event.time_zone)))
        session.save(update_fields=["starts", "ends"])
