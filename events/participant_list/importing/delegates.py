"""The delegates of an event, as the rows of a list are matched with them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.text import person_key
from events.models import Delegate
from events.participant_list.fields import COMPARED, OF_DELEGATE, OF_PERSON
from events.participant_list.importing.comparing import key_of, name_key_of
from events.participant_list.importing.plan import Place
from events.participant_list.importing.policy import Policy
from participants.scripts import JOB, JOB_IN_RUSSIAN, name_in, names_in


@dataclass(eq=False, slots=True)
class Known:
    """A delegate of the list: what it says of them, and by which keys of names they are found.

    `fields` are those that a row may change; contact data that the sender may not see are empty.
    """

    pk: int
    person: int
    values: dict[str, str]
    keys: tuple[str, ...]
    fields: tuple[str, ...] = COMPARED
    # What the register says of the person now: the name, and what the list keeps as of the day.
    of_person: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return name_in(self.values)

    @property
    def email(self) -> str:
        return self.values["email"].casefold()

    @property
    def is_withdrawn(self) -> bool:
        return self.values["status"] == Delegate.Status.WITHDRAWN


@dataclass(eq=False, slots=True)
class Delegates:
    """The delegates of one delegation, and which of them a row means already."""

    by_key: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_email: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_family_name: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_person: dict[int, Known] = field(default_factory=dict)
    row_of: dict[int, int] = field(default_factory=dict)  # the delegate: the number of the row

    def add(self, known: Known) -> None:
        for key in known.keys:
            self.by_key[key].append(known)
        if known.email:
            self.by_email[known.email].append(known)
        self.by_family_name[key_of(names_in(known.values)[1], "")].append(known)
        self.by_person[known.person] = known

    def free(self, some: Iterable[Known]) -> list[Known]:
        """Those of `some` whom no row means yet."""
        return [known for known in some if known.pk not in self.row_of]


def load_delegates(places: Iterable[Place], policy: Policy) -> dict[Place, Delegates]:
    """The delegates in each of `places`, as far as the sender may see them."""
    by_delegation = {place.pk: place for place in places if place.pk is not None}
    stored = Delegate.objects.filter(delegation__in=by_delegation)
    own = policy.own(stored) if policy.own else None
    delegates: dict[Place, Delegates] = defaultdict(Delegates)
    for pk, delegation, person, key, *values in stored.order_by("pk").values_list(
        *("pk", "delegation", "person", "person__name_key"),
        *OF_DELEGATE,
        *(f"person__{name}" for name in (*OF_PERSON, *JOB, *JOB_IN_RUSSIAN)),
    ):
        compared, job = values[: len(COMPARED)], values[len(COMPARED) :]
        known = _known(pk, person, key, dict(zip(COMPARED, compared, strict=True)))
        known.of_person = dict(zip((*JOB, *JOB_IN_RUSSIAN), job, strict=True))
        if own is not None and pk not in own:
            known = _without_person(known)
        delegates[by_delegation[delegation]].add(known)
    return delegates


def _known(pk: int, person: int, person_name_key: str, values: dict[str, str]) -> Known:
    return Known(pk, person, values, _distinct(*_own_keys(values), person_name_key))


def _without_person(known: Known) -> Known:
    """What the list itself says of a delegate, without what the register knows of the person."""
    values = known.values | dict.fromkeys(OF_PERSON, "")
    return Known(known.pk, known.person, values, _distinct(*_own_keys(values)), OF_DELEGATE)


def _own_keys(values: dict[str, str]) -> tuple[str, str]:
    """The keys of the name in either script."""
    cyrillic = person_key(values["family_name_cyrillic"], values["given_names_cyrillic"])
    return name_key_of(values), cyrillic


def _distinct(*keys: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, keys)))
