"""How a row of a list is compared with the delegates and persons on the register."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.text import fold, person_key
from events.participant_list.fields import COMPARED, CYRILLIC, NAMES
from events.participant_list.importing.decisions import (
    ANOTHER_PERSON,
    PERSON,
    choice,
)
from events.participant_list.importing.plan import (
    Change,
    Place,
    PlannedRow,
    value_of,
)
from events.participant_list.readers import ReadRow
from participants.models import Person


@dataclass(eq=False, slots=True)
class Known:
    """A delegate of the register, with the values that a file may speak of."""

    pk: int
    person: int
    values: dict[str, str]
    keys: tuple[str, ...]

    @property
    def name(self) -> str:
        return " ".join(filter(None, [self.values["given_names"], self.values["family_name"]]))


@dataclass(eq=False, slots=True)
class Delegates:
    """The delegates of one delegation who are not yet found to be in the file."""

    by_key: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_email: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_family: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_person: dict[int, Known] = field(default_factory=dict)
    found: dict[int, int] = field(default_factory=dict)  # delegate: number of the row

    def add(self, known: Known) -> None:
        for key in known.keys:
            self.by_key[key].append(known)
        if email := known.values["email"].casefold():
            self.by_email[email].append(known)
        self.by_family[key_of(known.values["family_name"], "")].append(known)
        self.by_person[known.person] = known

    def free(self, some: Iterable[Known]) -> list[Known]:
        return [known for known in some if known.pk not in self.found]


def row_key(sheet: str, row: int) -> str:
    return f"{row}@{sheet}"


def says_who(decision: str) -> bool:
    """Whether the officer has said whom the row means."""
    return decision == ANOTHER_PERSON or choice(decision, PERSON) is not None


def row_name_key(read: ReadRow) -> str:
    return key_of(value_of(read, "family_name"), value_of(read, "given_names"))


def key_of(family_name: str, given_names: str) -> str:
    """The person key; of a name without a letter, the name itself."""
    return person_key(family_name, given_names) or f"{family_name} {given_names}".strip()


def plain(text: str) -> str:
    return " ".join(text.split())


def comparable(name: str, text: str) -> str:
    return plain(text).casefold() if name == "email" else plain(text)


def changes(read: ReadRow, old: dict[str, str], names: Iterable[str]) -> tuple[Change, ...]:
    """What the row says otherwise than the register; what it does not say is no change."""
    changes = [
        Change(name, old[name], new)
        for name in names
        if (new := getattr(read, name))
        and new != old[name]
        and comparable(name, new) != comparable(name, old[name])
    ]
    if any(change.field in NAMES for change in changes) and is_same_name(read, old):
        changes = [change for change in changes if change.field not in NAMES]
        changes += name_in_cyrillic(read, old)
    return tuple(changes)


def name_in_cyrillic(read: ReadRow, old: dict[str, str]) -> list[Change]:
    """What the file adds where it has a name in Cyrillic that the register has in Latin alone."""
    names = [value_of(read, name) for name in NAMES]
    if not in_cyrillic(" ".join(names)) or any(old[name] for name in CYRILLIC):
        return []
    pairs = zip(CYRILLIC, names, strict=True)
    return [Change(name, "", new) for name, new in pairs if new]


def is_same_name(read: ReadRow, old: dict[str, str]) -> bool:
    """Whether the file only writes the name in capitals, or in the other alphabet."""
    new_name = plain(" ".join(value_of(read, name) for name in NAMES))
    old_name = plain(" ".join(old[name] for name in NAMES))
    if in_cyrillic(new_name) != in_cyrillic(old_name):
        return True
    parts = [(value_of(read, name) or old[name], old[name]) for name in NAMES]
    return all(
        plain(new) == plain(was)
        or (plain(new).casefold() == plain(was).casefold() and new == new.upper())
        for new, was in parts
    )


def in_cyrillic(text: str) -> bool:
    return any("\u0400" <= letter <= "\u052f" for letter in text)


def is_unchanged(read: ReadRow, known: Known) -> bool:
    return not changes(read, known.values, COMPARED)


def has_same_email(read: ReadRow, known: Known) -> bool:
    return value_of(read, "email").casefold() == known.values["email"].casefold()


def may_be(read: ReadRow, known: Known) -> bool:
    return True


def is_open(delegates: Delegates, place: Place, person: Person) -> bool:
    """Whether a row of `place` may mean `person`: one of the delegation that no other row means,
    or one of the same state or organisation, or of none."""
    if known := delegates.by_person.get(person.pk):
        return known.pk not in delegates.found
    if person.state_id is None and person.organisation_id is None:
        return True
    own = person.state_id if place.is_state else person.organisation_id
    return own == place.participant.pk


def as_person(row: PlannedRow, key: str) -> Person:
    """Whom the row describes, as a person to be compared with those of the register."""
    read = row.read
    names = [value_of(read, name) for name in (*NAMES, *CYRILLIC)]
    given_names, family_name, given_names_cyrillic, family_name_cyrillic = names
    person = Person(
        given_names=given_names,
        family_name=family_name,
        given_names_cyrillic=given_names_cyrillic,
        family_name_cyrillic=family_name_cyrillic,
        email=value_of(read, "email"),
        position=value_of(read, "position"),
        name_key=key,
    )
    person.make_match_keys()
    if row.place.is_state:
        person.state_id = row.place.participant.pk
    else:
        person.organisation_id = row.place.participant.pk
    return person


def likeness(read: ReadRow, person: Person, key: str, email: str) -> int:
    """How much speaks for it that the row means `person`: 2 and more for certain."""
    if email and person.email and person.email.casefold() != email:
        return int(person.name_key == key)
    institution = fold(value_of(read, "institution"))
    return (
        int(person.name_key == key)
        + 2 * bool(email and person.email.casefold() == email)
        + bool(institution and fold(person.institution) == institution)
    )


def any_row(rows: dict[str, PlannedRow]) -> PlannedRow | None:
    return next(iter(rows.values()), None)
