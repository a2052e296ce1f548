"""Issuing a list, and reading an issued version as any list is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language

from events.models import Delegate, Event, IssuedDelegation, IssuedList
from events.participant_list import phrases
from events.participant_list.columns import offered_columns
from events.participant_list.errors import (
    IssuedMeanwhile,
    ListChanged,
    NothingToIssue,
    StillOpen,
)
from events.participant_list.issued.diff import Changes, changes
from events.participant_list.issued.label import Issue, Standing
from events.participant_list.issued.open_points import OpenPoint, find_open_points
from events.participant_list.issued.snapshot import (
    CHOICES,
    PERSON_CELLS,
    SCHEMA,
    Snapshot,
    event_of,
    read_snapshot,
    schema_of,
    take_snapshot,
    texts_of,
)
from events.participant_list.rows import ParticipantList, in_batches
from events.participant_list.statistics import StatisticsTable
from events.participant_list.types import Audience, ListedDelegation

_STANDINGS: dict[str, Standing] = {
    IssuedList.Kind.PROVISIONAL: Standing.PROVISIONAL,
    IssuedList.Kind.FINAL: Standing.FINAL,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be issued now, the version before it, if there is one, and what is open in it."""

    snapshot: Snapshot
    previous: IssuedList | None
    points: list[OpenPoint]

    def changes(self, language: str, *, contact: bool) -> Changes | None:
        """Since the version before; None for the first."""
        if self.previous is None:
            return None
        return changes(read_snapshot(self.previous), self.snapshot, language, contact=contact)

    @property
    def fingerprint(self) -> str:
        """Changes with the list, and with the version that was issued last."""
        return f"{self.previous.number if self.previous else 0}-{self.snapshot.checksum}"

    @property
    def is_asked(self) -> bool:
        """Whether something is open with which a final list is issued only knowingly."""
        return any(point.is_asked for point in self.points)

    @property
    def number(self) -> int:
        """That of the version that this would be."""
        return self.previous.number + 1 if self.previous else 1


def draft_of(event: Event) -> Draft:
    """What issuing the list of `event` would store."""
    previous = event.issued_lists.order_by("-number").select_related("issued_by").first()
    points = find_open_points(event)
    return Draft(take_snapshot(event, points), previous, points)


@transaction.atomic
def issue(
    event: Event, fingerprint: str, kind: str, user, note: str = "", *, knowingly: bool = False
) -> IssuedList:
    """Store the list as a new version, if it is still the one of the `fingerprint`.

    A final one in which something is open is stored only `knowingly`. Raises `NothingToIssue`,
    `IssuedMeanwhile`, `ListChanged` or `StillOpen`, and stores nothing then.
    """
    # Of two who issue at once, the second waits here until the first has finished.
    Event.objects.select_for_update().get(pk=event.pk)
    draft = draft_of(event)
    if not draft.snapshot.delegations:
        raise NothingToIssue
    if fingerprint != draft.fingerprint:
        if draft.previous and not fingerprint.startswith(f"{draft.previous.number}-"):
            raise IssuedMeanwhile(draft.previous)
        raise ListChanged
    if kind == IssuedList.Kind.FINAL and draft.is_asked and not knowingly:
        raise StillOpen
    since = draft.changes(get_language(), contact=True)
    issued = IssuedList.objects.create(
        event=event,
        event_title=event.title,
        number=draft.number,
        schema=SCHEMA,
        previous=draft.previous,
        kind=kind,
        as_at=timezone.localdate(),
        issued_by=user,
        note=note,
        rows=draft.snapshot.rows,
        changes=since.numbers if since is not None else None,
        checksum=draft.snapshot.checksum,
        heading=draft.snapshot.heading,
    )
    IssuedDelegation.objects.bulk_create(
        (
            IssuedDelegation(
                issued=issued,
                participant_key=each.key,
                listed=each.listed,
                places=each.places,
                named=each.named,
                people=each.people,
            )
            for each in draft.snapshot.delegations
        ),
        batch_size=100,
    )
    return issued


class IssuedParticipantList(ParticipantList):
    """The rows of an issued version, for every page and file that takes those of today's list.

    The event is that of the version too, in memory alone. The public's list is never taken from
    a version: it follows what is recorded now, and a basis for publication may be withdrawn.
    Raises `UnknownSchema`.
    """

    def __init__(self, issued: IssuedList, audience: Audience, language: str):
        if audience is Audience.PUBLIC:
            raise ValueError("The public list is never taken from an issued one.")
        self._schema = schema_of(issued)
        heading = self._schema.heading(issued.heading)
        event = event_of(heading)
        # For the log of exports; nothing of the event is read from the database.
        event.pk = issued.event_id
        super().__init__(event, audience, language)
        self.issued = issued
        # What stands around the rows in this language.
        self._around = heading["languages"][language]

    @property
    def issue(self) -> Issue:
        """What the version says of itself in its files."""
        return Issue(self.issued.as_at, _STANDINGS[self.issued.kind], self.issued.number)

    @cached_property
    def delegations(self) -> list[ListedDelegation]:
        stored = self.issued.delegations.values_list("pk", "listed", "places", "named")
        remark = self._in_language(lambda: phrases.no_names_recorded(sample=self.event.sample))
        listed, first = [], 0
        for pk, texts, _places, named in sorted(stored, key=lambda s: s[2][self.language]):
            listed.append(
                ListedDelegation(
                    pk=pk,
                    named=named,
                    unnamed=0,
                    remark="" if named else remark,
                    first=first,
                    **texts_of(self._schema.listed(texts[self.language])),
                )
            )
            first = listed[-1].end
        return listed

    @cached_property
    def organisers(self) -> list[str]:
        return self._around["organisers"]

    @cached_property
    def statistics(self) -> list[StatisticsTable]:
        return [StatisticsTable.of(stored) for stored in self._around["statistics"]]

    @property
    def plain_capacity(self) -> str:
        return self.labels(Delegate.Capacity).get(Delegate.Capacity.DELEGATE, "")

    def labels(self, choices) -> dict[str, str]:
        name = next(name for name, each in CHOICES.items() if each is choices)
        # A version without the column has an empty cell, and no label for it.
        return {"": "", **self._around["labels"].get(name, {})}

    def _people(
        self, delegations: Iterable[ListedDelegation]
    ) -> Iterator[tuple[ListedDelegation, Iterable[tuple]]]:
        for batch in in_batches(delegations):
            stored = self.issued.delegations.filter(pk__in=[listed.pk for listed in batch])
            people = dict(stored.values_list("pk", "people"))
            for listed in batch:
                yield listed, (self._cells(listed, person) for person in people.pop(listed.pk))

    def _cells(self, listed: ListedDelegation, stored: dict) -> tuple:
        person = self._schema.person(stored)
        shown = self._shown
        return listed.pk, None, *(person.get(n, "") if n in shown else "" for n in PERSON_CELLS)

    @cached_property
    def _shown(self) -> set[str]:
        return {column.name for column in offered_columns(self.audience)}
