"""Search queries: the same results in the same order on SQLite and PostgreSQL."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from modelsearch.backends import get_search_backend
from modelsearch.query import And, Or, PlainText, SearchQuery

from core.caching import cached_by_revision
from core.models import ContentRevision
from core.results import Results
from core.text import fold
from website.models import SearchEntry
from website.search.entries import PUBLIC, Kind
from website.search.words import WORD, Word, is_found, words_of

# The number of letters that an excerpt has before and after the word found.
_BEFORE, _AFTER = 60, 120
_SHORTEST_NAME = 3
# The names that a suggestion may consist of, by the kind of their records.
_SUGGESTED = {
    **dict.fromkeys((Kind.STATE, Kind.TOPIC), ("name",)),
    **dict.fromkeys((Kind.PROGRAMME, Kind.ORGANISATION), ("name", "acronym")),
    **dict.fromkeys((Kind.EVENT, Kind.DOCUMENT), ("title",)),
}


def matching(words: Sequence[Word]) -> models.QuerySet:
    """The entries that have a word for each of `words`; none if there are no words."""
    if not words:
        return SearchEntry.objects.none()
    query = And([_any_beginning(word) for word in words])
    found = get_search_backend().autocomplete(query, SearchEntry, order_by_relevance=False)
    return found.get_queryset().order_by()


def _any_beginning(word: Word) -> SearchQuery:
    texts = [PlainText(beginning) for beginning in word.beginnings]
    return Or(texts) if len(texts) > 1 else texts[0]


def results(words: Sequence[Word]) -> dict[str, Results]:
    """The records found, the best first, by kind in the order to show; kinds without are left out.

    They are read as public records, so that an outdated entry of the index reveals nothing.
    """
    keys = _ranked(matching(words), words)
    return {kind: Results(PUBLIC[kind](), keys[kind]) for kind in Kind if kind in keys}


def results_of(kind: str, words: Sequence[Word]) -> Results:
    """The records found of one kind, the best first."""
    keys = _ranked(matching(words).filter(kind=kind), words)
    return Results(PUBLIC[kind](), keys.get(kind, []))


def _ranked(entries: models.QuerySet, words: Sequence[Word]) -> dict[str, list[int]]:
    """The keys of the records by kind: those with all words in the title first, then the latest.

    They are ranked here, because the two databases rank words differently.
    """
    found: dict[Any, list] = defaultdict(list)
    for kind, key, title, day in entries.values_list("kind", "object_id", "title", "day"):
        elsewhere = not all(word.begins(title) for word in words)
        found[kind].append((elsewhere, -day.toordinal() if day else 0, title, key))
    return {kind: [key for *_rank, key in sorted(ranks)] for kind, ranks in found.items()}


def suggestion(words: Sequence[Word]) -> str:
    """`words` with unknown ones replaced by similar words of the register, for an empty result.

    These come from names and titles that pages show, with their capitals: never from another or
    former name. It is empty if there is nothing to replace, or if a word resembles nothing.
    """
    shown = cached_by_revision(ContentRevision.current(), "words shown", _words_shown)
    better = []
    for word in words:
        if matching([word]).exists():
            better.append(word.typed)
        elif near := difflib.get_close_matches(fold(word.typed), shown, n=1, cutoff=0.7):
            better.append(shown[near[0]])
        else:
            return ""
    return "" if better == [word.typed for word in words] else " ".join(better)


def _words_shown() -> dict[str, str]:
    """The words of names and titles by their folded form, as these write them most often."""
    written: dict[str, Counter] = defaultdict(Counter)
    for text in _texts_shown():
        for word in WORD.findall(text):
            written[fold(word)][word] += 1
    return {folded: forms.most_common(1)[0][0] for folded, forms in sorted(written.items())}


def _texts_shown() -> Iterator[str]:
    for kind, names in _SUGGESTED.items():
        fields = [f"{name}_{language}" for name in names for language in ("en", "ru")]
        for texts in PUBLIC[kind]().order_by("pk").values_list(*fields):
            yield from filter(None, texts)


def highlight(text: str, words: Sequence[Word]) -> SafeString:
    """`text` as HTML, with `mark` around each word that is a form of one of `words`."""
    parts, end = [], 0
    for match in WORD.finditer(text):
        if is_found(match.group(), words):
            parts += [
                conditional_escape(text[end : match.start()]),
                "<mark>",
                conditional_escape(match.group()),
                "</mark>",
            ]
            end = match.end()
    parts.append(conditional_escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped


def excerpt(text: str, words: Sequence[Word]) -> SafeString:
    """The passage of `text` around the first of `words`, marked; empty if it has none of them."""
    text = " ".join(text.split())
    for match in WORD.finditer(text):
        if is_found(match.group(), words):
            break
    else:
        return SafeString()
    first = max(text.rfind(" ", 0, max(match.start() - _BEFORE, 0)) + 1, 0)
    last = text.find(" ", match.end() + _AFTER)
    passage = text[first : last if last > 0 else None]
    return format_html(
        "{}{}{}", "… " if first else "", highlight(passage, words), " …" if last > 0 else ""
    )


def named(words: Sequence[Word]) -> dict[str, list[str]]:
    """The slugs of the countries and topics whose whole name is among `words`, by kind.

    A name may be in any form and be another name of a country: “Польшей” and «Киргизии» name
    Польша and Кыргызстан. If one name is part of another that is also there, only the longer one
    counts.
    """
    names = cached_by_revision(ContentRevision.current(), "search names", _names)
    whole = [
        (kind, slug, parts)
        for kind, slug, parts in names
        if all(any(word.is_form_of(part) for word in words) for part in parts)
    ]
    found: dict[Any, list] = defaultdict(list)
    for kind, slug, parts in whole:
        longer = any(set(parts) < set(others) for _kind, _slug, others in whole)
        if not longer and slug not in found[kind]:
            found[kind].append(slug)
    return found


def _names() -> list[tuple[str, str, tuple[str, ...]]]:
    """(kind, slug, words) of each name of a country or topic."""
    found = []
    for kind in (Kind.STATE, Kind.TOPIC):
        for record in PUBLIC[kind]().prefetch_related(None):
            names = [record.name_en, record.name_ru]
            if kind == Kind.STATE:
                names += [record.official_name_en, record.official_name_ru]
                names += record.aliases.splitlines()
            found += [
                (kind, record.slug, tuple(fold(word.typed) for word in words_of(name)))
                for name in names
                if name and len(fold(name)) > _SHORTEST_NAME
            ]
    return found
