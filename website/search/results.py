"""A search result as the page shows it, in the active language."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.translation import language_of, script_language
from events.models import Document, Event
from participants.models import MigrationFigure, Organisation, State
from topics.models import Programme, Topic
from website.search.entries import Kind
from website.search.find import excerpt, highlight
from website.search.words import Word


class Text(NamedTuple):
    """A text, with its language if it stands in for a missing translation."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A record found: the address of its page, its title, and facts that identify it.

    `excerpt` is the passage that contains the words. It is empty if they are in the title, or in
    a text that the page does not show. The words found are marked in all texts.
    """

    url: str
    title: Text
    facts: list[Text]
    excerpt: Text


def to_show(
    kind: str, records: Iterable[models.Model], words: Sequence[Word]
) -> list[SearchResult]:
    """`records` of one kind as the page shows them."""
    return [_result(*_SHOWN[kind](record), words) for record in records]


def _result(
    url: str,
    title: Text,
    facts: Iterable[Text],
    passages: Iterable[Text],
    words: Sequence[Word],
) -> SearchResult:
    found = (Text(excerpt(text, words), language) for text, language in passages)
    return SearchResult(
        url,
        Text(highlight(title.text, words), title.language),
        [Text(highlight(text, words), language) for text, language in facts if text],
        next((passage for passage in found if passage.text), Text(SafeString())),
    )


# Address, title, facts, and the passages that may contain the words.
Shown = tuple[str, Text, list[Text], list[Text]]


def _text(record: models.Model, field: str) -> Text:
    return Text(getattr(record, field), language_of(record, field))


def _as_written(text: str) -> Text:
    language = script_language(text)
    return Text(text, "" if language == get_language() else language)


def _state(state: State) -> Shown:
    return (
        state.get_absolute_url(),
        Text(state.marked_name, state.name_language),
        [_text(state, "official_name")],
        [Text(", ".join(state.aliases.splitlines()))],
    )


def _topic(topic: Topic) -> Shown:
    return topic.get_absolute_url(), _text(topic, "name"), [], [_text(topic, "definition")]


def _programme(programme: Programme) -> Shown:
    return (
        programme.get_absolute_url(),
        _text(programme, "name"),
        [_text(programme, "acronym"), Text(capfirst(programme.get_kind_display()))],
        [
            _text(programme, "description"),
            _line(map(_named, programme.states.all())),
            _line(map(_named, programme.topics.all())),
        ],
    )


def _event(event: Event) -> Shown:
    delegations = event.delegations.all()
    topics = [*event.topics.all()]
    for session in event.sessions.all():
        topics += session.topics.all()
        for contribution in session.contributions.all():
            topics += contribution.topics.all()
    attending = _line(Text(one.name, one.name_language) for one in delegations)
    on = _line(map(_named, topics))
    return (
        event.get_absolute_url(),
        _text(event, "title"),
        [
            Text(event.date_text, "" if event.starts else language_of(event, "dates_note")),
            Text(event.place_text, language_of(event, "city")),
            Text(capfirst(event.get_kind_display())),
            Text(_("sample data") if event.sample else ""),
        ],
        [
            Text(" – ".join(filter(None, [attending.text, on.text])), attending.language),
            _text(event, "summary"),
            _text(event, "outcome"),
        ],
    )


def _document(document: Document) -> Shown:
    return (
        document.get_absolute_url(),
        _text(document, "title"),
        [
            Text(capfirst(document.get_kind_display())),
            Text(str(document.date.year) if document.date else ""),
            Text(capfirst(document.get_language_display())),
            _as_written(document.authors),
            _as_written(document.publisher),
        ],
        [
            _text(document, "abstract"),
            _line(
                map(
                    _named,
                    [*document.states.all(), *document.topics.all(), *document.topics_by_event],
                )
            ),
        ],
    )


def _organisation(organisation: Organisation) -> Shown:
    return (
        organisation.get_absolute_url(),
        _named(organisation),
        [
            Text(capfirst(organisation.get_kind_display())),
            _named(organisation.state) if organisation.state else Text(""),
        ],
        [Text(", ".join(organisation.aliases.splitlines()))],
    )


def _figure(figure: MigrationFigure) -> Shown:
    chosen = {"indicator": figure.indicator, "year": figure.year}
    if figure.citizenship:
        chosen["citizenship"] = figure.citizenship.slug
    return (
        f"{reverse('figure_list')}?{urlencode(chosen)}",
        Text(f"{capfirst(str(figure))}: {figure.value_text}"),
        [_named(figure.reporting), _as_written(figure.source_title)],
        [],
    )


def _named(record: models.Model) -> Text:
    return Text(str(record), language_of(record, "name"))


def _line(names: Iterable[Text]) -> Text:
    """`names` in a line; with their language where they share one."""
    texts, languages = zip(*names, strict=True) if (names := list(names)) else ((), ())
    return Text(", ".join(dict.fromkeys(texts)), languages[0] if len(set(languages)) == 1 else "")


_SHOWN: dict[str, Callable[[Any], Shown]] = {
    Kind.STATE: _state,
    Kind.TOPIC: _topic,
    Kind.PROGRAMME: _programme,
    Kind.EVENT: _event,
    Kind.DOCUMENT: _document,
    Kind.ORGANISATION: _organisation,
    Kind.FIGURE: _figure,
}
