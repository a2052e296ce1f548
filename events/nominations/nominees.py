"""What a national contact point does with the delegates of its own delegation.

Each change is recorded without a user and with `REASON`. Nothing that is typed here reaches the
public before staff confirm it: a delegate whose published text changes is nominated anew.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from core.fingerprint import fingerprint
from events.models import Delegate, Delegation, Nomination
from events.participant_list.fields import (
    FIELDS,
    OF_DELEGATE,
    Access,
    Kept,
    lines_of,
    names_of,
)
from events.participant_list.importing.comparing import name_key_of
from events.querysets import DelegateQuerySet
from participants.models import Person

REASON = gettext_noop("by the national contact point")
HOW = gettext_noop("by the national contact point, on the nomination form")

# The fields that a contact point enters: those of the delegate, and those of the person alone.
ENTERED = [field for field in FIELDS if field.nominated]
SHOWN = names_of(ENTERED, Kept.DELEGATE, Kept.SNAPSHOT)
KNOWN = names_of(ENTERED, Kept.PERSON)
# Those that a new person has, and those that the public may read of the delegate.
_OF_PERSON = names_of(ENTERED, Kept.SNAPSHOT, Kept.PERSON)
_PUBLIC = [field.name for field in ENTERED if field.access is Access.PUBLIC]

# A delegation; more is something else.
MOST_PEOPLE = 300

Status = Delegate.Status
# Of those who came or did not, the event's organisers know better.
EDITABLE = (Status.NOMINATED, Status.CONFIRMED)


class Closed(Exception):
    """The nomination was submitted, revoked or overtaken by its deadline meanwhile."""


class Full(Exception):
    """The delegation has as many delegates as a contact point may name."""


class ChangedMeanwhile(Exception):
    """Somebody else changed what was to be changed, after it was shown."""


@contextmanager
def editing(nomination: Nomination, *, taking_back: bool = False) -> Iterator[Nomination]:
    """A change of a nomination that is open: one at a time, all or nothing.

    With `taking_back`, of one that has answered that nobody comes.
    """
    with transaction.atomic():
        locked = (
            Nomination.objects.select_for_update(of=("self",))
            .select_related("delegation")
            .get(pk=nomination.pk)
        )
        may = locked.may_take_back if taking_back else locked.is_open
        # Another link may have been sent since this one was looked up.
        if not may or locked.token_hash != nomination.token_hash:
            raise Closed
        yield locked


def fingerprint_of(*delegates: Delegate) -> str:
    """Differs once anything that the form shows of `delegates` has changed."""
    fields = ("pk", "basis", "basis_withdrawn_on", *OF_DELEGATE)
    return fingerprint([[getattr(d, name) for name in fields] for d in delegates])


def fingerprint_with_person(delegate: Delegate) -> str:
    """The same for one delegate, with what is known of the person, if it may be shown."""
    known = [getattr(delegate.person, name) for name in KNOWN] if is_own(delegate) else []
    return fingerprint(fingerprint_of(delegate), known)


def is_own(delegate: Delegate) -> bool:
    """Whether the contact point may see and change what is known of the person beside the list."""
    return delegate.pk in own_among(Delegate.objects.filter(pk=delegate.pk))


def own_among(delegates: DelegateQuerySet) -> set[int]:
    """The keys of those of `delegates` whose person is the contact point's own.

    Only while all of it came from there: nobody else has touched the person, nor added it
    anywhere else. A person whom staff know, edit or merge into is theirs.
    """
    persons = dict(delegates.values_list("pk", "person"))
    history = defaultdict(list)
    # The newest first.
    history_of = Person.history  # type: ignore[attr-defined]  # registered in `ready`
    versions = history_of.filter(id__in=persons.values())
    for person, *version in versions.values_list("id", "history_type", "history_change_reason"):
        history[person].append(version)
    listed = Counter(
        Delegate.objects.filter(person__in=persons.values()).values_list("person", flat=True)
    )
    return {
        pk
        for pk, person in persons.items()
        if history[person]
        and history[person][-1][0] == "+"
        and all(reason == REASON for _kind, reason in history[person])
        and listed[person] == 1
    }


def same_person(delegation, values: dict, besides: Delegate | None = None) -> Delegate | None:
    """A delegate who is listed already, with the same name, position and institution."""
    key, lines = name_key_of(values), lines_of(values)
    listed = delegation.delegates.exclude(status=Status.WITHDRAWN)
    for delegate in listed.exclude(pk=besides and besides.pk):
        if name_key_of(delegate) == key and lines_of(delegate) == lines:
            return delegate
    return None


def add(nomination: Nomination, values: dict) -> Delegate:
    """Name somebody. The register may know the person: staff see that, the outside does not."""
    delegation = nomination.delegation
    # With those who were withdrawn: their records stay.
    if delegation.delegates.count() >= MOST_PEOPLE:
        raise Full
    person = Person(
        state=delegation.state,
        organisation=delegation.organisation,
        sample=delegation.event.sample,
    )
    _copy(values, person, _OF_PERSON)
    _signed(person).save()
    delegate = Delegate(delegation=delegation, person=person, status=Status.NOMINATED)
    _copy(values, delegate, SHOWN)
    _record_consent(delegate, values["consent"])
    _signed(delegate).save()
    _answered(delegate)
    return delegate


def change(delegate: Delegate, values: dict) -> None:
    """Correct a nominee; the person only as far as it is the contact point's own."""
    if is_own(delegate):
        person = delegate.person
        before = [getattr(person, name) for name in _OF_PERSON]
        _copy(values, person, _OF_PERSON)
        if before != [getattr(person, name) for name in _OF_PERSON]:
            _signed(person).save()
    shown = fingerprint_of(delegate)
    text = _published(delegate)
    _copy(values, delegate, SHOWN)
    if _published(delegate) != text:
        delegate.status = Status.NOMINATED
    _record_consent(delegate, values["consent"])
    if fingerprint_of(delegate) != shown:
        _signed(delegate).save()
    _answered(delegate)


def withdraw(delegate: Delegate) -> None:
    """Take somebody off the delegation; the record stays, and a head's seat is free."""
    delegate.status = Status.WITHDRAWN
    if delegate.capacity == Delegate.Capacity.HEAD:
        delegate.capacity = Delegate.Capacity.DELEGATE
    _signed(delegate).save()
    _answered(delegate)


def bring_back(delegate: Delegate) -> None:
    """Name somebody again who was withdrawn."""
    delegate.status = Status.NOMINATED
    _signed(delegate).save()
    _answered(delegate)


def submit(nomination: Nomination, expected: str) -> list[Delegate]:
    """Hand in the list whose fingerprint is `expected`; return who is on it.

    Call within `editing`, with what it gives.
    """
    delegates = list(nomination.delegation.delegates.in_list_order())
    if fingerprint_of(*delegates) != expected:
        raise ChangedMeanwhile
    nomination.state = Nomination.State.SUBMITTED
    nomination.submitted_at = timezone.now()
    _signed(nomination).save(update_fields=["state", "submitted_at"])
    return [delegate for delegate in delegates if delegate.status != Status.WITHDRAWN]


def decline(nomination: Nomination, expected: str) -> list[Delegate]:
    """Answer that nobody comes, to the list whose fingerprint is `expected`; it stays recorded.

    Returns who is on the list now: nobody.

    Call within `editing`, with what it gives.
    """
    submit(nomination, expected)
    _set_participation(nomination, Delegation.Participation.NOBODY_COMES)
    return []


def take_back(nomination: Nomination) -> None:
    """Somebody comes after all: the list is open as it was, to be submitted again.

    Call within `editing`, with what it gives.
    """
    _set_participation(nomination, Delegation.Participation.TAKES_PART)
    if nomination.state != Nomination.State.OPEN:
        nomination.state, nomination.reopened_at = Nomination.State.OPEN, timezone.now()
        _signed(nomination).save(update_fields=["state", "reopened_at"])


def _set_participation(nomination: Nomination, participation: str) -> None:
    nomination.delegation.participation = participation
    _signed(nomination.delegation).save(update_fields=["participation"])


def _answered(delegate: Delegate) -> None:
    nominations = Nomination.objects.filter(delegation=delegate.delegation_id)
    nominations.update(answered_at=timezone.now())


def consents(delegate: Delegate) -> bool:
    """Whether consent to publication is recorded and has not been withdrawn."""
    return delegate.basis == Delegate.Basis.CONSENT and delegate.basis_withdrawn_on is None


def may_say_consent(delegate: Delegate) -> bool:
    """Whether consent is the contact point's to record: not against an objection that staff have
    recorded, nor beside the organiser's own decision on this person."""
    objects = delegate.basis_withdrawn_on and delegate.basis_withdrawn_how != HOW
    return not objects and delegate.basis != Delegate.Basis.OFFICIAL_CAPACITY


def _record_consent(delegate: Delegate, given: bool) -> None:
    """Record consent, or that it is withdrawn, which is stronger than any decision."""
    if not may_say_consent(delegate) or given == consents(delegate):
        return
    if given:
        delegate.basis, delegate.basis_on = Delegate.Basis.CONSENT, timezone.localdate()
        delegate.basis_how, delegate.basis_by = HOW, None
        delegate.basis_withdrawn_on, delegate.basis_withdrawn_how = None, ""
    else:
        delegate.basis_withdrawn_on = timezone.localdate()
        delegate.basis_withdrawn_how = HOW


def _published(delegate: Delegate) -> list[str]:
    """What the public would read of the delegate."""
    return [getattr(delegate, name) for name in _PUBLIC]


def _copy(values: dict, record, names: tuple[str, ...]) -> None:
    for name in names:
        # The form of somebody else's person has no fields for what is known of it.
        if name in values:
            setattr(record, name, values[name])


def _signed(record):
    # Also where a member of staff, signed in beside it, tries the link.
    record._history_user, record._change_reason = None, REASON
    return record
