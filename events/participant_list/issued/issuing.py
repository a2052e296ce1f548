"""Issuing a list, and reading an issued version as any list is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language

from events.models import Delegate, Event, IssuedDelegation, IssuedList
from events.participant_list import phrases
from events.participant_list.errors import IssuedMeanwhile, ListChanged, NothingToIssue
from events.participant_list.issued.diff import Changes, changes
from events.participant_list.issued.label import Issue, Standing
from events.participant_list.issued.snapshot import FrozenList, event_of, freeze, frozen_of
from events.participant_list.rows import ParticipantList, in_batches
from events.participant_list.statistics import Table
from events.participant_list.types import Audience, ListedDelegation

_STANDINGS = {
    IssuedList.Kind.PROVISIONAL: Standing.PROVISIONAL,
    IssuedList.Kind.FINAL: Standing.FINAL,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be issued now, and the version before it, if there is one."""

    frozen: FrozenList
    previous: IssuedList | None

    def changes(self, language: str, *, contact: bool) -> Changes | None:
        """Since the version before; None for the first."""
        if self.previous is None:
            return None
        return changes(frozen_of(self.previous), self.frozen, language, contact=contact)

    @property
    def token(self) -> str:
        """Says what somebody saw: what was issued last, and the list to the last letter."""
        return f"{self.previous.number if self.previous else 0}-{self.frozen.checksum}"

    @property
    def number(self) -> int:
        """That of the version that this would be."""
        return self.previous.number + 1 if self.previous else 1


def draft_of(event: Event) -> Draft:
    """What issuing the list of `event` would keep."""
    previous = event.issued_lists.order_by("-number").select_related("issued_by").first()
    return Draft(freeze(event), previous)


@transaction.atomic
def issue(event: Event, seen: str, kind: str, user, note: str = "") -> IssuedList:
    """Freeze the list as a new version, if it still is what the token `seen` says; or nothing."""
    # Of two who issue at once, the second waits here, and then is told.
    Event.objects.select_for_update().get(pk=event.pk)
    draft = draft_of(event)
    if not draft.frozen.delegations:
        raise NothingToIssue
    if seen != draft.token:
        if draft.previous and not seen.startswith(f"{draft.previous.number}-"):
            raise IssuedMeanwhile(draft.previous)
        raise ListChanged
    since = draft.changes(get_language(), contact=True)
    issued = IssuedList.objects.create(
        event=event,
        event_title=event.title,
        number=draft.number,
        previous=draft.previous,
        kind=kind,
        as_at=timezone.localdate(),
        issued_by=user,
        note=note,
        rows=draft.frozen.rows,
        changes=since.numbers if since is not None else None,
        checksum=draft.frozen.checksum,
        heading=draft.frozen.heading,
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
            for each in draft.frozen.delegations
        ),
        batch_size=100,
    )
    return issued


class IssuedParticipantList(ParticipantList):
    """The rows of an issued version: every page and file takes them as it takes those of today.

    The event is that of the version too, in memory alone. The public's list is never taken from
    a version: it follows what is recorded now, and a basis for publication may be withdrawn.
    """

    def __init__(self, issued: IssuedList, audience: Audience, language: str):
        if audience is Audience.PUBLIC:
            raise ValueError("The public list is never taken from an issued one.")
        event = event_of(issued.heading)
        # For the log of exports; nothing of the event is read from the database.
        event.pk = issued.event_id
        super().__init__(event, audience, language)
        self.issued = issued

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
            texts = {
                name: tuple(text) if isinstance(text, list) else text
                for name, text in texts[self.language].items()
            }
            listed.append(
                ListedDelegation(
                    pk=pk,
                    named=named,
                    unnamed=0,
                    remark="" if named else remark,
                    first=first,
                    **texts,
                )
            )
            first = listed[-1].end
        return listed

    @cached_property
    def organisers(self) -> list[str]:
        return self._heading["organisers"]

    @cached_property
    def statistics(self) -> list[Table]:
        return [Table(**table) for table in self._heading["statistics"]]

    @property
    def plain_capacity(self) -> str:
        return self._heading["capacities"][Delegate.Capacity.DELEGATE]

    def labels(self, choices) -> dict[str, str]:
        names = {Delegate.Capacity: "capacities", Delegate.Status: "statuses"}
        return self._heading[names[choices]]

    @property
    def _heading(self) -> dict:
        return self.issued.heading["languages"][self.language]

    def _people(
        self, delegations: Iterable[ListedDelegation]
    ) -> Iterator[tuple[ListedDelegation, Iterable[tuple]]]:
        for batch in in_batches(delegations):
            stored = self.issued.delegations.filter(pk__in=[listed.pk for listed in batch])
            people = dict(stored.values_list("pk", "people"))
            for listed in batch:
                yield listed, (self._cells(listed, person) for person in people.pop(listed.pk))

    def _cells(self, listed: ListedDelegation, person: dict) -> tuple:
        contact = (person["email"], person["phone"])
        return (
            listed.pk,
            *(person["prefix"], person["given_names"], person["family_name"], person["capacity"]),
            *(person["position"], person["institution"], person["status"]),
            *(contact if self.audience is Audience.STAFF else ("", "")),
        )
