"""What changed from one version of a list to the next."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, fields

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import Event
from events.participant_list.columns import COLUMNS, CONTACT
from events.participant_list.issued.snapshot import FrozenDelegation, FrozenList


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A delegation or a person, by name, with what changed; `of` is the person's delegation."""

    name: str
    of: str = ""
    fields: list[FieldChange] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Changes:
    """`reordered`: those who stand in both versions stand in another order."""

    event: list[FieldChange]
    delegations_added: list[Entry]
    delegations_removed: list[Entry]
    delegations_changed: list[Entry]
    people_added: list[Entry]
    people_removed: list[Entry]
    people_changed: list[Entry]
    reordered: bool

    def __bool__(self):
        return any(getattr(self, each.name) for each in fields(self))

    @property
    def numbers(self) -> dict[str, int]:
        """How many delegations and people were added, removed and changed."""
        return {
            "added": len(self.delegations_added) + len(self.people_added),
            "removed": len(self.delegations_removed) + len(self.people_removed),
            "changed": len(self.delegations_changed) + len(self.people_changed),
        }


@dataclass(frozen=True, slots=True)
class _Person:
    """One of the people of a version, with place and delegation."""

    place: int
    delegation: FrozenDelegation
    values: dict


# By what a person of one version is found in another, the surest first: the record in the same
# delegation; the record in another one; and, after a merge of records, the name.
_SAME: list[Callable[[_Person], Hashable]] = [
    lambda each: (each.delegation.key, each.values["person"]),
    lambda each: each.values["person"],
    lambda each: (each.delegation.key, each.values["family_name"], each.values["given_names"]),
]


def changes(old: FrozenList, new: FrozenList, language: str, *, contact: bool) -> Changes:
    """From `old` to `new`, in words of `language`; with `contact` also of e-mail and phone."""
    with translation.override(language):
        return _Comparison(old, new, language, contact).result()


class _Comparison:
    def __init__(self, old: FrozenList, new: FrozenList, language: str, contact: bool):
        self.old, self.new, self.language = old, new, language
        self.columns = [column for column in COLUMNS if contact or column.name not in CONTACT]

    def result(self) -> Changes:
        before = {each.key: each for each in self.old.delegations}
        after = {each.key: each for each in self.new.delegations}
        stayed = [key for key in after if key in before]
        pairs, gone, come = _paired(_people(self.old), _people(self.new))
        return Changes(
            event=_differences(self._event(self.old), self._event(self.new)),
            delegations_added=[self._name(after[key]) for key in after if key not in before],
            delegations_removed=[self._name(before[key]) for key in before if key not in after],
            delegations_changed=[
                self._name(after[key], differences)
                for key in stayed
                if (differences := _differences(self._about(before[key]), self._about(after[key])))
            ],
            people_added=[self._person(person) for person in come],
            people_removed=[self._person(person) for person in gone],
            people_changed=[
                self._person(now, differences)
                for then, now in pairs
                if (differences := self._of_person(then, now))
            ],
            reordered=stayed != [key for key in before if key in after] or _reordered(pairs),
        )

    def _event(self, frozen: FrozenList) -> Iterator[tuple[str, str]]:
        event = frozen.event
        yield self._label(Event, "title"), event.title
        yield _("Dates"), event.date_text
        yield _("Place"), ", ".join(filter(None, [event.venue, event.place_text]))
        yield self._label(Event, "status"), event.get_status_display()
        yield self._label(Event, "corrections_contact"), event.corrections_contact
        yield _("Organisers"), "; ".join(frozen.heading["languages"][self.language]["organisers"])

    def _about(self, delegation: FrozenDelegation) -> Iterator[tuple[str, str]]:
        texts = delegation.listed[self.language]
        yield _("Name"), texts["name"]
        yield _("Section"), texts["section"]
        yield _("Role"), texts["role"]
        yield _("In its capacity of"), texts["in_capacity_of"]
        yield _("Footnote"), texts["footnote"]

    def _of_person(self, then: _Person, now: _Person) -> list[FieldChange]:
        differences = _differences(self._cells(then, self.old), self._cells(now, self.new))
        if then.delegation.key != now.delegation.key:
            differences.insert(0, FieldChange(_("Delegation"), self._of(then), self._of(now)))
        return differences

    def _cells(self, person: _Person, frozen: FrozenList) -> Iterator[tuple[str, str]]:
        words = frozen.heading["languages"][self.language]
        for column in self.columns:
            if column.name == "capacity":
                yield str(column.header), words["capacities"][person.values["capacity"]]
            elif column.name == "status":
                yield str(column.header), words["statuses"][person.values["status"]]
            elif column.name in person.values:
                yield str(column.header), person.values[column.name]

    def _name(self, delegation: FrozenDelegation, differences: Iterable[FieldChange] = ()) -> Entry:
        return Entry(delegation.listed[self.language]["name"], fields=list(differences))

    def _person(self, person: _Person, differences: Iterable[FieldChange] = ()) -> Entry:
        names = (person.values[name] for name in ("prefix", "given_names", "family_name"))
        return Entry(" ".join(filter(None, names)), self._of(person), list(differences))

    def _of(self, person: _Person) -> str:
        return person.delegation.listed[self.language]["name"]

    def _label(self, model, name: str) -> str:
        return capfirst(model._meta.get_field(name).verbose_name)


def _people(frozen: FrozenList) -> list[_Person]:
    people = ((each, person) for each in frozen.delegations for person in each.people)
    return [_Person(place, *person) for place, person in enumerate(people)]


def _paired(
    old: list[_Person], new: list[_Person]
) -> tuple[list[tuple[_Person, _Person]], list[_Person], list[_Person]]:
    """(Who is in both, in the new order; who is only in the old; who is only in the new.)"""
    pairs = []
    for same in _SAME:
        known = {}
        for person in old:
            known.setdefault(same(person), person)
        found = {now.place: known.pop(same(now)) for now in new if same(now) in known}
        pairs += [(found[now.place], now) for now in new if now.place in found]
        taken = {then.place for then in found.values()}
        old = [person for person in old if person.place not in taken]
        new = [person for person in new if person.place not in found]
    return sorted(pairs, key=lambda pair: pair[1].place), old, new


def _reordered(pairs: list[tuple[_Person, _Person]]) -> bool:
    """Whether people who stayed in a delegation stand in another order there."""
    places = {}
    for then, now in pairs:
        if then.delegation.key == now.delegation.key:
            if then.place < places.get(now.delegation.key, -1):
                return True
            places[now.delegation.key] = then.place
    return False


def _differences(
    before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]
) -> list[FieldChange]:
    return [
        FieldChange(label, then, now)
        for (label, then), (_label, now) in zip(before, after, strict=True)
        if then != now
    ]
