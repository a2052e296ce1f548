"""Topics and programmes in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from core.admin.base import BilingualFields, RegisterFields, TranslatedAdmin, pair
from core.admin.filters import AutocompleteFilter
from core.admin.inlines import RowForm, RowFormSet
from topics.models import Phase, Programme, Topic


class ParentTopic(AutocompleteFilter):
    title = _("topic, with all below it")
    parameter_name = "below"
    source = Topic._meta.get_field("parent")

    def narrow(self, queryset, chosen):
        return queryset.filter(pk__in=chosen.with_descendants())


@admin.register(Topic)
class TopicAdmin(TranslatedAdmin):
    list_display = ("name", "parent", "position", "concept_uri")
    list_filter = (ParentTopic,)
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
    BilingualFields, RegisterFields, TranslationInlineModelAdmin, admin.StackedInline
):
    model = Phase
    form = RowForm
    formset = RowFormSet
    extra = 0
    show_change_link = True
    fields = (("number", "start", "end", "budget"), pair("note"), "source_url")


class StateOfProgramme(AutocompleteFilter):
    title = _("state")
    parameter_name = "with_state"
    source = Programme._meta.get_field("states")

    def narrow(self, queryset, chosen):
        return queryset.filter(states__in=chosen)


class TopicOfProgramme(AutocompleteFilter):
    title = _("topic")
    parameter_name = "topic"
    source = Programme._meta.get_field("topics")

    def narrow(self, queryset, chosen):
        # A programme may be on several of the topics below the chosen one.
        return queryset.filter(topics__in=chosen.with_descendants()).distinct()


@admin.register(Programme)
class ProgrammeAdmin(TranslatedAdmin):
    list_display = ("name", "acronym", "kind", "funder", "sample_mark")
    list_filter = ("kind", StateOfProgramme, TopicOfProgramme, "sample")
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
