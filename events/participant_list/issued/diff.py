"""What changed from one version of a list to the next."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import Event
from events.participant_list.columns import COLUMNS, CONTACT
from events.participant_list.issued.snapshot import DelegationSnapshot, Snapshot, texts_of
from participants.scripts import name_in, names_in


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
    delegation: DelegationSnapshot
    values: dict


# How a person of one version is found in another, the surest way first: by the record in the same
# delegation; by the record in another one; and, after a merge of records, by the name.
_SAME_PERSON: list[Callable[[_Person], Hashable]] = [
    lambda each: (each.delegation.key, each.values["person"]),
    lambda each: each.values["person"],
    lambda each: (each.delegation.key, *names_in(each.values)),
]


def changes(old: Snapshot, new: Snapshot, language: str, *, contact: bool) -> Changes:
    """What changed from `old` to `new`, in words of `language`.

    With `contact` also in e-mail and phone. What only one of the two stores, such as a column that
    the list did not have yet, is no change.
    """
    with translation.override(language):
        return _Comparison(old, new, language, contact).result()


class _Comparison:
    def __init__(self, old: Snapshot, new: Snapshot, language: str, contact: bool):
        self.old, self.new, self.language = old, new, language
        columns = [column for column in COLUMNS if contact or column.name not in CONTACT]
        self.columns = {column.name: str(column.header) for column in columns}

    def result(self) -> Changes:
        before = {each.key: each for each in self.old.delegations}
        after = {each.key: each for each in self.new.delegations}
        stayed = [key for key in after if key in before]
        pairs, gone, come = _paired(_people(self.old), _people(self.new))
        return Changes(
            event=self._of_event(),
            delegations_added=[self._delegation(after[key]) for key in after if key not in before],
            delegations_removed=[
                self._delegation(before[key]) for key in before if key not in after
            ],
            delegations_changed=[
                self._delegation(after[key], differences)
                for key in stayed
                if (differences := self._of_delegation(before[key], after[key]))
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

    def _of_event(self) -> list[FieldChange]:
        labels = {
            "title": self._label(Event, "title"),
            "dates": _("Dates"),
            "place": _("Place"),
            "status": self._label(Event, "status"),
            "contact": self._label(Event, "corrections_contact"),
            "organisers": _("Organisers"),
        }
        return _differences(labels, self._event(self.old), self._event(self.new))

    def _event(self, snapshot: Snapshot) -> dict[str, str]:
        event = snapshot.event
        return {
            "title": event.title,
            "dates": event.date_text,
            "place": ", ".join(filter(None, [event.venue, event.place_text])),
            "status": event.get_status_display(),
            "contact": event.corrections_contact,
            "organisers": "; ".join(snapshot.heading["languages"][self.language]["organisers"]),
        }

    def _of_delegation(
        self, then: DelegationSnapshot, now: DelegationSnapshot
    ) -> list[FieldChange]:
        labels = {
            "name": _("Name"),
            "section": _("Section"),
            "role": _("Role"),
            "in_capacity_of": _("In its capacity of"),
            "footnote": _("Footnote"),
        }
        return _differences(labels, then.listed[self.language], now.listed[self.language])

    def _of_person(self, then: _Person, now: _Person) -> list[FieldChange]:
        differences = _differences(
            self.columns, self._cells(then, self.old), self._cells(now, self.new)
        )
        if then.delegation.key != now.delegation.key:
            differences.insert(0, FieldChange(_("Delegation"), self._of(then), self._of(now)))
        return differences

    def _cells(self, person: _Person, snapshot: Snapshot) -> dict[str, str]:
        labels = snapshot.heading["languages"][self.language]["labels"]
        return {
            name: labels[name][value] if name in labels else value
            for name, value in person.values.items()
        }

    def _delegation(
        self, delegation: DelegationSnapshot, differences: Iterable[FieldChange] = ()
    ) -> Entry:
        return Entry(self._name_of(delegation), fields=list(differences))

    def _person(self, person: _Person, differences: Iterable[FieldChange] = ()) -> Entry:
        names = person.values.get("prefix"), name_in(person.values, self.language)
        return Entry(" ".join(filter(None, names)), self._of(person), list(differences))

    def _of(self, person: _Person) -> str:
        return self._name_of(person.delegation)

    def _name_of(self, delegation: DelegationSnapshot) -> str:
        return texts_of(delegation.listed[self.language])["name"]

    def _label(self, model, name: str) -> str:
        return capfirst(model._meta.get_field(name).verbose_name)


def _people(frozen: Snapshot) -> list[_Person]:
    people = ((each, person) for each in frozen.delegations for person in each.people)
    return [_Person(place, *person) for place, person in enumerate(people)]


def _paired(
    old: list[_Person], new: list[_Person]
) -> tuple[list[tuple[_Person, _Person]], list[_Person], list[_Person]]:
    """(Who is in both, in the new order; who is only in the old; who is only in the new.)"""
    pairs = []
    for same in _SAME_PERSON:
        known: dict[Any, Any] = {}
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
    places: dict[Any, Any] = {}
    for then, now in pairs:
        if then.delegation.key == now.delegation.key:
            if then.place < places.get(now.delegation.key, -1):
                return True
            places[now.delegation.key] = then.place
    return False


def _differences(
    labels: dict[str, str], before: dict[str, str], after: dict[str, str]
) -> list[FieldChange]:
    """Where the two differ, of what both have; in the order of `labels`, and by them."""
    return [
        FieldChange(label, before[name], after[name])
        for name, label in labels.items()
        if name in before and name in after and before[name] != after[name]
    ]
