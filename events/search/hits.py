"""What a page shows of a record that was found, in the active language."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import Document, Event
from events.search.find import excerpt, highlight
from events.search.texts import Kind
from participants.languages import language_of
from participants.models import MigrationFigure, Organisation, State
from topics.models import Programme, Topic


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: where its page is, its title, and what tells it from others.

    `excerpt` is the passage in which the words stand; empty where they stand in the title, or in
    nothing that the page would show. Words found are marked in all three texts. `language` is that
    of the title, where it stands in for a missing translation, `excerpt_language` that of the
    excerpt.
    """

    url: str
    title: SafeString
    language: str
    facts: list[SafeString]
    excerpt: SafeString
    excerpt_language: str


def hits(kind: str, records: Iterable[models.Model], words: Sequence[str]) -> list[Hit]:
    """`records` of one kind as the page shows them."""
    return [_hit(*_SHOWN[kind](record), words) for record in records]


def _hit(
    url: str,
    title: "Text",
    facts: Iterable[str],
    passages: Iterable["Text"],
    words: Sequence[str],
) -> Hit:
    found = ((excerpt(passage, words), language) for passage, language in passages)
    shown, language = next(filter(itemgetter(0), found), (SafeString(), ""))
    return Hit(
        url,
        highlight(title[0], words),
        title[1],
        [highlight(fact, words) for fact in facts if fact],
        shown,
        language,
    )


# A text, with its language where that is not the page's.
Text = tuple[str, str]
# Each gives the address, the title, the facts, and the passages in which words may stand.
Shown = tuple[str, Text, list[str], list[Text]]


def _text(record: models.Model, field: str) -> Text:
    return getattr(record, field), language_of(record, field)


def _plain(text: str) -> Text:
    return text, ""


def _state(state: State) -> Shown:
    return (
        state.get_absolute_url(),
        (state.marked_name, state.name_language),
        [state.official_name],
        [_plain(", ".join(state.aliases.splitlines()))],
    )


def _topic(topic: Topic) -> Shown:
    return topic.get_absolute_url(), _text(topic, "name"), [], [_text(topic, "definition")]


def _programme(programme: Programme) -> Shown:
    return (
        programme.get_absolute_url(),
        _text(programme, "name"),
        [programme.acronym, capfirst(programme.get_kind_display())],
        [
            _text(programme, "description"),
            _plain(_line(programme.states.all())),
            _plain(_line(programme.topics.all())),
        ],
    )


def _event(event: Event) -> Shown:
    delegations = event.delegations.all()
    topics = [*event.topics.all()]
    for session in event.sessions.all():
        topics += session.topics.all()
        for contribution in session.contributions.all():
            topics += contribution.topics.all()
    return (
        event.get_absolute_url(),
        _text(event, "title"),
        [
            event.date_text,
            event.place_text,
            capfirst(event.get_kind_display()),
            _("sample data") if event.sample else "",
        ],
        [
            _plain(
                " – ".join(
                    filter(None, [_line(d.name for d in delegations), _line(topics)]),
                )
            ),
            _text(event, "summary"),
            _text(event, "outcome"),
        ],
    )


def _document(document: Document) -> Shown:
    return (
        document.get_absolute_url(),
        _text(document, "title"),
        [
            capfirst(document.get_kind_display()),
            str(document.date.year) if document.date else "",
            capfirst(document.get_language_display()),
            document.authors,
            document.publisher,
        ],
        [_plain(_line([*document.states.all(), *document.topics.all()]))],
    )


def _organisation(organisation: Organisation) -> Shown:
    return (
        organisation.get_absolute_url(),
        (str(organisation), organisation.name_language),
        [capfirst(organisation.get_kind_display()), str(organisation.state or "")],
        [_plain(", ".join(organisation.aliases.splitlines()))],
    )


def _figure(figure: MigrationFigure) -> Shown:
    chosen = {"indicator": figure.indicator, "year": figure.year}
    if figure.citizenship:
        chosen["citizenship"] = figure.citizenship.slug
    decimals = 0 if figure.value == int(figure.value) else 2
    value = number_format(figure.value, decimals, force_grouping=True)
    return (
        f"{reverse('figure_list')}?{urlencode(chosen)}",
        _plain(f"{capfirst(str(figure))}: {value}"),
        [figure.reporting.name, figure.source_title],
        [],
    )


def _line(names: Iterable) -> str:
    return ", ".join(dict.fromkeys(map(str, names)))


_SHOWN: dict[str, Callable[[models.Model], Shown]] = {
    Kind.STATE: _state,
    Kind.TOPIC: _topic,
    Kind.PROGRAMME: _programme,
    Kind.EVENT: _event,
    Kind.DOCUMENT: _document,
    Kind.ORGANISATION: _organisation,
    Kind.FIGURE: _figure,
}
