"""The search across all that is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.facets import FacetFilterSet
from core.pages import page_of
from events.models import Document, Event
from participants.models import MigrationFigure
from website.filters.events import DocumentFilterSet, EventFilterSet
from website.filters.participants import FigureFilterSet
from website.models import SearchEntry
from website.search import find
from website.search.results import Hit, hits

EACH, A_PAGE = 5, 20


@dataclass(frozen=True, slots=True)
class HitGroup:
    """What the page shows of one kind of records."""

    kind: str
    label: str
    count: int
    hits: list[Hit]
    url: str

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)


@dataclass(frozen=True, slots=True)
class Way:
    """A list of the register, filtered by the countries and topics that were named."""

    label: str
    url: str
    count: int


def search(request):
    """`?q=` words; `&kind=` shows all that was found of one kind, page by page."""
    query, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    words, error = find.words_of(query), ""
    if len(query) > find.MAX_LENGTH:
        words, error = (
            [],
            _("Search for fewer words: at most %(number)d characters.")
            % {"number": find.MAX_LENGTH},
        )
    elif query and not words:
        error = _("Type a word or a number: there is none in what you typed.")
    elif kind and kind not in SearchEntry.Kind.values:
        words, error = (
            [],
            _("The register does not know “%(value)s”. Choose from the list.")
            % {"value": kind[:80]},
        )
    context = {"query": query, "words": words, "error": error, "max_length": find.MAX_LENGTH}
    if words and kind:
        context |= _of_kind(request, words, kind)
    elif words:
        context |= _overview(words, query)
    return render(request, "website/search.html", context)


def _overview(words: Sequence[str], query: str) -> dict:
    groups = [
        HitGroup(
            each.kind.value,
            str(each.kind.label),
            each.count,
            hits(each.kind, each.records, words),
            f"?{urlencode({'q': query, 'kind': each.kind.value})}",
        )
        for each in find.groups(words, EACH)
    ]
    return {
        "groups": groups,
        "count": sum(group.count for group in groups),
        "ways": _ways(words),
        "suggestion": "" if groups else find.suggestion(words),
    }


def _of_kind(request, words: Sequence[str], kind: str) -> dict:
    page = page_of(request, find.of_kind(words, kind), A_PAGE)
    label = str(SearchEntry.Kind(kind).label)
    return {
        "groups": [HitGroup(kind, label, page.paginator.count, hits(kind, page, words), "")],
        "count": page.paginator.count,
        "kind_label": label,
        "page_obj": page,
    }


def _ways(words: Sequence[str]) -> list[Way]:
    """Where the words name countries or topics: the lists filtered by them, if they hold any.

    Where no document is on both, those on the countries alone are offered.
    """
    named = find.named(words)
    states, topics = named[SearchEntry.Kind.STATE], named[SearchEntry.Kind.TOPIC]
    if not states and not topics:
        return []
    events = EventFilterSet(
        _chosen(state=states, topic=topics), queryset=Event.objects.published().latest_first()
    )
    documents = [
        DocumentFilterSet(chosen, queryset=Document.objects.published().latest_first())
        for chosen in (_chosen(state=states, topic=topics), _chosen(state=states))
    ]
    figures = FigureFilterSet(_chosen(citizenship=states), queryset=MigrationFigure.objects.all())
    ways = [
        _way(_("Events"), "event_list", [events]),
        _way(_("Documents"), "document_list", documents),
        _way(_("Figures"), "figure_list", [figures]),
    ]
    return [way for way in ways if way]


def _chosen(**facets: list[str]) -> QueryDict:
    chosen = QueryDict(mutable=True)
    for name, slugs in facets.items():
        chosen.setlist(name, slugs)
    return chosen


def _way(label: str, name: str, filtersets: Sequence[FacetFilterSet]) -> Way | None:
    """The first of `filtersets` that narrows its list and leaves something of it."""
    for filterset in filtersets:
        if filterset.is_narrowed and len(filterset.found):
            labels = [choice.label for facet in filterset.facets for choice in facet.chosen]
            return Way(
                f"{label}: {', '.join(labels)}",
                f"{reverse(name)}?{filterset.data.urlencode()}",
                len(filterset.found),
            )
    return None
