"""Presets of columns in the admin: which columns a list for the hotel or the door has."""

from django import forms
from django.contrib import admin
from django.forms.widgets import MultiWidget, Select
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.admin.base import RegisterForm, TranslatedAdmin, pair
from events.models import ListPreset
from events.participant_list.columns import COLUMNS, COLUMNS_BY_NAME, known_columns


class ColumnsWidget(MultiWidget):
    """A choice for each place in the list, from left to right; empty ones are passed over."""

    def __init__(self):
        choices = [("", "---------"), *((column.name, column.header) for column in COLUMNS)]
        places = range(1, len(COLUMNS) + 1)
        super().__init__(
            [
                Select(
                    attrs={"aria-label": format_lazy(_("Column {number}"), number=place)},
                    choices=choices,
                )
                for place in places
            ]
        )

    def decompress(self, value):
        """The names that are stored, or those that an address has between commas."""
        names = value.split(",") if isinstance(value, str) else list(value or ())
        return (names + [""] * len(COLUMNS))[: len(COLUMNS)]


class ColumnsField(forms.MultiValueField):
    def __init__(self, **kwargs):
        choices = [("", ""), *((name, name) for name in COLUMNS_BY_NAME)]
        fields = [forms.ChoiceField(choices=choices, required=False) for _column in COLUMNS]
        super().__init__(fields=fields, widget=ColumnsWidget(), require_all_fields=False, **kwargs)

    def compress(self, data_list):
        return list(dict.fromkeys(filter(None, data_list)))


class ListPresetForm(RegisterForm):
    columns = ColumnsField(
        label=_("Columns"), help_text=_("From left to right, as the list shows them.")
    )


@admin.register(ListPreset)
class ListPresetAdmin(TranslatedAdmin):
    form = ListPresetForm
    list_display = ("name", "column_names", "by_name", "taking_part")
    search_fields = ("name_en", "name_ru", "slug")
    fieldsets = [
        (None, {"fields": [pair("name"), "columns", ("by_name", "taking_part")]}),
        (_("Address"), {"fields": ["slug"], "classes": ["collapse"]}),
    ]

    @admin.display(description=_("columns"))
    def column_names(self, preset) -> str:
        names = known_columns(preset.columns)
        return ", ".join(str(COLUMNS_BY_NAME[name].header) for name in names)
