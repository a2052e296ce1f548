"""Sessions and contributions in the admin: the agenda of an event."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.admin.base import RegisterForm, TranslatedAdmin, pair
from core.admin.filters import autocomplete_filter
from core.admin.inlines import RowForm, RowFormSet, TranslatedFastInline
from events.models import Contribution, Delegation, Event, Session


# --- Times are those of the event's clocks --------------------------------------------------
class OnEventClocks(forms.ModelForm):
    """Reads the times typed as those of the place where the event is held."""

    def clean(self):
        super().clean()
        event = self.cleaned_data.get("event") or (self.instance.event_id and self.instance.event)
        try:
            zone = ZoneInfo(event.time_zone) if event else None
        except (ZoneInfoNotFoundError, ValueError):
            # The event is being saved with a time zone that its own form refuses.
            zone = None
        for name in ("starts", "ends"):
            if zone and self.cleaned_data.get(name):
                self.cleaned_data[name] = self.cleaned_data[name].replace(tzinfo=zone)
        return self.cleaned_data


def render_on_clocks_of(event: Event | None, view):
    """The response of `view()`, rendered with times on the clocks of `event`, if there is one."""
    if event is None:
        return view()
    with timezone.override(event.time_zone):
        response = view()
        return response.render() if hasattr(response, "render") else response


class SessionRowForm(OnEventClocks, RowForm):
    pass


class SessionInline(TranslatedFastInline):
    model = Session
    form = SessionRowForm
    extra = 0
    fields = (*pair("title"), "starts", "ends", "position")


# --- Contributions on their session's page --------------------------------------------------
class ContributionRowForm(RowForm):
    given = ("delegation",)


class ContributionFormSet(RowFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance._state.adding and "delegation" in form.fields:
            # Those of this event alone: few enough to choose from.
            delegations = Delegation.objects.taking_part().filter(event=self.instance.event_id)
            form.fields["delegation"].queryset = delegations.with_names()
            form.fields["delegation"].label_from_instance = str


class ContributionInline(TranslatedFastInline):
    model = Contribution
    form = ContributionRowForm
    formset = ContributionFormSet
    fields = ("delegation", "kind", *pair("title"), "position")

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("delegation__state", "delegation__organisation")
        )


# --- Their own pages ------------------------------------------------------------------------
class SessionForm(OnEventClocks, RegisterForm):
    pass


@admin.register(Session)
class SessionAdmin(TranslatedAdmin):
    form = SessionForm
    sample_path = "event.sample"
    list_display = ("title", "event", "time", "place", "host_organisation", "sample_mark")
    list_filter = (
        autocomplete_filter(Session, "event", "of_event"),
        autocomplete_filter(Session, "topics", "topic"),
    )
    list_select_related = ("event", "host_organisation")
    choice_related = ("event",)
    ordering = ("-event__sort_date", "event", "position", "pk")
    search_fields = ("title_en", "title_ru", "place", "event__search_text")
    autocomplete_fields = ("event", "host_organisation", "topics")
    fieldsets = [
        (
            None,
            {
                "fields": ["event", pair("title"), ("starts", "ends", "position")],
                "description": _("Times are those of the place where the event is held."),
            },
        ),
        (_("Where, and on what"), {"fields": ["place", "host_organisation", "topics"]}),
        (_("Note"), {"fields": [pair("note")], "classes": ["collapse"]}),
    ]

    def get_inlines(self, request, obj):
        # Whose contributions they can be is known with the event.
        return [ContributionInline] if obj else []

    def get_readonly_fields(self, request, obj=None):
        # A session does not move: its contributions are of delegations to its event.
        return ["event"] if obj else []

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        session = self.get_object(request, object_id) if object_id else None
        view = super().changeform_view
        return render_on_clocks_of(
            session and session.event, lambda: view(request, object_id, form_url, extra_context)
        )

    def choice_label(self, session):
        return f"{session}, {session.event}"

    @admin.display(description=_("time"), ordering="starts")
    def time(self, session):
        return session.starts and timezone.localtime(
            session.starts, ZoneInfo(session.event.time_zone)
        )


class ContributionForm(RegisterForm):
    def clean(self):
        super().clean()
        delegation = self.cleaned_data.get("delegation")
        speakers = self.cleaned_data.get("speakers")
        if delegation and speakers:
            strangers = speakers.exclude(delegation__event=delegation.event_id)
            if strangers:
                self.add_error(
                    "speakers",
                    ValidationError(
                        _("%(name)s was not a delegate to this event."),
                        params={"name": strangers[0]},
                    ),
                )
        return self.cleaned_data


@admin.register(Contribution)
class ContributionAdmin(TranslatedAdmin):
    form = ContributionForm
    sample_path = "session.event.sample"
    list_display = ("name", "kind", "delegation", "session", "event", "sample_mark")
    list_filter = (
        "kind",
        autocomplete_filter(Session, "event", "of_event", "session__event"),
        autocomplete_filter(Delegation, "state", "of_state", "delegation__state"),
        autocomplete_filter(Contribution, "topics", "topic"),
    )
    list_select_related = choice_related = (
        *("delegation__state", "delegation__organisation", "session__event"),
    )
    ordering = ("-session__event__sort_date", "session", "position", "pk")
    search_fields = (
        *("title_en", "title_ru", "session__title_en", "session__title_ru"),
        *("session__event__search_text", "delegation__state__search_text"),
        "delegation__organisation__search_text",
    )
    autocomplete_fields = ("session", "delegation", "topics", "speakers")
    fieldsets = [
        (None, {"fields": ["session", "delegation", ("kind", "position"), pair("title")]}),
        (_("Who spoke, and on what"), {"fields": ["speakers", "topics"]}),
    ]

    def choice_label(self, contribution):
        return f"{contribution}, {contribution.session.event}"

    @admin.display(description=_("title"))
    def name(self, contribution) -> str:
        return contribution.title or contribution.get_kind_display()

    @admin.display(description=_("event"), ordering="session__event__sort_date")
    def event(self, contribution) -> Event:
        return contribution.session.event
