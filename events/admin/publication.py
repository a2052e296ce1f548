"""The organiser's decisions on publication, on the page of their event and by themselves."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.base import RegisterAdmin
from core.admin.filters import autocomplete_filter
from core.admin.inlines import FastInline
from events.models import PublicationDecision


def note_who(decision: PublicationDecision, changed: list[str], user) -> None:
    """Put down who recorded `decision`, and who its withdrawal; `changed` are fields."""
    if decision._state.adding:
        decision.recorded_by = user
    if "withdrawn_on" in changed:
        decision.withdrawn_by = user if decision.withdrawn_on else None


class PublicationDecisionInline(FastInline):
    """The decisions of an event. One is withdrawn rather than deleted."""

    model = PublicationDecision
    extra = 0
    can_delete = False
    fields = ("scope", "decided_on", "decided_by", "how", "withdrawn_on")
    verbose_name_plural = _(
        "decisions on publication: names are public in official capacity, also of those added later"
    )


class DecidingAdmin(admin.ModelAdmin):
    """Adds to the admin of events who records their decisions."""

    def save_formset(self, request, form, formset, change):
        if formset.model is PublicationDecision:
            for row in formset.forms:
                if row.has_changed():
                    note_who(row.instance, row.changed_data, request.user)
        super().save_formset(request, form, formset, change)


@admin.register(PublicationDecision)
class PublicationDecisionAdmin(RegisterAdmin):
    sample_path = "event.sample"
    list_display = ("event", "scope", "decided_on", "decided_by", "withdrawn_on", "sample_mark")
    list_filter = (
        *("scope", ("withdrawn_on", admin.EmptyFieldListFilter)),
        autocomplete_filter(PublicationDecision, "event", "of_event"),
    )
    list_select_related = ("event",)
    ordering = ("-decided_on", "-pk")
    search_fields = ("decided_by", "event__search_text")
    autocomplete_fields = ("event",)
    fields = (
        *("event", "scope", ("decided_on", "decided_by"), "how", "recorded_by"),
        *("withdrawn_on", "withdrawn_by"),
    )
    readonly_fields = ("recorded_by", "withdrawn_by")

    def get_readonly_fields(self, request, obj=None):
        # A decision was made for one event; for another one, another is recorded.
        return [*self.readonly_fields, "event"] if obj else self.readonly_fields

    def save_model(self, request, obj, form, change):
        note_who(obj, form.changed_data, request.user)
        super().save_model(request, obj, form, change)
