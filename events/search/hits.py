"""What a page shows of a record that was found, in the active language."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
from participants.models import MigrationFigure, Organisation, State
from topics.models import Programme, Topic


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: where its page is, its title, and what tells it from others.

    `excerpt` is the passage in which the words stand; empty where they stand in the title, or in
    nothing that the page would show. Words found are marked in all three texts.
    """

    url: str
    title: SafeString
    facts: list[SafeString]
    excerpt: SafeString


def hits(kind: str, records: Iterable[models.Model], words: Sequence[str]) -> list[Hit]:
    """`records` of one kind as the page shows them."""
    return [_hit(*_SHOWN[kind](record), words) for record in records]


def _hit(
    url: str, title: str, facts: Iterable[str], passages: Iterable[str], words: Sequence[str]
) -> Hit:
    found = (excerpt(passage, words) for passage in passages)
    return Hit(
        url,
        highlight(title, words),
        [highlight(fact, words) for fact in facts if fact],
        next(filter(None, found), SafeString()),
    )


# Each gives the address, the title, the facts, and the passages in which words may stand.
Shown = tuple[str, str, list[str], list[str]]


def _state(state: State) -> Shown:
    return (
        state.get_absolute_url(),
        state.marked_name,
        [state.official_name],
        [", ".join(state.aliases.splitlines())],
    )


def _topic(topic: Topic) -> Shown:
    return topic.get_absolute_url(), topic.name, [], [topic.definition]


def _programme(programme: Programme) -> Shown:
    return (
        programme.get_absolute_url(),
        programme.name,
        [programme.acronym, capfirst(programme.get_kind_display())],
        [programme.description, _line(programme.states.all()), _line(programme.topics.all())],
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
        event.title,
        [
            event.date_text,
            event.place_text,
            capfirst(event.get_kind_display()),
            _("sample data") if event.sample else "",
        ],
        [
            " – ".join(
                filter(None, [_line(delegation.name for delegation in delegations), _line(topics)])
            ),
            event.summary,
            event.outcome,
        ],
    )


def _document(document: Document) -> Shown:
    return (
        document.get_absolute_url(),
        document.title,
        [
            capfirst(document.get_kind_display()),
            str(document.date.year) if document.date else "",
            capfirst(document.get_language_display()),
            document.authors,
            document.publisher,
        ],
        [_line([*document.states.all(), *document.topics.all()])],
    )


def _organisation(organisation: Organisation) -> Shown:
    return (
        organisation.get_absolute_url(),
        str(organisation),
        [capfirst(organisation.get_kind_display()), str(organisation.state or "")],
        [", ".join(organisation.aliases.splitlines())],
    )


def _figure(figure: MigrationFigure) -> Shown:
    chosen = {"indicator": figure.indicator, "year": figure.year}
    if figure.citizenship:
        chosen["citizenship"] = figure.citizenship.slug
    decimals = 0 if figure.value == int(figure.value) else 2
    value = number_format(figure.value, decimals, force_grouping=True)
    return (
        f"{reverse('figure_list')}?{urlencode(chosen)}",
        f"{capfirst(str(figure))}: {value}",
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
