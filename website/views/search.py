"""The search across all that is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.exports import unknown_parameters
from core.facets import FacetFilterSet
from core.pages import page_of
from core.results import Results
from events.models import Document, Event
from participants.models import MigrationFigure
from website.filters.events import DocumentFilterSet, EventFilterSet
from website.filters.participants import FigureFilterSet
from website.models import SearchEntry
from website.search import find
from website.search.results import SearchResult, to_show
from website.search.words import MAX_LENGTH, Word, words_of
from website.views.lists import DOCUMENTS, EVENTS, FIGURES, PublicList

RESULTS_OF_EACH_KIND, RESULTS_ON_A_PAGE = 5, 20


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """What the page shows of one kind of records; `url` leads to all of them."""

    kind: str
    label: str
    count: int
    results: list[SearchResult]
    url: str = ""

    @property
    def has_more(self) -> bool:
        return self.count > len(self.results)


@dataclass(frozen=True, slots=True)
class SuggestedList:
    """A list of the register, filtered by the countries and topics in the query."""

    label: str
    url: str
    count: int


def search(request):
    """`?q=` words; `&kind=` shows all results of one kind, page by page."""
    query, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    words, error = words_of(query), _error(query, kind)
    context = {"query": query, "error": error, "max_length": MAX_LENGTH}
    context["unknown"] = unknown_parameters(request.GET, ["q", "kind"])
    context["words"] = words = [] if error else words
    if words and kind:
        context |= _of_kind(request, words, kind)
    elif words:
        context |= _overview(words, query)
    return render(request, "website/search.html", context)


def _error(query: str, kind: str) -> str:
    """What is wrong with the query, in a sentence; empty if nothing is."""
    if len(query) > MAX_LENGTH:
        text = _("The query is too long: use at most %(number)d characters.")
        return text % {"number": MAX_LENGTH}
    if query and not words_of(query):
        return _("Enter a word or a number.")
    if kind and kind not in SearchEntry.Kind.values:
        text = _("“%(value)s” is not in the register. Choose from the list.")
        return text % {"value": kind[:80]}
    return ""


def _overview(words: Sequence[Word], query: str) -> dict:
    groups = []
    for kind, results in find.results(words).items():
        url = f"?{urlencode({'q': query, 'kind': kind})}"
        groups.append(_group(kind, results, results[:RESULTS_OF_EACH_KIND], words, url))
    return {
        "groups": groups,
        "count": sum(group.count for group in groups),
        "lists": _suggested_lists(words),
        "suggestion": "" if groups else find.suggestion(words),
    }


def _of_kind(request, words: Sequence[Word], kind: str) -> dict:
    results = find.results_of(kind, words)
    page = page_of(request, results, RESULTS_ON_A_PAGE)
    group = _group(kind, results, page, words)
    return {"groups": [group], "count": group.count, "kind_label": group.label, "page_obj": page}


def _group(kind: str, results: Results, shown, words: Sequence[Word], url="") -> ResultGroup:
    label = str(SearchEntry.Kind(kind).label)
    return ResultGroup(str(kind), label, len(results), to_show(kind, shown, words), url)


def _suggested_lists(words: Sequence[Word]) -> list[SuggestedList]:
    """The lists filtered by the countries and topics in the query, without empty ones.

    If no document is on both, the documents on the countries alone are suggested.
    """
    named = find.named(words)
    states, topics = named[SearchEntry.Kind.STATE], named[SearchEntry.Kind.TOPIC]
    if not states and not topics:
        return []
    events, documents = Event.objects.published(), Document.objects.published()
    both = _chosen(state=states, topic=topics)
    suggested = [
        _suggested(EVENTS, EventFilterSet(both, queryset=events)),
        _suggested(DOCUMENTS, DocumentFilterSet(both, queryset=documents))
        or _suggested(DOCUMENTS, DocumentFilterSet(_chosen(state=states), queryset=documents)),
        _suggested(
            FIGURES,
            FigureFilterSet(_chosen(citizenship=states), queryset=MigrationFigure.objects.all()),
        ),
    ]
    return [each for each in suggested if each]


def _chosen(**facets: list[str]) -> QueryDict:
    chosen = QueryDict(mutable=True)
    for name, slugs in facets.items():
        chosen.setlist(name, slugs)
    return chosen


def _suggested(public_list: PublicList, filterset: FacetFilterSet) -> SuggestedList | None:
    """`public_list` with these filters, if they narrow it and leave something of it."""
    if not filterset.is_narrowed or not len(filterset.results):
        return None
    labels = [str(choice.label) for facet in filterset.facets for choice in facet.chosen]
    return SuggestedList(
        f"{public_list.label}: {', '.join(labels)}",
        f"{reverse(public_list.page)}?{filterset.data.urlencode()}",
        len(filterset.results),
    )
