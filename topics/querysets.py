"""What can be asked about topics and programmes."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import models

from participants.base import SearchableQuerySet


class TopicQuerySet(models.QuerySet):
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

    def with_event_counts(self, events):
        """Those that any of `events` is on itself, with `event_count`: how many."""
        return (
            self.annotate(
                event_count=models.Count(
                    "events", filter=models.Q(events__in=events), distinct=True
                )
            )
            .filter(event_count__gt=0)
            .order_by("name")
        )

    def tree(self) -> list:
        """All roots, each with `branches`: the topics below it, as deep as the tree goes."""
        topics = list(self)
        below = defaultdict(list)
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


class ProgrammeQuerySet(SearchableQuerySet):
    """Programmes: nothing to ask of them beyond search."""
