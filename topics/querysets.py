"""What can be asked about topics and programmes."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import models

from core.changes import PublicContentQuerySet
from core.models import SearchableQuerySet
from core.text import collation_key


class TopicQuerySet(PublicContentQuerySet):
    def with_descendants(self):
        """These topics and all below them, at any depth (one query for the whole tree)."""
        children = defaultdict(list)
        for pk, parent in self.model._base_manager.values_list("pk", "parent_id"):
            children[parent].append(pk)
        found, open_ = set(), list(self.values_list("pk", flat=True))
        while open_:
            pk = open_.pop()
            if pk not in found:
                found.add(pk)
                open_.extend(children[pk])
        return self.model._default_manager.filter(pk__in=found)

    def opened_at(self, slugs) -> list:
        """The first level of the tree; or else the topics `slugs`, each with those right below it.

        Each with `below`: how many topics it holds.
        """
        topics: list[Any] = list(self.annotate(below=models.Count("children")))
        if not slugs:
            return [topic for topic in topics if topic.parent_id is None]
        found: dict[int, Any] = {}
        for opened in (topic for topic in topics if topic.slug in slugs):
            below = [topic for topic in topics if topic.parent_id == opened.pk]
            found |= {topic.pk: topic for topic in (opened, *below)}
        return list(found.values())

    def tree(self) -> list:
        """All roots, each with `branches`: the topics below it, as deep as the tree goes."""
        topics: list[Any] = list(self)
        below: dict[int | None, list] = defaultdict(list)
        for topic in topics:
            below[topic.parent_id].append(topic)
        for topic in topics:
            topic.branches = below[topic.pk]
        return below[None]

    def walk(self) -> Iterator:
        """All topics as a reader meets them in the tree: each before those below it."""
        waiting = self.tree()[::-1]
        while waiting:
            topic = waiting.pop()
            yield topic
            waiting += topic.branches[::-1]


class ProgrammeQuerySet(SearchableQuerySet, PublicContentQuerySet):  # type: ignore[override]  # `as_manager`
    def alphabetical(self) -> list:
        """In the order of the active language's alphabet, the same on every database."""
        return sorted(self, key=lambda one: (collation_key(one.name), one.pk))

    def time_line(self, today: datetime.date) -> "TimeLine":
        """These programmes with their phases, on one scale of time (2 queries)."""
        return TimeLine(list(self.select_related("funder").prefetch_related("phases")), today)


class TimeLine:
    """Programmes, alphabetical, each with its phases as bars from the first to the last year.

    After it is made, each programme has `bars`, one for each phase that has a start; a phase
    without an end is drawn until today.
    """

    def __init__(self, programmes: list, today: datetime.date):
        self.programmes = sorted(programmes, key=lambda one: collation_key(one.name))
        self._today = today
        dated = {
            programme.pk: [phase for phase in programme.phases.all() if phase.start]
            for programme in self.programmes
        }
        days = [
            day
            for phases in dated.values()
            for one in phases
            for day in (one.start, self._end(one))
        ]
        # Without a phase there are no bars to place between them.
        self.first_year: Any = min(days).year if days else None
        self.last_year: Any = max(days).year if days else None
        for programme in self.programmes:
            programme.bars = [self._bar(phase) for phase in dated[programme.pk]]

    def __iter__(self):
        return iter(self.programmes)

    def __len__(self):
        return len(self.programmes)

    def _end(self, phase) -> datetime.date:
        return phase.end or max(phase.start, self._today)

    def _bar(self, phase) -> "Bar":
        first = datetime.date(self.first_year, 1, 1)
        whole = (datetime.date(self.last_year, 12, 31) - first).days
        left = (phase.start - first).days * 100 // whole
        right = -(-(self._end(phase) - first).days * 100 // whole)
        return Bar(phase, left, max(right - left, 1))


class Bar(NamedTuple):
    """A phase as percents of the time line's width."""

    phase: models.Model
    left: int
    width: int
