"""States, organisations, groupings and memberships in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.base import TranslatedAdmin, pair
from core.admin.filters import autocomplete_filter
from core.admin.inlines import RowForm, TranslatedFastInline
from participants.models import Grouping, Membership, Organisation, State


class MembershipForm(RowForm):
    given = ("state", "grouping")


class MembershipInline(TranslatedFastInline):
    """The memberships of a state, or of a grouping."""

    model = Membership
    form = MembershipForm
    fields = ("state", "grouping", "role", "since", "until", *pair("note"))
    autocomplete_fields = ("state", "grouping")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("state", "grouping")


@admin.register(State)
class StateAdmin(TranslatedAdmin):
    list_display = ("name", "iso2", "iso3", "official_name", "until")
    list_filter = (("memberships__grouping", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("search_text",)
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": [pair("name"), pair("official_name"), ("iso2", "iso3")]}),
        (
            _("In lists"),
            {
                "fields": [pair("sort_as"), "own_name", pair("footnote"), "aliases"],
                "description": _("How lists of participants place this state and recognise it."),
            },
        ),
        (_("Address and dates"), {"fields": ["slug", ("since", "until")], "classes": ["collapse"]}),
    ]


@admin.register(Organisation)
class OrganisationAdmin(TranslatedAdmin):
    list_display = ("name", "acronym", "kind", "state", "sample_mark")
    list_filter = ("kind", autocomplete_filter(Organisation, "state", "of_state"), "sample")
    list_select_related = ("state",)
    search_fields = ("search_text",)
    autocomplete_fields = ("state", "parent")
    fieldsets = [
        (None, {"fields": [pair("name"), pair("acronym"), "kind", "state", "parent", "website"]}),
        (_("Other names and address"), {"fields": ["aliases", "slug"], "classes": ["collapse"]}),
    ]


@admin.register(Grouping)
class GroupingAdmin(TranslatedAdmin):
    list_display = ("name", "acronym")
    search_fields = ("name_en", "name_ru", "acronym_en", "acronym_ru")
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": [pair("name"), pair("acronym")]}),
        (_("Address"), {"fields": ["slug"], "classes": ["collapse"]}),
    ]


@admin.register(Membership)
class MembershipAdmin(TranslatedAdmin):
    list_display = ("state", "grouping", "role", "since", "until")
    list_display_links = ("state", "grouping")
    list_filter = ("role", "grouping", autocomplete_filter(Membership, "state", "of_state"))
    list_select_related = ("state", "grouping")
    search_fields = ("state__search_text", "grouping__name_en", "grouping__name_ru")
    autocomplete_fields = ("state", "grouping")
    fields = ("grouping", "state", "role", ("since", "until"), pair("note"), "source_url")
