"""Which person of the register a row means who is not on the list of its delegation.

A person of the same state or organisation is meant for certain where the name is spelt alike and
the e-mail address or the institution is the same. Whoever else has the name in any script, a name
that sounds like it or the address is a possible duplicate, for the officer to decide.
"""

from collections.abc import Iterable, Mapping
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext as _

from core.text import fold
from events.models import Delegate, Event
from events.participant_list.fields import OF_PERSON, SNAPSHOT
from events.participant_list.importing.comparing import as_written, changes, from_person
from events.participant_list.importing.decisions import ANOTHER_PERSON, PERSON, choice
from events.participant_list.importing.delegates import Delegates
from events.participant_list.importing.matching import Refuse
from events.participant_list.importing.plan import Candidate, Kind, Place, PlannedRow, value_of
from participants.duplicates import Namesakes, Pair
from participants.models import Person
from participants.querysets import PersonQuerySet
from participants.scripts import CYRILLIC, NAMES, TWINS, in_script

# So many candidates are offered for a row.
CANDIDATES = 5
_INSTITUTIONS = ("institution", "institution_ru")
# The likeness from which on a person of the same name is meant for certain.
CERTAIN = 2


def match_persons(
    rows: list[PlannedRow],
    event: Event,
    delegates: Mapping[Place, Delegates],
    refuse: Refuse,
) -> None:
    """Say in each row which person it means, or who may be meant."""
    sought = {row: _as_person(row) for row in rows}
    namesakes = Namesakes(sought.values(), _persons_near(rows, event))
    taken: set[tuple[Place, int]] = set()
    for row in rows:
        here = delegates[row.place]
        pairs = namesakes.of(sought[row], keep=partial(_may_be_meant, here, row.place))
        pairs.sort(key=lambda pair: (-_likeness(row, pair.second), -pair.score, pair.second.pk))
        person = _certain(row, pairs, here)
        if person is None and pairs:
            person = _decided(row, pairs)
        if person is None:
            continue
        if (row.place, person.pk) in taken:
            reason = _("Another row is the same person already. Leave one of the two out.")
            refuse(row, "full_name", reason)
            continue
        taken.add((row.place, person.pk))
        _take(row, person)


def _persons_near(rows: Iterable[PlannedRow], event: Event) -> PersonQuerySet:
    """Persons of the states and organisations of `rows`, those of none, and the delegates."""
    places = {row.place for row in rows}
    states = [place.participant.pk for place in places if place.is_state]
    organisations = [place.participant.pk for place in places if not place.is_state]
    inside = Delegate.objects.filter(delegation__event=event)
    return Person.objects.filter(
        Q(state__in=states)
        | Q(organisation__in=organisations)
        | Q(state__isnull=True, organisation__isnull=True)
        | Q(pk__in=inside.values("person"))
    )


def _may_be_meant(here: Delegates, place: Place, person: Person) -> bool:
    """Whether a row of `place` may mean `person`: one of the delegation that no other row means,
    or one of the same state or organisation, or of none."""
    if known := here.by_person.get(person.pk):
        return known.pk not in here.row_of
    if person.state_id is None and person.organisation_id is None:
        return True
    own = person.state_id if place.is_state else person.organisation_id
    return own == place.participant.pk


def _certain(row: PlannedRow, pairs: list[Pair], here: Delegates) -> Person | None:
    """The one person outside the delegation whom the row means for certain."""
    if row.says_who:
        return None
    certain = [
        pair.second
        for pair in pairs
        if pair.second.name_key == row.name_key
        and _likeness(row, pair.second) >= CERTAIN
        and pair.second.pk not in here.by_person
    ]
    if len(certain) != 1:
        return None
    row.kind = Kind.KNOWN
    return certain[0]


def _decided(row: PlannedRow, pairs: list[Pair]) -> Person | None:
    """Offer the persons of `pairs` as candidates; return the one for whom the officer decided."""
    row.kind = Kind.DUPLICATE
    offered = {each.pk for each in row.candidates}
    found = [_candidate(pair) for pair in pairs if pair.second.pk not in offered]
    row.candidates = (*row.candidates, *found)[:CANDIDATES]
    persons = {pair.second.pk: pair.second for pair in pairs}
    if (decided := choice(row.decision, PERSON)) and decided[1] in persons:
        return persons[decided[1]]
    if row.decision != ANOTHER_PERSON:
        # What was decided is about somebody who is no candidate any more.
        row.decision = ""
    return None


def _candidate(pair: Pair) -> Candidate:
    person = pair.second
    printed = in_script(person, "en")
    job = printed["position"], printed["institution"]
    return Candidate(person.pk, str(person), *job, pair.reasons)


def _take(row: PlannedRow, person: Person) -> None:
    """Say in the row that it means `person`, and what of them it changes."""
    row.person = person.pk
    row.known = {name: getattr(person, name) for name in (*SNAPSHOT, *OF_PERSON)}
    # A name in a script in which the register does not know it is the person's too.
    missing = [name for names in (NAMES, CYRILLIC) if not row.known[names[-1]] for name in names]
    row.changes = changes(row.read, row.known, (*OF_PERSON, *missing), row.entered)
    if not row.entered.keys() & {*NAMES, *CYRILLIC}:
        row.read = as_written(row.read, row.known)
    row.taken = from_person(row.read, row.known)


def _as_person(row: PlannedRow) -> Person:
    """Whom the row describes, as a person to be compared with those of the register."""
    names = (*TWINS, "email")
    person = Person(**{name: value_of(row.read, name) for name in names}, name_key=row.name_key)
    person.make_match_keys()
    if row.place.is_state:
        person.state_id = row.place.participant.pk
    else:
        person.organisation_id = row.place.participant.pk
    return person


def _likeness(row: PlannedRow, person: Person) -> int:
    """How much speaks for it that the row means `person`: name 1, e-mail 2, institution 1."""
    is_same_name = person.name_key == row.name_key
    if row.email and person.email and person.email.casefold() != row.email:
        return int(is_same_name)
    institutions = {fold(text) for name in _INSTITUTIONS if (text := value_of(row.read, name))}
    return (
        int(is_same_name)
        + 2 * bool(row.email and person.email.casefold() == row.email)
        + any(fold(getattr(person, name)) in institutions for name in _INSTITUTIONS)
    )
