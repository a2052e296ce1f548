"""What all public lists share: addresses, filters, pages, and the same records as data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpResponse, HttpResponseBadRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.generic import ListView

from core.exports import csv_response
from core.facets import FacetFilterSet


@dataclass(frozen=True, slots=True)
class PublicList:
    """A list of the register: its name, and the URL names of its page and of its data."""

    label: str | Promise
    page: str = ""
    csv: str = ""
    api: str = ""
    calendar: str = ""
    feed: str = ""


def _list(label: Promise, name: str, model_name: str = "", **others: str) -> PublicList:
    return PublicList(
        label, f"{name}_list", f"{name}_csv", f"api-{model_name or name}-list", **others
    )


EVENTS = _list(gettext_lazy("Events"), "event", calendar="event_list_calendar", feed="event_feed")
DELEGATIONS = PublicList(gettext_lazy("Delegations"), api="api-delegation-list")
STATES = _list(gettext_lazy("Countries"), "state")
ORGANISATIONS = _list(gettext_lazy("Organisations"), "organisation")
TOPICS = _list(gettext_lazy("Topics"), "topic")
PROGRAMMES = _list(gettext_lazy("Programmes"), "programme")
DOCUMENTS = _list(gettext_lazy("Documents"), "document")
FIGURES = _list(gettext_lazy("Figures"), "figure", "migrationfigure")
COOPERATION = PublicList(
    gettext_lazy("Cooperation by country and topic"), "cooperation", "cooperation_csv"
)
LISTS = (
    *(EVENTS, DELEGATIONS, STATES, ORGANISATIONS, TOPICS, PROGRAMMES, DOCUMENTS, FIGURES),
    COOPERATION,
)


class FilteredList(ListView):
    """The page of a list, filtered by `filterset_class`.

    A subclass gives the records, in `get_queryset`; the FilterSet puts them in order.
    """

    public_list: PublicList
    filterset_class: type[FacetFilterSet]
    paginate_by = 20

    def get(self, request, *args, **kwargs) -> HttpResponse:
        filterset = self.get_filterset()
        self.object_list = cast(Any, filterset.results)
        return self.render_to_response(
            self.get_context_data(filter=filterset, public_list=self.public_list)
        )

    def get_filterset(self) -> FacetFilterSet:
        return self.filterset_class(
            self.request.GET, queryset=self.get_queryset(), request=self.request
        )


def refused(filterset: FacetFilterSet) -> HttpResponseBadRequest | None:
    """The answer that says what `filterset` does not know; None where it knows everything.

    A program would take an empty file, or a file without that filter, for an answer.
    """
    wrong_values = [
        f"{filterset.filters[name].label}: {error}"
        for name, errors in filterset.form.errors.items()
        for error in errors
    ]
    return refusal([*filterset.unknown, *wrong_values])


def refusal(sentences: Sequence[str]) -> HttpResponseBadRequest | None:
    """`sentences` as a refusal, a line each; None if there are none."""
    if not sentences:
        return None
    text = "".join(f"{sentence}\n" for sentence in sentences)
    return HttpResponseBadRequest(text, content_type="text/plain; charset=utf-8")


class ListAsData(FilteredList):
    """Goes in front of a `FilteredList` and answers with its records as data.

    An unknown parameter or value is refused with a sentence.
    """

    def get(self, request, *args, **kwargs) -> HttpResponse:
        filterset = self.get_filterset()
        return refused(filterset) or self.render_data(filterset)

    def render_data(self, filterset: FacetFilterSet) -> HttpResponse:
        """The answer with the records that the filters leave."""
        raise NotImplementedError


class CsvOfList(ListAsData):
    """The list as a CSV file; `columns` maps the name of each to what it has for a record."""

    file_name: str
    columns: Mapping[str, Callable[[Any], object]]

    def render_data(self, filterset):
        return csv_response(self.file_name, self.columns, filterset.results)
