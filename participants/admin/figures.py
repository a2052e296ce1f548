"""Migration figures in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.base import TranslatedAdmin, pair
from core.admin.filters import autocomplete_filter
from participants.models import MigrationFigure


@admin.register(MigrationFigure)
class MigrationFigureAdmin(TranslatedAdmin):
    list_display = ("indicator", "citizenship_text", "year", "value", "reporting", "source_title")
    list_filter = (
        "indicator",
        autocomplete_filter(MigrationFigure, "citizenship", "citizens_of", title=_("citizenship")),
        autocomplete_filter(
            MigrationFigure, "reporting_state", "reported_by", title=_("reporting state")
        ),
        "note",
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
