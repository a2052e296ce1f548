"""Migration figures in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.base import TranslatedAdmin, pair
from core.admin.filters import AutocompleteFilter
from participants.models import MigrationFigure


class Citizenship(AutocompleteFilter):
    title = _("citizenship")
    parameter_name = "citizens_of"
    source = MigrationFigure._meta.get_field("citizenship")

    def narrow(self, queryset, chosen):
        return queryset.filter(citizenship__in=chosen)


class ReportingState(AutocompleteFilter):
    title = _("reporting state")
    parameter_name = "reported_by"
    source = MigrationFigure._meta.get_field("reporting_state")

    def narrow(self, queryset, chosen):
        return queryset.filter(reporting_state__in=chosen)


@admin.register(MigrationFigure)
class MigrationFigureAdmin(TranslatedAdmin):
    list_display = ("indicator", "citizenship_text", "year", "value", "reporting", "source_title")
    list_filter = (
        *("indicator", Citizenship, ReportingState, "note"),
        ("year", admin.AllValuesFieldListFilter),
    )
    list_select_related = ("citizenship", "reporting_state", "reporting_grouping")
    search_fields = (
        *("citizenship__search_text", "reporting_state__search_text"),
        *("reporting_grouping__name_en", "reporting_grouping__name_ru", "source_title"),
    )
    autocomplete_fields = ("reporting_state", "reporting_grouping", "citizenship")
    fieldsets = [
        (
            _("Who reported it, on whom"),
            {"fields": ["reporting_state", "reporting_grouping", "citizenship"]},
        ),
        (
            _("The figure"),
            {"fields": [("indicator", "unit"), ("year", "reference_date"), "value"]},
        ),
        (
            _("Where it comes from"),
            {"fields": ["source_title", "source_url", "note", pair("remark")]},
        ),
    ]

    @admin.display(description=_("citizenship"), ordering="citizenship")
    def citizenship_text(self, figure) -> str:
        return str(figure.citizenship or _("all"))

    @admin.display(description=_("reported by"))
    def reporting(self, figure) -> str:
        return str(figure.reporting)
