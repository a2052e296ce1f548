"""Who has worked with whom on what: numbers of events and contributions.

Each number is an AND of bit sets and a population count, over the index of the event list. A
number therefore always agrees with the list that it links to, and 10,000 events need no more
queries than ten.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q

from core.caching import cached_by_revision
from core.facets import FacetIndex, with_ancestors
from events.models import Contribution, Delegation, Event
from participants.models import Membership, State
from topics.models import Topic
from website.filters.events import EventFilterSet


@dataclass(frozen=True, slots=True)
class Cooperation:
    """The published events and the contributions at them, as bit sets."""

    events: FacetIndex
    organisations: FacetIndex
    contributions: FacetIndex
    days: dict[int, datetime.date]

    @classmethod
    def at(cls, revision: str) -> "Cooperation":
        """All published events at a content revision, built once for it."""
        published = Event.objects.published()
        events = EventFilterSet.index_at(revision, published)
        return cached_by_revision(
            revision,
            cls,
            lambda: cls(
                events,
                _organisations(events),
                _contributions(events),
                dict(published.values_list("pk", "sort_date")),
            ),
        )

    def topics_of(self, state: str) -> dict[str, int]:
        """How many events of the state `state` (a slug) are on each topic or one below it."""
        return _shared(self.events.masks["topic"], self._of(state))

    def states_with(self, state: str) -> dict[str, int]:
        """How many events each other state attended together with `state`."""
        counts = _shared(self.events.masks["state"], self._of(state))
        counts.pop(state, None)
        return counts

    def organisations_with(self, state: str) -> dict[str, int]:
        """How many events of `state` each organisation attended or led a delegation to."""
        return _shared(self.organisations.masks["organisation"], self._of(state))

    def states_on(self, topic: str) -> dict[str, int]:
        """How many events on `topic` (a slug) or a topic below it each state attended."""
        return _shared(self.events.masks["state"], self.events.masks["topic"].get(topic, 0))

    def _of(self, state: str) -> int:
        return self.events.masks["state"].get(state, 0)


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The numbers for a state and a topic, and the query string that lists these events."""

    topic: Topic
    events: int
    contributions: int
    query: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    state: State
    cells: list[MatrixCell]


class Matrix:
    """States by topics, over the events chosen by grouping and year.

    With a grouping chosen, the rows are the states that belonged to it on the day of at least
    one of these events of theirs. A contribution counts under its own topics, or else under
    those of its session, or else under those of its event.
    """

    def __init__(
        self,
        cooperation: Cooperation,
        chosen: Mapping[str, Sequence[str]],
        columns: Sequence[Topic],
    ):
        self.cooperation = cooperation
        self.columns = columns
        self.chosen = {name: chosen.get(name) or [] for name in ("grouping", "year")}
        self._events = cooperation.events.matching(self.chosen)
        self._contributions = cooperation.contributions.matching(self.chosen)

    @property
    def states(self) -> list[State]:
        """The states with at least one of the events on a topic of the columns, alphabetical."""
        masks = self.cooperation.events.masks
        present = self._present_as_members() if self.chosen["grouping"] else masks["state"]
        shown = 0
        for topic in self.columns:
            shown |= masks["topic"].get(topic.slug, 0)
        slugs = [slug for slug, mask in present.items() if mask & shown & self._events]
        return sorted(State.objects.filter(slug__in=slugs), key=lambda state: state.sort_key)

    def rows(self, states: Iterable[State]) -> Iterator[MatrixRow]:
        """The rows of `states`."""
        for state in states:
            yield MatrixRow(state, [self._cell(state, topic) for topic in self.columns])

    def _cell(self, state: State, topic: Topic) -> MatrixCell:
        pairs = [("state", state.slug), ("topic", topic.slug)]
        pairs += [(name, value) for name, values in self.chosen.items() for value in values]
        return MatrixCell(
            topic,
            self._count(self.cooperation.events, self._events, state, topic),
            self._count(self.cooperation.contributions, self._contributions, state, topic),
            urlencode(pairs),
        )

    @staticmethod
    def _count(index: FacetIndex, chosen: int, state: State, topic: Topic) -> int:
        masks = index.masks
        both = masks["state"].get(state.slug, 0) & masks["topic"].get(topic.slug, 0)
        return (both & chosen).bit_count()

    def _present_as_members(self) -> dict[str, int]:
        """Per state: its events on whose day it belonged to any of the chosen groupings."""
        index, days = self.cooperation.events, self.cooperation.days
        held: dict[tuple, int] = {}
        present: dict[str, int] = {}
        memberships = Membership.objects.of_members().filter(
            grouping__slug__in=self.chosen["grouping"]
        )
        for slug, since, until in memberships.values_list("state__slug", "since", "until"):
            if (since, until) not in held:
                first, end = since or datetime.date.min, until or datetime.date.max
                held[since, until] = index.set_of(
                    pk for pk, day in days.items() if first <= day < end
                )
            own = index.masks["state"].get(slug, 0) & held[since, until]
            present[slug] = present.get(slug, 0) | own
        return present


def _shared(masks: Mapping[str, int], events: int) -> dict[str, int]:
    counts = {slug: (mask & events).bit_count() for slug, mask in masks.items()}
    return {slug: count for slug, count in counts.items() if count}


def _organisations(events: FacetIndex) -> FacetIndex:
    """The events that each organisation had a delegation at, or led one to."""
    index = FacetIndex(events.ids)
    delegations = (
        Delegation.objects.taking_part()
        .filter(Q(organisation__isnull=False) | Q(led_by__isnull=False))
        .values_list("event", "organisation__slug", "led_by__slug")
    )
    index.add(
        "organisation",
        ((event, slug) for event, *slugs in delegations for slug in slugs if slug),
    )
    return index


def _contributions(events: FacetIndex) -> FacetIndex:
    """The contributions at `events`, with the groupings and years of these."""
    published = Contribution.objects.taking_part().filter(session__event__published=True)
    contributions = list(published.values_list("pk", "session__event", "delegation__state__slug"))
    index = FacetIndex([pk for pk, *_rest in contributions])
    index.add("state", ((pk, state) for pk, _event, state in contributions if state))
    for name in ("grouping", "year"):
        values = events.values_of(name)
        index.add(
            name,
            ((pk, value) for pk, event, _state in contributions for value in values.get(event, ())),
        )
    index.add("topic", with_ancestors(published.topic_pairs(), Topic.objects.all()))
    return index
