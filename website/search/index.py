"""Keeps the index up to date with the records that it describes.

Changes are collected as they are announced (`core.changes`) and indexed once the transaction is
committed.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction
from modelsearch.backends import get_search_backend

from events.models import Contribution, Delegation, Document, Event, Session
from participants.models import Grouping, Membership, MigrationFigure, Organisation, State
from topics.models import Programme, Topic
from website.models import SearchEntry
from website.search.entries import PUBLIC, EntryMaker, Kind

logger = logging.getLogger(__name__)

_AT_ONCE = 500

# From a document to what its topics may come from.
_CONTRIBUTION_PATHS = (
    *("contribution__", "contribution__session__"),
    "contribution__session__event__",
)

# Per model: the kinds of entries that mention it, each with the path from the record to it.
MENTIONED_IN: dict[type[models.Model], list[tuple[str, str]]] = {
    State: [
        *((Kind.STATE, "pk"), (Kind.PROGRAMME, "states"), (Kind.DOCUMENT, "states")),
        *((Kind.EVENT, "host_state"), (Kind.EVENT, "delegations__state")),
        *((Kind.ORGANISATION, "state"), (Kind.FIGURE, "citizenship")),
        (Kind.FIGURE, "reporting_state"),
    ],
    Grouping: [(Kind.STATE, "memberships__grouping"), (Kind.FIGURE, "reporting_grouping")],
    Membership: [(Kind.STATE, "memberships")],
    Organisation: [
        *((Kind.ORGANISATION, "pk"), (Kind.PROGRAMME, "funder"), (Kind.PROGRAMME, "implementers")),
        *((Kind.EVENT, "delegations__organisation"), (Kind.EVENT, "delegations__led_by")),
    ],
    MigrationFigure: [(Kind.FIGURE, "pk")],
    Topic: [
        *((Kind.TOPIC, "pk"), (Kind.TOPIC, "parent"), (Kind.PROGRAMME, "topics")),
        *((Kind.EVENT, "topics"), (Kind.EVENT, "sessions__topics")),
        (Kind.EVENT, "sessions__contributions__topics"),
        *((Kind.DOCUMENT, "topics"), (Kind.DOCUMENT, "event__topics")),
        *((Kind.DOCUMENT, f"{path}topics") for path in _CONTRIBUTION_PATHS),
    ],
    Programme: [
        *((Kind.PROGRAMME, "pk"), (Kind.EVENT, "programmes"), (Kind.DOCUMENT, "programmes")),
        (Kind.ORGANISATION, "programmes_funded"),
        (Kind.ORGANISATION, "programmes_implemented"),
    ],
    Event: [
        *((Kind.EVENT, "pk"), (Kind.DOCUMENT, "event"), (Kind.STATE, "hosted_events")),
        (Kind.DOCUMENT, "contribution__session__event"),
        (Kind.STATE, "delegations__event"),
        *((Kind.ORGANISATION, "delegations__event"), (Kind.ORGANISATION, "delegations_led__event")),
        (Kind.ORGANISATION, "hosted_sessions__event"),
    ],
    Delegation: [
        *((Kind.EVENT, "delegations"), (Kind.STATE, "delegations")),
        *((Kind.ORGANISATION, "delegations"), (Kind.ORGANISATION, "delegations_led")),
    ],
    Session: [
        *((Kind.EVENT, "sessions"), (Kind.ORGANISATION, "hosted_sessions")),
        (Kind.DOCUMENT, "contribution__session"),
    ],
    Contribution: [(Kind.EVENT, "sessions__contributions"), (Kind.DOCUMENT, "contribution")],
    Document: [(Kind.DOCUMENT, "pk")],
}


def rebuild() -> int:
    """Index every public record anew; returns how many there are."""
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        for kind, public in PUBLIC.items():
            refresh(kind, public().order_by().values_list("pk", flat=True))
    _update_statistics()
    return SearchEntry.objects.count()


@transaction.atomic
def refresh(kind: str, pks: Iterable[int]) -> None:
    """Index the records `pks` of one kind anew; those not public or deleted lose their entries."""
    pks, maker = sorted(pks), EntryMaker(Topic.objects.in_bulk())
    for first in range(0, len(pks), _AT_ONCE):
        some = pks[first : first + _AT_ONCE]
        # This also deletes the library's own records of them, by their generic relation.
        SearchEntry.objects.filter(kind=kind, object_id__in=some).delete()
        entries = SearchEntry.objects.bulk_create(
            maker.entry(kind, record) for record in PUBLIC[kind]().filter(pk__in=some)
        )
        if entries:
            get_search_backend().add_bulk(SearchEntry, entries)


def _update_statistics() -> None:
    """Update SQLite's statistics of its tables if these have grown much.

    With outdated statistics it would query the full-text index once for each entry. PostgreSQL
    updates its own.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # For all tables, not only those that this connection has queried.
            cursor.execute("PRAGMA optimize = 0x10002")


def _entries_of(model: type[models.Model], pks: Iterable[int]) -> Iterator[tuple[str, set[int]]]:
    """(kind, keys) of the entries that mention the records `pks` of `model`, public or not."""
    for kind, path in MENTIONED_IN[model]:
        records = PUBLIC[kind]().model._base_manager
        found = records.filter(**{f"{path}__in": pks}).values_list("pk", flat=True)
        yield kind, set(found) | (set(pks) if path == "pk" else set())


class PendingChanges:
    """The changes of one transaction; calling it after the commit indexes them."""

    def __init__(self):
        self.records: dict[type[models.Model], set[int]] = defaultdict(set)
        self.entries: dict[str, set[int]] = defaultdict(set)
        self.everything = False
        self.indexed = False

    def __call__(self):
        """Index the changes. Where that fails, the change itself stands: it is committed.

        The failure is logged, and the next change in this process indexes these too.
        """
        self.indexed = True
        pending = [*_failed, self]
        _failed.clear()
        try:
            for changes in pending:
                changes.index()
            _update_statistics()
        except Exception:
            _failed.extend(pending)
            logger.exception(
                "The search does not know the latest changes yet; the next change brings them in. "
                "So does: python manage.py rebuild_search"
            )

    def index(self) -> None:
        if self.everything:
            rebuild()
            return
        for model, pks in self.records.items():
            for kind, keys in _entries_of(model, pks):
                self.entries[kind] |= keys
        for kind, keys in self.entries.items():
            refresh(kind, keys)


# Committed, and not indexed yet.
_failed: list[PendingChanges] = []


@contextmanager
def _changes() -> Iterator[PendingChanges]:
    """The pending changes of this transaction; without a transaction, indexed at the end."""
    waiting: list[Any] = connection.run_on_commit
    for _savepoints, function, _robust in waiting:
        if isinstance(function, PendingChanges) and not function.indexed:
            yield function
            return
    changes = PendingChanges()
    yield changes
    transaction.on_commit(changes)


def note_change(sender, keys, deleting, **kwargs) -> None:
    """Receiver of `content_changed`."""
    if sender is None:
        with _changes() as changes:
            changes.everything = True
    if sender not in MENTIONED_IN:
        return
    with _changes() as changes:
        if deleting:
            # After the deletion, nothing leads from the record to the entries that mention it.
            for kind, entries in _entries_of(sender, keys):
                changes.entries[kind] |= entries
        else:
            changes.records[sender].update(keys)


def index_what_is_there(sender, **kwargs) -> None:
    """Receiver of post_migrate: makes the index of a register that has records but no index."""
    if not SearchEntry.objects.exists() and Topic.objects.exists():
        rebuild()
