"""Filters of the admin's lists that stay small however many records there are."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import models
from django.db.models import ForeignKey, ManyToManyField

from core.admin.base import OneChoice, is_key


class AutocompleteFilter(admin.ListFilter):
    """A filter by one related record, which is typed and chosen instead of picked from a list.

    Made by `autocomplete_filter`.
    """

    template = "admin/autocomplete_filter.html"
    parameter_name: str
    source: ForeignKey | ManyToManyField
    through: str

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.admin_site = model_admin.admin_site
        if values := params.pop(self.parameter_name, None):
            self.used_parameters[self.parameter_name] = values[-1]

    def value(self) -> str:
        return str(self.used_parameters.get(self.parameter_name, ""))

    def has_output(self):
        return True

    def expected_parameters(self):
        return [self.parameter_name]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        if not is_key(self.value()):
            raise IncorrectLookupParameters(self.value())
        chosen = self._records().filter(pk=self.value())
        if method := getattr(queryset, self.through, None):
            return method(chosen)
        if not hasattr(chosen, "with_descendants"):
            return queryset.filter(**{f"{self.through}__in": chosen})
        # Of a tree. A record may belong to several of those below the chosen one.
        found = {f"{self.through}__in": chosen.with_descendants()}
        return queryset.filter(pk__in=queryset.model._base_manager.filter(**found).values("pk"))

    def choices(self, changelist):
        """One entry: the widget, and what else is in the address of the list and is to be kept."""
        related = self.admin_site.get_model_admin(self._records().model)
        field: Any = forms.ModelChoiceField(
            self._records().select_related(*related.choice_related),
            required=False,
            widget=OneChoice(self.source, self.admin_site),
        )
        field.label_from_instance = related.choice_label
        attributes = {"id": f"filter-{self.parameter_name}", "aria-label": self.title}
        yield {
            "widget": field.widget.render(self.parameter_name, [self.value()], attributes),
            "kept": [
                (name, value)
                for name, values in changelist.filter_params.items()
                for value in values
                if name != self.parameter_name
            ],
        }

    def _records(self):
        return self.source.remote_field.model._default_manager.all()


def autocomplete_filter(
    model: type[models.Model], field: str, parameter: str, through: str = "", title: Any = ""
) -> type[AutocompleteFilter]:
    """A filter for `list_filter`, of records that belong to the one chosen.

    `field` of `model` is any relation to the model of the choices: the autocomplete is its own.
    `parameter` is the filter's name in the address of the list. `through` says what belongs to
    the chosen record, by a path of fields from the list's model, or by a method of its queryset
    that takes the chosen one as a queryset; it is `field` if not given. In a tree, what belongs
    to a record below the chosen one does, too.
    """
    source: Any = model._meta.get_field(field)
    attributes = {
        "source": source,
        "parameter_name": parameter,
        "through": through or field,
        "title": title or source.related_model._meta.verbose_name,
    }
    return type("AutocompleteFilter", (AutocompleteFilter,), attributes)
