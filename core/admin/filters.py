"""Filters of the admin's lists that stay small however many records there are."""

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import ForeignKey, ManyToManyField

from core.admin.base import OneChoice, is_key


class AutocompleteFilter(admin.ListFilter):
    """A filter by one related record, which is typed and chosen instead of picked from a list.

    A subclass sets `title`, `parameter_name` and `source` (a field that is some relation to the
    model of the choices), and says in `narrow` what belongs to the record chosen.
    """

    template = "admin/autocomplete_filter.html"
    parameter_name: str
    source: ForeignKey | ManyToManyField

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.admin_site = model_admin.admin_site
        if values := params.pop(self.parameter_name, None):
            self.used_parameters[self.parameter_name] = values[-1]

    def narrow(self, queryset, chosen):
        """The part of `queryset` that belongs to `chosen`, a queryset of one record."""
        raise NotImplementedError

    def value(self) -> str:
        return self.used_parameters.get(self.parameter_name, "")

    def has_output(self):
        return True

    def expected_parameters(self):
        return [self.parameter_name]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        if not is_key(self.value()):
            raise IncorrectLookupParameters(self.value())
        return self.narrow(queryset, self._records().filter(pk=self.value()))

    def choices(self, changelist):
        """One entry: the widget, and what else is in the address of the list and is to be kept."""
        related = self.admin_site.get_model_admin(self._records().model)
        field = forms.ModelChoiceField(
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
