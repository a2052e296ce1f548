"""Topics and programmes in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from core.admin.base import BilingualFields, RegisterFields, TranslatedAdmin, pair
from core.admin.filters import autocomplete_filter
from core.admin.inlines import RowForm, RowsInline
from topics.models import Phase, Programme, Topic


@admin.register(Topic)
class TopicAdmin(TranslatedAdmin):
    list_display = ("name", "parent", "position", "concept_uri")
    list_filter = (
        autocomplete_filter(Topic, "parent", "below", "pk", _("topic, with all below it")),
    )
    list_select_related = choice_related = ("parent",)
    search_fields = ("name_en", "name_ru")
    autocomplete_fields = ("parent",)
    fieldsets = [
        (None, {"fields": [pair("name"), ("parent", "position")]}),
        (
            _("Definition"),
            {"fields": [pair("definition"), "definition_source", "concept_uri"]},
        ),
        (_("Address"), {"fields": ["slug"], "classes": ["collapse"]}),
    ]


class PhaseInline(
    *(BilingualFields, RowsInline, RegisterFields),
    *(TranslationInlineModelAdmin, admin.StackedInline),
):
    model = Phase
    form = RowForm
    extra = 0
    show_change_link = True
    fields = (("number", "start", "end", "budget"), pair("note"), "source_url")


@admin.register(Programme)
class ProgrammeAdmin(TranslatedAdmin):
    list_display = ("name", "acronym", "kind", "funder", "sample_mark")
    list_filter = (
        "kind",
        autocomplete_filter(Programme, "states", "with_state"),
        autocomplete_filter(Programme, "topics", "topic"),
        "sample",
    )
    list_select_related = ("funder",)
    search_fields = ("search_text",)
    autocomplete_fields = ("funder", "implementers", "states", "topics")
    inlines = [PhaseInline]
    fieldsets = [
        (None, {"fields": [pair("name"), pair("acronym"), "kind", "website"]}),
        (_("Who and what"), {"fields": ["funder", "implementers", "states", "topics"]}),
        (_("Description"), {"fields": [pair("description")]}),
        (_("Sources and address"), {"fields": ["sources", "slug"], "classes": ["collapse"]}),
    ]


@admin.register(Phase)
class PhaseAdmin(TranslatedAdmin):
    """Edited on the programme's page; here for its history."""

    in_index = False
    list_display = ("programme", "number", "start", "end", "budget")
    list_display_links = ("programme", "number")
    list_select_related = ("programme",)
    search_fields = ("programme__search_text",)
    autocomplete_fields = ("programme",)
    fields = ("programme", ("number", "start", "end", "budget"), pair("note"), "source_url")
