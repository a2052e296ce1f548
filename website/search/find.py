"""Search queries: the same results in the same order on SQLite and PostgreSQL."""

import difflib
import re
from collections import defaultdict
from collections.abc import Sequence

from django.db import models
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from modelsearch.backends import get_search_backend
from modelsearch.query import And, PlainText

from core.caching import cached_by_revision
from core.models import ContentRevision
from core.results import Results
from core.text import fold
from website.models import SearchEntry
from website.search.entries import PUBLIC, Kind

# The longest query: enough for a title, too short to overload the database.
MAX_LENGTH, MAX_WORDS = 200, 12
# The number of letters that an excerpt has before and after the word found.
_BEFORE, _AFTER = 60, 120
_SHORTEST_NAME = 3


def words_of(query: str) -> list[str]:
    """The words searched for, folded, without repetition."""
    return list(dict.fromkeys(fold(query[:MAX_LENGTH]).split()))[:MAX_WORDS]


def matching(words: Sequence[str]) -> models.QuerySet:
    """The entries in which each of `words` begins a word; none if there are no words."""
    if not words:
        return SearchEntry.objects.none()
    query = And([PlainText(word) for word in words])
    found = get_search_backend().autocomplete(query, SearchEntry, order_by_relevance=False)
    return found.get_queryset().order_by()


def results(words: Sequence[str]) -> dict[str, Results]:
    """The records found, the best first, by kind in the order to show; kinds without are left out.

    They are read as public records, so that an outdated entry of the index reveals nothing.
    """
    keys = _ranked(matching(words), words)
    return {kind: Results(PUBLIC[kind](), keys[kind]) for kind in Kind if kind in keys}


def results_of(kind: str, words: Sequence[str]) -> Results:
    """The records found of one kind, the best first."""
    keys = _ranked(matching(words).filter(kind=kind), words)
    return Results(PUBLIC[kind](), keys.get(kind, []))


def _ranked(entries: models.QuerySet, words: Sequence[str]) -> dict[str, list[int]]:
    """The keys of the records by kind: those with all words in the title first, then the latest.

    They are ranked here, because the two databases rank words differently.
    """
    found = defaultdict(list)
    for kind, key, title, day in entries.values_list("kind", "object_id", "title", "day"):
        spaced = f" {title}"
        elsewhere = not all(f" {word}" in spaced for word in words)
        found[kind].append((elsewhere, -day.toordinal() if day else 0, title, key))
    return {kind: [key for *_rank, key in sorted(ranks)] for kind, ranks in found.items()}


def suggestion(words: Sequence[str]) -> str:
    """`words` with unknown ones replaced by similar words of the register, for an empty result.

    It is empty if there is nothing to replace, or if a word resembles nothing.
    """
    known = cached_by_revision(ContentRevision.current(), "search words", _known_words)
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
    """`text` as HTML, with `mark` around each word that begins with one of `words`."""
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


def excerpt(text: str, words: Sequence[str]) -> SafeString:
    """The passage of `text` around the first of `words`, marked; empty if it has none of them."""
    text = " ".join(text.split())
    for match in _WORD.finditer(text):
        if fold(match.group()).startswith(tuple(words)):
            break
    else:
        return SafeString()
    first = max(text.rfind(" ", 0, max(match.start() - _BEFORE, 0)) + 1, 0)
    last = text.find(" ", match.end() + _AFTER)
    passage = text[first : last if last > 0 else None]
    return format_html(
        "{}{}{}", "… " if first else "", highlight(passage, words), " …" if last > 0 else ""
    )


def named(words: Sequence[str]) -> dict[str, list[str]]:
    """The slugs of the countries and topics whose whole name is among `words`, by kind.

    A word may have an ending after the name: “Таджикистана” names Таджикистан. If one name is
    part of another that is also there, only the longer one counts.
    """
    names = cached_by_revision(ContentRevision.current(), "search names", _names)
    whole = [
        (kind, slug, parts)
        for kind, slug, parts in names
        if all(any(word.startswith(part) for word in words) for part in parts)
    ]
    found = defaultdict(list)
    for kind, slug, parts in whole:
        longer = any(set(parts) < set(others) for _kind, _slug, others in whole)
        if not longer and slug not in found[kind]:
            found[kind].append(slug)
    return found


def _names() -> list[tuple[str, str, tuple[str, ...]]]:
    """(kind, slug, folded words) of each name of a country or topic."""
    return [
        (kind, record.slug, tuple(fold(name).split()))
        for kind in (Kind.STATE, Kind.TOPIC)
        for record in PUBLIC[kind]().prefetch_related(None)
        for name in (record.name_en, record.name_ru)
        if name and len(fold(name)) > _SHORTEST_NAME
    ]
