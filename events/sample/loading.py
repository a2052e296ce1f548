"""Makes the sample: the same for the same seed, sizes, states, topics and programmes.

Written in bulk, without `save()` and its signals. What `save()` would compute is computed here;
and since nobody edited anything, the history has no rows of it.
"""

import datetime
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, count, islice, pairwise
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from django.db import models, reset_queries, transaction
from slugify import slugify

from core.changes import announce_everything
from events.models import Contribution, Delegate, Delegation, Event, Session
from events.participant_list.fields import SNAPSHOT
from events.querysets import states_taking_part
from events.sample import words
from participants.models import Organisation, Person, State
from participants.scripts import sort_by_script
from topics.models import Programme, Topic

FIRST_DAY, LAST_DAY = datetime.date(2009, 1, 1), datetime.date(2026, 12, 31)
# A fixed day, so that the data do not depend on the day on which they are made.
PLANNED_FROM = datetime.date(2026, 10, 1)

# So many delegations come to the largest events.
LARGEST = max(kind.delegations[1] for kind in words.EVENT_KINDS)

EVENTS_AT_ONCE, ROWS_AT_ONCE = 200, 2_000
# Of each participant so many people are remembered, to come again to other events.
REMEMBERED = 500

CAPACITIES = [
    *(Delegate.Capacity.DELEGATE,) * 6,
    *(Delegate.Capacity.EXPERT,) * 2,
    *(Delegate.Capacity.ADVISER, Delegate.Capacity.ALTERNATE, Delegate.Capacity.SPEAKER),
    *(Delegate.Capacity.OBSERVER, Delegate.Capacity.INTERPRETER, Delegate.Capacity.SECRETARIAT),
]
STATUSES: dict[str, list] = {
    Event.Status.HELD: [
        *(Delegate.Status.ATTENDED,) * 8,
        *(Delegate.Status.CONFIRMED, Delegate.Status.ABSENT, Delegate.Status.WITHDRAWN),
    ],
    Event.Status.PLANNED: [Delegate.Status.NOMINATED, Delegate.Status.CONFIRMED],
    Event.Status.CANCELLED: [Delegate.Status.NOMINATED, Delegate.Status.WITHDRAWN],
}
ROLES = [
    *(Delegation.Role.PARTICIPATING,) * 8,
    *(Delegation.Role.LEADING_STATE, Delegation.Role.OBSERVER, Delegation.Role.GUEST),
]
ROLES_OF_ORGANISATIONS = [
    *(Delegation.Role.PARTICIPATING, Delegation.Role.PARTNER, Delegation.Role.ORGANISER),
    Delegation.Role.OBSERVER,
]

Record = TypeVar("Record", bound=models.Model)


class SampleError(Exception):
    """Why the sample was not made, or not taken away. Its text says what to do."""


@dataclass(slots=True)
class Sample:
    """How much was made."""

    events: int = 0
    delegations: int = 0
    delegates: int = 0
    persons: int = 0
    organisations: int = 0


class KnownPerson(NamedTuple):
    """What a delegate's record takes from a person."""

    pk: int
    snapshot: dict[str, str]
    name_sort_key: bytes


@dataclass(slots=True)
class Seat:
    """One place in a delegation; without a `person`, somebody new takes it."""

    delegation: Delegation
    capacity: str
    rank: int | None
    person: KnownPerson | None


@transaction.atomic
def load_sample(events: int, delegates: int, seed: int) -> Sample:
    """Add `events` events with `delegates` delegates in all, drawn by `seed`; all or nothing."""
    if Event.objects.filter(sample=True).exists():
        raise SampleError(
            "The register holds a sample already. "
            "Take it away first: python manage.py load_sample --remove"
        )
    made = _Maker(seed).make(events, delegates)
    announce_everything()
    return made


class _Maker:
    def __init__(self, seed: int):
        self.random = random.Random(seed)  # noqa: S311, for nothing secret
        self.made = Sample()
        self.states = _by_slug(states_taking_part())
        if len(self.states) < LARGEST:
            self.states = _by_slug(State.objects.all())
        self.topics = _by_slug(Topic.objects.all())
        self.programmes = _by_slug(Programme.objects.all())
        if not self.states or not self.topics:
            raise SampleError(
                "A sample needs states and topics, and the register has none. "
                "Load them first: python manage.py load_record"
            )
        codes = {state.iso2: state for state in self.states}
        self.places = [(codes[code], *place) for code, *place in words.PLACES if code in codes]
        self.taken = {model: set(model.objects.values_list("slug", flat=True)) for model in _SLUGS}
        self.known: dict[Any, list[KnownPerson]] = defaultdict(list)
        self.heads: dict[int, int] = {}
        self.numbers = count(1)

    def make(self, events: int, delegates: int) -> Sample:
        self.organisations, self.ministries = self._organisations()
        weights = [kind.weight for kind in words.EVENT_KINDS]
        kinds = self.random.choices(words.EVENT_KINDS, weights, k=events)
        most = len(self.states) + len(self.organisations)
        sizes = [min(self.random.randint(*kind.delegations), most) for kind in kinds]
        seats = _shares(delegates, self.random.choices([0, 1, 1, 2, 2, 3, 5, 8], k=sum(sizes)))
        plan = zip(range(1, events + 1), kinds, sizes, strict=True)
        while some := list(islice(plan, EVENTS_AT_ONCE)):
            self._events_with_all(some, seats)
            # With DEBUG, Django keeps the text of every statement.
            reset_queries()
        return self.made

    def _events_with_all(self, plan: list[tuple], seats: Iterator[int]) -> None:
        """Make the events of `plan` with all that belongs to them."""
        events = self._events(plan)
        delegations = defaultdict(list)
        for event, (_number, _kind, size) in zip(events, plan, strict=True):
            delegations[event] = self._delegations(event, size)
        everyone = _create(Delegation, (each for some in delegations.values() for each in some))
        self.made.delegations += len(everyone)
        self._delegates(self._seats(everyone, seats))
        self._about(events)
        self._agendas(delegations)
        self.heads.clear()

    # --- Organisations ------------------------------------------------------------------------

    def _organisations(self) -> tuple[list[Organisation], dict[int, Organisation]]:
        """Those with delegations of their own, and ministries by their state."""
        own = [
            Organisation(
                name_en=f"{english} (sample)", name_ru=f"{russian} (пример)", kind=kind, sample=True
            )
            for english, russian, kind in words.ORGANISATIONS
        ]
        ministries = [
            Organisation(
                name_en=f"Ministry of Fictional Affairs of {state.name_en} (sample)",
                name_ru=f"Министерство вымышленных дел, {state.name_ru or state.name_en} (пример)",
                kind=Organisation.Kind.MINISTRY,
                state=state,
                sample=True,
            )
            for state in self.states[::5]
        ]
        for organisation in (*own, *ministries):
            organisation.slug = self._slug(organisation)
            organisation.search_text = organisation.make_search_text()
        self.made.organisations = len(_create(Organisation, [*own, *ministries]))
        return own, {ministry.state_id: ministry for ministry in ministries}

    # --- Events -------------------------------------------------------------------------------

    def _events(self, plan: list[tuple]) -> list[Event]:
        """The events of `plan`, saved: first those that stand alone, then those that follow one."""
        events = [self._event(number, kind) for number, kind, _size in plan]
        following = {i for i in range(1, len(plan)) if plan[i][0] % 15 == 0}
        _create(Event, (event for i, event in enumerate(events) if i not in following))
        for i in sorted(following):
            self._let_follow(events[i], events[i - 1])
        _create(Event, (events[i] for i in sorted(following)))
        self.made.events += len(events)
        return events

    def _event(self, number: int, kind: words.SampleKind) -> Event:
        pick = self.random
        topic = pick.choice(self.topics)
        days = pick.randint(1, kind.days)
        last = (LAST_DAY - FIRST_DAY).days - days
        starts = FIRST_DAY + datetime.timedelta(days=pick.randint(0, last))
        event = Event(
            title_en=f"Sample: {kind.english} on {_inside_a_sentence(topic.name_en)}",
            title_ru=f"Пример: {kind.russian} по теме «{topic.name_ru or topic.name_en}»",
            kind=kind.kind,
            format=pick.choice([*(Event.Format.IN_PERSON,) * 8, Event.Format.HYBRID]),
            published=pick.random() > 0.08,
            starts=starts,
            ends=starts + datetime.timedelta(days=days - 1) if days > 1 else None,
            summary_en=(
                "A fictional event, to try the register with. "
                f"Its participants exchange what they know about *{topic.name_en}*."
            ),
            summary_ru=(
                "Вымышленное мероприятие, чтобы опробовать реестр. "
                f"Участники обмениваются опытом по теме «{topic.name_ru or topic.name_en}»."
            ),
            reference=f"SAMPLE/{starts.year}/{number}",
            list_order=pick.choice(
                [*(Event.ListOrder.ALPHABETICAL,) * 9, Event.ListOrder.EU_PROTOCOL]
            ),
            corrections_contact="Secretariat of the Example Process (sample), lists@example.org",
            sample=True,
        )
        if kind.kind == Event.Kind.WEBINAR or pick.random() < 0.1:
            event.format = Event.Format.ONLINE
        elif self.places:
            event.host_state, event.city_en, event.city_ru, event.time_zone = pick.choice(
                self.places
            )
            event.venue_en, event.venue_ru = "Example Hall", "Зал примеров"
        # Beside the model's fields, until it is saved and can have topics.
        topic_pks = {topic.pk, *(each.pk for each in pick.choices(self.topics, k=2))}
        event.topic_pks = topic_pks  # type: ignore[attr-defined]  # no field
        return self._complete(event)

    def _let_follow(self, event: Event, leader: Event) -> None:
        """Make `event` continue `leader`: some time after it, or nobody recorded when."""
        event.follows = leader
        days = (event.ends or event.starts) - event.starts
        event.starts = leader.starts + datetime.timedelta(days=self.random.randint(30, 200))
        event.ends = event.starts + days if days else None
        if self.random.random() < 0.5 or (event.ends or event.starts) > LAST_DAY:
            event.dates_note_en = f"{leader.starts.year}, after the event that it follows"
            event.dates_note_ru = f"{leader.starts.year} год, после предыдущего мероприятия"
            event.starts = event.ends = None
        self._complete(event)

    def _complete(self, event: Event) -> Event:
        """`event` with what follows from its dates and texts."""
        event.place_in_lists()
        event.status = Event.Status.HELD if event.sort_date < PLANNED_FROM else Event.Status.PLANNED
        if self.random.random() < 0.03:
            event.status = Event.Status.CANCELLED
        event.slug = event.slug or self._slug(event)
        event.search_text = event.make_search_text()
        return event

    def _about(self, events: list[Any]) -> None:
        """Their topics; and for some of them a programme."""
        link = Event.topics.through
        _create(link, (link(event=e, topic_id=pk) for e in events for pk in sorted(e.topic_pks)))
        to_programme = Event.programmes.through
        chosen = [event for event in events if self.programmes and self.random.random() < 0.25]
        _create(
            to_programme,
            (
                to_programme(event=each, programme=self.random.choice(self.programmes))
                for each in chosen
            ),
        )

    # --- Delegations and delegates ------------------------------------------------------------

    def _delegations(self, event: Event, size: int) -> list[Delegation]:
        """So many delegations to `event`, not saved; the host is among them."""
        pick = self.random
        few = pick.randint(0, min(4, size // 3))
        organisations = pick.sample(self.organisations, max(few, size - len(self.states)))
        states = pick.sample(self.states, size - len(organisations))
        if event.host_state and event.host_state not in states:
            states[0] = event.host_state
        delegations = [
            Delegation(
                event=event,
                state=state,
                role=(Delegation.Role.HOST if state == event.host_state else pick.choice(ROLES)),
                led_by=self.ministries.get(state.pk) if pick.random() < 0.5 else None,
            )
            for state in states
        ]
        delegations += [
            Delegation(
                event=event, organisation=organisation, role=pick.choice(ROLES_OF_ORGANISATIONS)
            )
            for organisation in organisations
        ]
        for delegation in delegations:
            delegation.section = delegation.usual_section
        return delegations

    def _seats(self, delegations: list[Delegation], numbers: Iterator[int]) -> Iterator[Seat]:
        """The seats of each delegation, the first for its head; acquaintances take half of them."""
        pick = self.random
        for delegation, size in zip(delegations, numbers, strict=False):
            known = self.known[delegation.state_id, delegation.organisation_id]
            back = pick.sample(known, min(len(known), size // 2))
            ranked = pick.random() < 0.2
            for number in range(size):
                capacity = pick.choice(CAPACITIES)
                if number == 0:
                    capacity = Delegate.Capacity.HEAD
                elif number == 1 and size > 3:
                    capacity = Delegate.Capacity.DEPUTY_HEAD
                rank = number if ranked and 0 < number < 10 else None
                person = back.pop() if number % 2 and back else None
                yield Seat(delegation, capacity, rank, person)

    def _delegates(self, seats: Iterator[Seat]) -> None:
        """Fill `seats`, with new people where nobody sits."""
        while some := list(islice(seats, ROWS_AT_ONCE)):
            empty = [seat for seat in some if seat.person is None]
            people = _create(Person, (self._person(seat.delegation) for seat in empty))
            for seat, person in zip(empty, people, strict=True):
                seat.person = KnownPerson(
                    person.pk,
                    {name: getattr(person, name) for name in SNAPSHOT},
                    bytes(person.name_sort_key),
                )
                known = self.known[seat.delegation.state_id, seat.delegation.organisation_id]
                if len(known) < REMEMBERED:
                    known.append(seat.person)
            delegates = _create(Delegate, map(self._delegate, some))
            for delegate in delegates:
                if delegate.capacity == Delegate.Capacity.HEAD:
                    self.heads[delegate.delegation_id] = delegate.pk
            self.made.persons += len(people)
            self.made.delegates += len(delegates)

    def _person(self, delegation: Delegation) -> Person:
        """Somebody new, not saved. One in ten has nothing but a name, one in forty a single one."""
        pick = self.random
        number = next(self.numbers)
        code = delegation.state.iso2 if delegation.state else pick.choice([*words.NAMES])
        names = words.NAMES.get(code, words.WESTERN)
        is_woman = pick.random() < 0.5
        given = pick.choice(names.women if is_woman else names.men)
        family = pick.choice(names.families).split("/")[0 if is_woman else -1]
        if pick.random() < 0.1:
            other = pick.choice(names.women if is_woman else names.men)
            given = given if other == given else f"{given} {other}"
        if pick.random() < 0.025:
            given, family = "", given
        person = Person(
            given_names=given,
            family_name=f"{family} (sample)",
            state=delegation.state,
            organisation=delegation.organisation or self.ministries.get(delegation.state_id),
            sample=True,
        )
        in_cyrillic = " ".join(words.CYRILLIC.get(word, "") for word in given.split())
        if family in words.CYRILLIC and (in_cyrillic or not given):
            person.given_names_cyrillic = in_cyrillic
            person.family_name_cyrillic = f"{words.CYRILLIC[family]} (пример)"
            if pick.random() < 0.1:
                # As on a list that is in Cyrillic alone.
                person.given_names = person.family_name = ""
                person.family_name_cyrillic = f"{words.CYRILLIC[family]} (sample)"
        if pick.random() > 0.1:
            person.prefix = pick.choice(
                words.PREFIXES_OF_WOMEN if is_woman else words.PREFIXES_OF_MEN
            )
            person.position = pick.choice(words.POSITIONS)
            person.institution = (
                pick.choice(words.INSTITUTIONS)
                if delegation.state
                else delegation.organisation.name_en
            )
            person.email = f"{slugify(f'{given} {family}', separator='.')}.{number}@example.org"
            # No country has the code 999.
            person.phone = f"+999 00 {number // 1000:03} {number % 1000:03}"
            person.language = pick.choice(Person.Language.values)
        if person.family_name_cyrillic:
            person.position_ru = words.IN_RUSSIAN.get(person.position, "")
            person.institution_ru = words.IN_RUSSIAN.get(person.institution, "")
        sort_by_script(person)
        person.make_keys()
        return person

    def _delegate(self, seat: Seat) -> Delegate:
        """Who sits there, as on the day."""
        pick, event, person = self.random, seat.delegation.event, seat.person
        delegate = Delegate(
            delegation=seat.delegation,
            person_id=person.pk,
            capacity=seat.capacity,
            rank=seat.rank,
            status=pick.choice(STATUSES[event.status]),
            **person.snapshot,
            # The same name as the person's, so the same key, which takes long to compute.
            name_sort_key=person.name_sort_key,
        )
        if pick.random() < 0.35:
            delegate.basis = Delegate.Basis.CONSENT
            delegate.basis_how = "Fictional form (sample)"
        elif seat.capacity == Delegate.Capacity.HEAD:
            delegate.basis = Delegate.Basis.OFFICIAL_CAPACITY
            delegate.basis_how = "Fictional decision of the organisers (sample)"
        if delegate.basis != Delegate.Basis.NONE:
            delegate.basis_on = event.sort_date - datetime.timedelta(days=7)
        return delegate

    # --- Agenda -------------------------------------------------------------------------------

    def _agendas(self, delegations: dict[Event, list[Delegation]]) -> None:
        """The sessions of each event, and who contributed to them."""
        sessions = _create(Session, (each for event in delegations for each in self._agenda(event)))
        link = Session.topics.through
        _create(
            link, (link(session=each, topic=self.random.choice(self.topics)) for each in sessions)
        )
        contributions = _create(
            Contribution,
            (
                contribution
                for session in sessions
                for contribution in self._contributions(session, delegations[session.event])
            ),
        )
        to_topic = Contribution.topics.through
        _create(
            to_topic,
            (
                to_topic(contribution=each, topic=self.random.choice(self.topics))
                for each in contributions
            ),
        )
        to_speaker = Contribution.speakers.through
        _create(
            to_speaker,
            (
                to_speaker(contribution=each, delegate_id=self.heads[each.delegation_id])
                for each in contributions
                if each.delegation_id in self.heads
            ),
        )

    def _agenda(self, event: Event) -> Iterator[Session]:
        """Up to four sessions, not saved; on a study visit, each at an organisation."""
        visit = event.kind == Event.Kind.STUDY_VISIT
        for number, (english, russian) in enumerate(words.SESSIONS[: self.random.randint(0, 4)]):
            session = Session(event=event, title_en=english, title_ru=russian, position=number)
            if visit:
                session.host_organisation = self.random.choice(self.organisations)
            if event.starts:
                session.starts = datetime.datetime.combine(
                    event.starts, datetime.time(9 + 2 * number), ZoneInfo(event.time_zone)
                )
                session.ends = session.starts + datetime.timedelta(minutes=90)
            yield session

    def _contributions(
        self, session: Session, delegations: list[Delegation]
    ) -> Iterator[Contribution]:
        """Not saved: national presentations in the second session, a statement elsewhere."""
        kind, most = Contribution.Kind.STATEMENT, 1
        if session.position == 1:
            kind, most = Contribution.Kind.NATIONAL_PRESENTATION, 6
            delegations = [delegation for delegation in delegations if delegation.state_id]
        chosen = self.random.sample(
            delegations, min(self.random.randint(0, most), len(delegations))
        )
        for position, delegation in enumerate(chosen):
            yield Contribution(session=session, delegation=delegation, kind=kind, position=position)

    def _slug(self, record: Event | Organisation) -> str:
        """A free slug, made from the same texts as `save()` would make it from."""
        taken = self.taken[type(record)]
        for source in record.slug_sources():
            base = slug = slugify(source, max_length=110, word_boundary=True)
            if slug not in taken:
                break
        number = 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        return slug


_SLUGS = (Event, Organisation)


def _create(model: type[Record], records: Iterable[Record]) -> list[Record]:
    """Save `records` in bulk; returns them with their keys."""
    return model._base_manager.bulk_create(records, batch_size=ROWS_AT_ONCE)


def _by_slug(records: models.QuerySet) -> list:
    """In one order, whatever the database's own is."""
    return sorted(records, key=lambda record: record.slug)


def _shares(total: int, weights: list[int]) -> Iterator[int]:
    """`total` divided into whole shares by `weights`; nothing is lost by rounding."""
    weights[0] = weights[0] or 1
    sums = list(accumulate(weights, initial=0))
    for before, after in pairwise(sums):
        yield total * after // sums[-1] - total * before // sums[-1]


def _inside_a_sentence(name: str) -> str:
    """“Labour migration” as it stands in a sentence; “EU policy” stays as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
