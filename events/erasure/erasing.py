"""Erasing personal data: of one person at once, and of everybody when its term is over.

What was erased stays as a record without a name, so that the numbers of each delegation and each
issued list are what they were. Nothing is written to the history, and no former version keeps what
was erased.
"""

import datetime
import json
import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, cast

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from simple_history.utils import get_history_manager_for_model as history_of

from core.bulk import bulk_create, bulk_update, overwrite
from core.erasure import ERASED, empty_log, values_for
from core.stored_json import UnknownSchema
from core.text import fold
from core.typed import KEPT
from events.erasure.rules import RULES
from events.erasure.terms import Case, Data, terms
from events.models import (
    Delegate,
    Delegation,
    Erasure,
    Event,
    IssuedDelegation,
    IssuedList,
    Nomination,
    ParticipantImport,
    Sender,
)
from events.participant_list.errors import UnreadableFile
from events.participant_list.importing.reading import open_list
from events.participant_list.issued.snapshot import read_snapshot
from participants.models import DistinctPersons, Person, PersonMerge

logger = logging.getLogger(__name__)

# What the admin's log says of these is about persons.
_ABOUT_PERSONS = (Person, Delegate, Nomination, PersonMerge, DistinctPersons, ParticipantImport)
# Pages on which the admin edits delegates in a table: its log names each of them.
_WITH_DELEGATES = (Delegation,)
# Persons that are dealt with in one statement.
_AT_ONCE = 5_000


@dataclass(slots=True)
class Erased:
    """How many records of each kind were erased, by the kind's name."""

    numbers: Counter

    def __bool__(self):
        return bool(+self.numbers)


# --- One person, at once --------------------------------------------------------------------
def would_erase(person: Person) -> dict[str, int]:
    """How many records of each kind `erase_person` would change now."""
    with _undone_if(True):
        return erase_person(person).numbers


@transaction.atomic
def erase_person(person: Person, user=None) -> Erasure:
    """Erase all that names `person`, published or not, and note that it was done."""
    names = NamesOfPerson.of(person)
    done: Counter = Counter()
    keys = keys_of([person.pk])
    for issued in versions_naming(keys):
        _erase_in_version(issued, done, keys.__contains__, all_contacts=False)
    _erase_persons([person.pk], done)
    _erase_nominations(nominations_to(names.emails), done)
    _erase_uploads_naming(names, done)
    _erase_messages()
    _after_commit()
    transaction.on_commit(
        lambda: logger.info("Person %d was erased by user %s.", person.pk, user and user.pk)
    )
    return Erasure.objects.create(
        by=user, reason=Erasure.Reason.REQUEST, person_key=person.pk, numbers=+done
    )


@dataclass(frozen=True, slots=True)
class NamesOfPerson:
    """By what a text or an address is known to mean a person: in every version of the record."""

    # Each name as the set of its folded words.
    names: frozenset[frozenset[str]]
    emails: frozenset[str]

    @classmethod
    def of(cls, person: Person) -> "NamesOfPerson":
        keys = keys_of([person.pk])
        versions = [person, *history_of(Person).filter(id__in=keys)]
        delegates = [
            *Delegate.objects.filter(person=person),
            *history_of(Delegate).filter(person_id__in=keys),
        ]
        named = (*versions, *delegates)
        texts = {f"{each.given_names} {each.family_name}" for each in named}
        texts |= {f"{each.given_names_cyrillic} {each.family_name_cyrillic}" for each in named}
        names = frozenset(frozenset(fold(text).split()) for text in texts)
        emails = frozenset(each.email.lower() for each in versions if each.email)
        return cls(frozenset(filter(None, names)), emails)

    def are_in(self, text: str) -> bool:
        """Whether one of the names, or an address, stands in `text`."""
        words = set(fold(text).split())
        lower = text.lower()
        return any(name <= words for name in self.names) or any(e in lower for e in self.emails)


# --- When the term is over ------------------------------------------------------------------
def erase_due(today: datetime.date, *, dry_run: bool = False) -> Erased:
    """Erase all whose term is over on `today`, event by event, each as a whole.

    With `dry_run`, count what would be erased, and change nothing.
    """
    done: Counter = Counter()
    days = {case: term.last_day(today) for case, term in terms().items()}
    for event in list(_ended_before(days[Case.UNPUBLISHED_NAME]).order_by("pk")):
        with _undone_if(dry_run):
            _erase_of_event(event, days, done)
    for erase in (_erase_unlisted, _erase_contacts, _erase_work, _erase_old_uploads):
        with _undone_if(dry_run):
            erase(days, done)
    erased = Erased(+done)
    if erased and not dry_run:
        with transaction.atomic():
            _erase_messages()
            _after_commit()
            Erasure.objects.create(reason=Erasure.Reason.TERM, numbers=erased.numbers)
    return erased


class _undone_if:
    """A transaction that is rolled back at its end if `undone`."""

    def __init__(self, undone: bool):
        self.undone = undone
        self.transaction = transaction.atomic()

    def __enter__(self):
        self.transaction.__enter__()

    def __exit__(self, *error):
        if self.undone:
            transaction.set_rollback(True)
        self.transaction.__exit__(*error)


def _ended_before(day: datetime.date) -> models.QuerySet[Event]:
    return Event.objects.annotate(last_day=Coalesce("ends", "sort_date")).filter(last_day__lt=day)


def _still_public(days: dict[Case, datetime.date]) -> models.QuerySet[Delegate]:
    """Whom the public may see by name, and whose time is not over either."""
    over = _ended_before(days[Case.PUBLISHED_NAME])
    return Delegate.objects.public().exclude(delegation__event__in=over)


def _erase_of_event(event: Event, days: dict[Case, datetime.date], done: Counter) -> None:
    """Erase the names that the public may not see, and all contact data of the event's lists."""
    public = _still_public(days)
    due = Delegate.objects.filter(delegation__event=event, person__erased_on=None).exclude(
        pk__in=public.filter(delegation__event=event)
    )
    persons = dict(due.values_list("pk", "person"))
    for some in _lots(list(persons)):
        of_some = {pk: persons[pk] for pk in some}
        elsewhere = Delegate.objects.filter(person__in=of_some.values()).exclude(
            delegation__event__in=_ended_before(days[Case.UNPUBLISHED_NAME])
        )
        named = public.filter(person__in=of_some.values())
        staying = {*elsewhere.values_list("person", flat=True)}
        staying |= {*named.values_list("person", flat=True)}
        going = {*of_some.values()} - staying
        _erase_delegates([pk for pk, person in of_some.items() if person in staying], done)
        _erase_persons(going, done)
    readable = set(public.filter(delegation__event=event).values_list("person", flat=True))
    readable |= keys_of(readable)
    for issued in event.issued_lists.all():
        _erase_in_version(issued, done, lambda person: person not in readable)
    _erase_nominations(Nomination.objects.filter(delegation__event=event), done)


def _erase_unlisted(days: dict[Case, datetime.date], done: Counter) -> None:
    """Persons on no list whom nobody has touched since, and what remains of deleted records."""
    day = _midnight(days[Case.WORK])
    touched = history_of(Person).filter(history_date__gte=day)
    recent = Exists(touched.filter(id=OuterRef("pk")))
    known = Exists(history_of(Person).filter(id=OuterRef("pk")))
    unlisted = Person.objects.filter(known, ~recent, erased_on=None, delegates=None)
    for some in _lots(list(unlisted.values_list("pk", flat=True))):
        _erase_persons(some, done)
    for model, data in ((Person, (Data.NAME, Data.CONTACT)), (Delegate, (Data.NAME,))):
        later = history_of(model).filter(id=OuterRef("id"), history_date__gte=day)
        gone = ~Exists(model._base_manager.filter(pk=OuterRef("id"))) & ~Exists(later)
        left = history_of(model).filter(gone).exclude(family_name=ERASED)
        if number := left.count():
            done["former_versions"] += number
            overwrite(model, (), values_for(RULES, model, *data), past=Q(pk__in=_keys(left)))
    left = (
        history_of(Nomination)
        .filter(~Exists(Nomination.objects.filter(pk=OuterRef("id"))), history_date__lt=day)
        .exclude(contact_email="")
    )
    if number := left.count():
        done["former_versions"] += number
        values = values_for(RULES, Nomination, Data.CONTACT)
        overwrite(Nomination, (), values, past=Q(pk__in=_keys(left)))
    # Versions of events that were deleted.
    orphans = IssuedList.objects.filter(event=None, as_at__lt=days[Case.UNPUBLISHED_NAME])
    for issued in orphans:
        _erase_in_version(issued, done, lambda person: True)


def _erase_contacts(days: dict[Case, datetime.date], done: Counter) -> None:
    """Contact data of persons whose last event is long over, and of former versions."""
    day = days[Case.CONTACT]
    later = Delegate.objects.filter(person=OuterRef("pk")).exclude(
        delegation__event__in=_ended_before(day)
    )
    listed = Exists(Delegate.objects.filter(person=OuterRef("pk")))
    reachable = Person.objects.exclude(email="", phone="", language="")
    over = reachable.filter(listed, ~Exists(later), erased_on=None)
    values = values_for(RULES, Person, Data.CONTACT)
    for some in _lots(list(over.values_list("pk", flat=True))):
        done["contacts"] += len(some)
        overwrite(Person, some, values)
        _erase_merges(some, done, Data.CONTACT)
    former = history_of(Person).filter(history_date__lt=_midnight(day))
    former = former.exclude(email="", phone="", language="")
    if number := former.count():
        done["former_versions"] += number
        former.update(**values)


def _erase_work(days: dict[Case, datetime.date], done: Counter) -> None:
    """What the register wrote down of the work of staff: merges and the admin's log."""
    day = _midnight(days[Case.WORK])
    merges = PersonMerge.objects.filter(merged_at__lt=day)
    values = values_for(RULES, PersonMerge, Data.CONTACT)
    done["merges"] += merges.filter(removed__content__has_key="fields").update(**values)
    named = Person.objects.filter(pk=OuterRef("kept_pk"), erased_on=None)
    unnamed = merges.filter(~Exists(named)).exclude(kept_name=ERASED)
    done["merges"] += unnamed.update(**values_for(RULES, PersonMerge, Data.NAME))
    _erase_log(LogEntry.objects.filter(action_time__lt=day), done)


def _erase_old_uploads(days: dict[Case, datetime.date], done: Counter) -> None:
    """Lists whose import nobody finished, and the names of the files of imports of long ago."""
    waiting = ParticipantImport.objects.filter(
        state=ParticipantImport.State.UPLOADED,
        uploaded_at__lt=_midnight(days[Case.UPLOADED_LIST]),
    )
    _remove_uploads(waiting, done)
    applied = ParticipantImport.objects.filter(uploaded_at__lt=_midnight(days[Case.WORK]))
    done["uploads"] += applied.exclude(file_name=ERASED).update(
        file_name=ERASED, columns={}, decisions={}
    )
    recent = ParticipantImport.objects.filter(uploaded_at__gte=_midnight(days[Case.WORK]))
    others = Sender.objects.exclude(name_key="").exclude(pk__in=recent.values("sender"))
    done["uploads"] += _remove_senders(others)


# --- Records --------------------------------------------------------------------------------
def _erase_persons(keys: Collection[int], done: Counter) -> None:
    """Erase persons as a whole: their records, delegates, merges, versions and log entries."""
    if not keys:
        return
    merged = keys_of(keys)
    delegates = Delegate.objects.filter(person__in=keys)
    pks = _keys(delegates)
    former = set(history_of(Delegate).filter(person_id__in=merged).values_list("id", flat=True))
    values = values_for(RULES, Person, Data.NAME, Data.CONTACT)
    values |= {"state": None, "organisation": None, "erased_on": timezone.localdate()}
    _erase_log_of(delegates, {*pks, *former}, merged, done)
    overwrite(Person, keys, values, past=Q(id__in=merged))
    overwrite(Delegate, pks, _delegate_values(), past=Q(person_id__in=merged))
    _erase_merges(merged, done, Data.NAME, Data.CONTACT)
    DistinctPersons.objects.filter(Q(first__in=keys) | Q(second__in=keys)).delete()
    done["persons"] += len(keys)
    done["delegates"] += len(pks)


def _erase_delegates(pks: Collection[int], done: Counter) -> None:
    """Erase delegates whose persons are named elsewhere: each gets a record without a name.

    So that nothing leads from the delegate to the person.
    """
    if not pks:
        return
    delegates = Delegate.objects.filter(pk__in=pks)
    persons = set(delegates.values_list("person", flat=True))
    _erase_log_of(delegates, set(pks), set(), done)
    records = list(delegates.select_related("person").order_by("pk"))
    values = values_for(RULES, Person, Data.NAME, Data.CONTACT)
    nobody = bulk_create(
        Person,
        [
            Person(**values, erased_on=timezone.localdate(), sample=record.person.sample)
            for record in records
        ],
    )
    for record, person in zip(records, nobody, strict=True):
        record.person = person
    bulk_update(Delegate, records, ["person"])
    overwrite(Delegate, pks, _delegate_values())
    now = Delegate.objects.filter(pk=OuterRef("id")).values("person_id")
    history_of(Delegate).filter(id__in=pks).update(person_id=Subquery(now))
    # The note of a merge may say at which events the person was.
    _erase_merges(persons, done, Data.CONTACT)
    done["delegates"] += len(records)


def _delegate_values() -> dict:
    """Without a name, and never to be published, whatever the organiser decides."""
    return values_for(RULES, Delegate, Data.NAME) | {
        "basis": Delegate.Basis.NONE,
        "basis_on": None,
        "basis_withdrawn_on": timezone.localdate(),
    }


def keys_of(persons: Collection[int]) -> set[int]:
    """The keys that `persons` have and had: those of the records merged into them are theirs."""
    found = set(persons)
    merges = PersonMerge.objects.filter(undone_at=None)
    while added := set(
        merges.filter(kept_pk__in=found)
        .exclude(removed_pk__in=found)
        .values_list("removed_pk", flat=True)
    ):
        found |= added
    return found


def _erase_merges(keys: Collection[int], done: Counter, *data: Data) -> None:
    merges = PersonMerge.objects.filter(Q(kept_pk__in=keys) | Q(removed_pk__in=keys))
    done["merges"] += merges.update(**values_for(RULES, PersonMerge, *data))


def nominations_to(emails: Collection[str]) -> models.QuerySet[Nomination]:
    """Nominations whose contact has, or once had, one of the addresses."""
    wanted = Q(pk__in=[])
    for email in emails:
        wanted |= Q(contact_email__iexact=email)
    former = history_of(Nomination).filter(wanted).values("id")
    return Nomination.objects.filter(wanted | Q(pk__in=former))


def _erase_nominations(nominations: models.QuerySet[Nomination], done: Counter) -> None:
    """Erase the contacts of `nominations`; who has the link of one cannot use it any more."""
    left = nominations.exclude(contact_email="")
    keys = _keys(left)
    if keys:
        left.filter(state=Nomination.State.OPEN).update(state=Nomination.State.REVOKED)
        overwrite(Nomination, keys, values_for(RULES, Nomination, Data.CONTACT))
        _erase_log(_entries_of(Nomination, keys), done)
        done["nominations"] += len(keys)


# --- Issued versions ------------------------------------------------------------------------
def versions_naming(persons: Collection[int]) -> models.QuerySet[IssuedList]:
    """The versions that may name one of `persons`: the text of their JSON is searched."""
    naming = Q(pk__in=[])
    for person in persons:
        naming |= Q(text__contains=f'"person": {person}')
    delegations = IssuedDelegation.objects.alias(text=Cast("people", models.TextField()))
    return IssuedList.objects.filter(pk__in=delegations.filter(naming).values("issued"))


def _erase_in_version(issued: IssuedList, done: Counter, is_due, *, all_contacts=True) -> None:
    """Take out of a version those of whom `is_due(key of the person)`, and count them no less.

    With `all_contacts`, also e-mail addresses and phone numbers of all others. The checksum is made
    anew, unless the version was not as issued before.
    """
    try:
        whole = read_snapshot(issued).checksum == issued.checksum
    except UnknownSchema:
        whole = False
    changed = False
    for delegation in issued.delegations.all():
        people = [
            _erased_entry(each)
            if is_due(each.get("person"))
            else _without_contact(each)
            if all_contacts
            else each
            for each in delegation.people
        ]
        if people != delegation.people:
            delegation.people, changed = people, True
            delegation.save(update_fields=["people"])
    if changed:
        issued.erased_at = timezone.now()
        if whole:
            issued.checksum = read_snapshot(issued).checksum
        issued.save(update_fields=["checksum", "erased_at"])
        done["versions"] += 1


# What an issued entry keeps of a person whose name is erased: so that the numbers stay.
_COUNTED = {"capacity", "status"}


def _erased_entry(person: dict) -> dict:
    emptied = {
        name: value if name in _COUNTED or not isinstance(value, str) else ""
        for name, value in person.items()
    }
    # No key: it may be that of somebody who is named in other versions.
    return emptied | {"person": None, "family_name": ERASED}


def _without_contact(person: dict) -> dict:
    return person | {name: "" for name in Person.contact_fields if name in person}


# --- The log of the admin, messages, kept pages ---------------------------------------------
def _entries_of(model: type[models.Model], keys: Iterable[int]) -> models.QuerySet[LogEntry]:
    content_type = ContentType.objects.get_for_model(model)
    return LogEntry.objects.filter(content_type=content_type, object_id__in=[*map(str, keys)])


def _erase_log_of(delegates, delegate_keys: set[int], persons: set[int], done: Counter) -> None:
    merges = PersonMerge.objects.filter(Q(kept_pk__in=persons) | Q(removed_pk__in=persons))
    pairs = DistinctPersons.objects.filter(Q(first__in=persons) | Q(second__in=persons))
    former = (
        history_of(Delegate).filter(id__in=delegate_keys).values_list("delegation_id", flat=True)
    )
    for model, keys in (
        (Person, persons),
        (Delegate, delegate_keys),
        (PersonMerge, _keys(merges)),
        (DistinctPersons, _keys(pairs)),
        (Delegation, {*delegates.values_list("delegation", flat=True), *former}),
    ):
        for some in _lots(list(keys)):
            _erase_log(_entries_of(model, some), done)


def _erase_log(entries: models.QuerySet[LogEntry], done: Counter) -> None:
    """Take the names out of `entries` about persons, and of the tables of delegates in others."""
    types = ContentType.objects.get_for_models(*_ABOUT_PERSONS, *_WITH_DELEGATES)
    about = entries.filter(content_type__in=[types[model] for model in _ABOUT_PERSONS])
    done["log_entries"] += about.exclude(object_repr=ERASED).update(
        object_repr=ERASED, change_message=""
    )
    tables = entries.filter(content_type__in=[types[model] for model in _WITH_DELEGATES])
    for entry in tables.filter(change_message__contains='"object"'):
        message = _without_objects(entry.change_message)
        if message != entry.change_message:
            entry.change_message = message
            entry.save(update_fields=["change_message"])
            done["log_entries"] += 1


def _without_objects(message: str) -> str:
    """The JSON of a change message, with no record of a table named."""
    try:
        parts = json.loads(message)
    except ValueError:
        return ""
    for part in parts:
        for what in part.values():
            if "object" in what:
                what["object"] = ERASED
    return json.dumps(parts)


def _erase_messages() -> None:
    """What the admin has said and nobody has read yet, such as “Jan Nowak was changed”, and what
    was typed by somebody who has to sign in again."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    for session in Session.objects.iterator():
        data = session.get_decoded()
        found = [data.pop(name, None) for name in ("_messages", KEPT)]
        if any(found):
            session.session_data = SessionStore().encode(data)
            session.save(update_fields=["session_data"])


def _after_commit() -> None:
    transaction.on_commit(_forget_pages, robust=True)
    transaction.on_commit(empty_log, robust=True)


def _forget_pages() -> None:
    for name in ("default", "pages"):
        caches[name].clear()


# --- Uploaded lists -------------------------------------------------------------------------
def _erase_uploads_naming(names: NamesOfPerson, done: Counter) -> None:
    """Remove the lists that wait to be imported and name the person, or cannot be read."""
    waiting = ParticipantImport.objects.filter(state=ParticipantImport.State.UPLOADED)
    naming = [each.pk for each in waiting if _may_name(each, names)]
    _remove_uploads(ParticipantImport.objects.filter(pk__in=naming), done)
    applied = ParticipantImport.objects.exclude(state=ParticipantImport.State.UPLOADED)
    called = [pk for pk, name in applied.values_list("pk", "file_name") if names.are_in(name)]
    done["uploads"] += applied.filter(pk__in=called).update(file_name=ERASED)
    senders = Sender.objects.exclude(name_key="")
    called = [each.pk for each in senders if names.are_in(each.name)]
    done["uploads"] += _remove_senders(senders.filter(pk__in=called))


def _remove_senders(senders: models.QuerySet[Sender]) -> int:
    """Remove senders who are called by a name, with what is remembered of them."""
    pks = list(senders.values_list("pk", flat=True))
    Sender.objects.filter(pk__in=pks).delete()
    return len(pks)


def _may_name(record: ParticipantImport, names: NamesOfPerson) -> bool:
    if names.are_in(record.file_name):
        return True
    try:
        with record.file.open("rb") as file:
            opened = open_list(cast(BinaryIO, file), record.file_name, with_hidden=True)
    except (UnreadableFile, OSError, ValueError):
        return True
    return any(names.are_in(" ".join(row)) for table in opened.tables for row in table.rows)


def _remove_uploads(uploads: models.QuerySet[ParticipantImport], done: Counter) -> None:
    """Remove the records, and after the commit their files."""
    for record in uploads:
        _erase_log(_entries_of(ParticipantImport, [record.pk]), done)
        name, storage = record.file.name, record.file.storage
        ParticipantImport.objects.filter(pk=record.pk)._raw_delete(uploads.db)
        if name:
            transaction.on_commit(partial(storage.delete, name))
        done["uploads"] += 1


# --- Small things ---------------------------------------------------------------------------
def _keys(records: models.QuerySet) -> list[int]:
    return list(records.values_list("pk", flat=True))


def _lots(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.min, datetime.UTC)
