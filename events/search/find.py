"""Finding: the same on SQLite and PostgreSQL, in an order that depends on the records alone."""

import difflib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models.functions import RowNumber
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from modelsearch.backends import get_search_backend
from modelsearch.query import And, PlainText

from events.models import SearchEntry
from events.search.texts import PUBLIC, Kind
from participants.base import ContentRevision
from participants.facets import remembered
from participants.names import fold

# What a visitor may type: enough for a title, too little to keep the database busy.
MAX_LENGTH, MAX_WORDS = 200, 12


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind: how many records, and those to show, the best first."""

    kind: Kind
    count: int
    records: list[models.Model]


def words_of(query: str) -> list[str]:
    """The words searched for, folded, without repetition."""
    return list(dict.fromkeys(fold(query[:MAX_LENGTH]).split()))[:MAX_WORDS]


def matching(words: Sequence[str]) -> models.QuerySet:
    """The entries in which each of `words` begins a word; of no words, none."""
    if not words:
        return SearchEntry.objects.none()
    query = And([PlainText(word) for word in words])
    found = get_search_backend().autocomplete(query, SearchEntry, order_by_relevance=False)
    return found.get_queryset().order_by()


def groups(words: Sequence[str], each: int) -> list[Group]:
    """What is found, by kind in the order to show: `each` records of every kind, and its count."""
    found = matching(words)
    counts = dict(found.values_list("kind").annotate(models.Count("pk")))
    ranked = _ranked(found, words).annotate(
        place=models.Window(RowNumber(), partition_by="kind", order_by=_RANK)
    )
    shown = defaultdict(list)
    for kind, pk in (
        ranked.filter(place__lte=each).order_by("place").values_list("kind", "object_id")
    ):
        shown[kind].append(pk)
    return [
        Group(Kind(kind), counts[kind], _records(kind, shown[kind]))
        for kind in Kind.values
        if kind in counts
    ]


class Ranked:
    """All that is found of one kind, the best first: counted and sliced for a pager."""

    def __init__(self, words: Sequence[str], kind: str):
        self.kind = kind
        found = matching(words).filter(kind=kind)
        self.keys = _ranked(found, words).order_by(*_RANK).values_list("object_id", flat=True)

    def __len__(self) -> int:
        return self.keys.count()

    def __getitem__(self, window: slice) -> list[models.Model]:
        return _records(self.kind, list(self.keys[window]))


_RANK = [
    models.F("in_title").desc(),
    models.F("day").desc(nulls_last=True),
    models.F("title").asc(),
    models.F("object_id").asc(),
]


def _ranked(found: models.QuerySet, words: Sequence[str]) -> models.QuerySet:
    """With `in_title`: whether the title holds all the words. The same on both databases."""
    begins = models.Q()
    for word in words:
        begins &= models.Q(title__startswith=word) | models.Q(title__contains=f" {word}")
    return found.annotate(in_title=models.Case(models.When(begins, then=1), default=0))


def _records(kind: str, pks: list[int]) -> list[models.Model]:
    """The records in the order of `pks`; read as public ones, so that no stale entry tells more."""
    records = PUBLIC[kind]().in_bulk(pks)
    return [records[pk] for pk in pks if pk in records]


def suggestion(words: Sequence[str]) -> str:
    """`words` with those that the register does not know replaced by near ones; empty if none is.

    For a query that finds nothing.
    """
    known = remembered(ContentRevision.current(), "search words", _known_words)
    better = []
    for word in words:
        if any(each.startswith(word) for each in known):
            better.append(word)
        elif near := difflib.get_close_matches(word, known, n=1, cutoff=0.7):
            better.append(near[0])
        else:
            return ""
    return "" if better == list(words) else " ".join(better)


def _known_words() -> list[str]:
    titles = SearchEntry.objects.values_list("title", flat=True)
    return sorted({word for title in titles.iterator() for word in title.split()})


_WORD = re.compile(r"\w+")


def highlight(text: str, words: Sequence[str]) -> SafeString:
    """`text` as HTML, with each word that begins as one of `words` in a `mark`."""
    parts, end = [], 0
    for match in _WORD.finditer(text):
        if fold(match.group()).startswith(tuple(words)):
            parts += [
                conditional_escape(text[end : match.start()]),
                "<mark>",
                conditional_escape(match.group()),
                "</mark>",
            ]
            end = match.end()
    parts.append(conditional_escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped
