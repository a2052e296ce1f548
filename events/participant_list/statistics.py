"""A participant list in numbers, for the report of its event.

Participants are those who came or are to come: neither withdrawn nor absent. The public sees the
numbers of delegations and their participants; capacities, statuses and the delegations that do not
take part are for staff. Nobody's gender is counted: it is not recorded, and a prefix does not tell
it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import partial
from typing import Any, TypeVar

from django.db.models import Count, TextChoices
from django.utils.translation import gettext as _

from core.text import collation_key
from core.translation import language_of
from events.models import Delegate, Delegation, Event
from events.participant_list.languages import in_language
from events.participant_list.types import ListedDelegation
from events.querysets import GONE
from participants.models import Grouping
from participants.querysets import belonging

Group = TypeVar("Group", str, int)
# A label, then numbers.
Cells = list[Any]


@dataclass(frozen=True, slots=True)
class StatisticsTable:
    """Numbers under a title: rows of a label and its numbers, headed alike; a total where one
    makes sense. `name` is what an address calls it.

    Where no names are recorded, it is not known how many came: that is None, and no nought.
    `languages` are those of labels that stand in for a missing translation.
    """

    name: str
    title: str
    header: list[str]
    rows: list[Cells]
    total: Cells | None = None
    note: str = ""
    languages: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "StatisticsTable":
        """The table that an issued list stores; what is unknown today is passed over."""
        names = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in names})

    @property
    def bars(self) -> list[tuple[str, int]]:
        """What a chart shows of it: each label with its first number."""
        return [(row[0], row[1]) for row in self.rows]


def statistics(
    event: Event, delegations: list[ListedDelegation], language: str, *, of_people: bool
) -> list[StatisticsTable]:
    """The tables of a list; with `of_people` also those for staff. None is empty."""
    return list(_Numbers(event, delegations, language).tables(of_people))


class _Numbers:
    def __init__(self, event: Event, delegations: list[ListedDelegation], language: str):
        self.event, self.delegations, self.language = event, delegations, language
        self.taking_part: Counter[int] = Counter()
        self.capacities: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        for (delegation, capacity, status), number in _numbers(event).items():
            self.statuses[status] += number
            if status not in GONE:
                self.taking_part[delegation] += number
                self.capacities[capacity] += number

    def tables(self, of_people: bool) -> Iterator[StatisticsTable]:
        if self.delegations:
            yield from self._of_list(of_people)
        if of_people and (absent := self.not_taking_part()):
            yield absent

    def _of_list(self, of_people: bool) -> Iterator[StatisticsTable]:
        yield self.sections()
        yield self.roles()
        if groupings := self.groupings():
            yield groupings
        if of_people and self.capacities:
            yield self.by_capacity()
        if of_people and self.statuses:
            yield self.by_status()

    def sections(self) -> StatisticsTable:
        total = [
            self._in_language(lambda: _("Total")),
            len(self.delegations),
            self.taking_part.total() or None,
        ]
        return self._of_groups(
            "sections",
            *(lambda: _("Delegations by section"), lambda: _("Section"), lambda: _("Delegations")),
            _grouped((each.section, each.pk) for each in self.delegations),
            total=total,
        )

    def roles(self) -> StatisticsTable:
        groups = _grouped((role, each.pk) for each in self.delegations for role in each.roles)
        labels = [self._in_language(partial(str, role.label)) for role in Delegation.Role]
        return self._of_groups(
            "roles",
            *(lambda: _("Delegations by role"), lambda: _("Role"), lambda: _("Delegations")),
            {label: groups[label] for label in labels if label in groups},
            note=self._in_language(lambda: _("A delegation may have several roles.")),
        )

    def groupings(self) -> StatisticsTable | None:
        """Of states, as memberships were on the day of the event; None where there are none."""
        members = (
            self.event.delegations.taking_part()
            .filter(belonging(self.event.sort_date, "state__memberships__"))
            .order_by()
            .values_list("state__memberships__grouping", "pk")
            .distinct()
        )
        groups = _grouped(members)
        groupings = Grouping.objects.in_bulk(groups)
        names, languages = {}, {}
        for pk, grouping in groupings.items():
            name = self._in_language(partial(str, grouping))
            names[name] = groups[pk]
            if other := self._in_language(partial(language_of, grouping, "name")):
                languages[name] = other
        if not names:
            return None
        return self._of_groups(
            "groupings",
            *(lambda: _("States by grouping"), lambda: _("Grouping"), lambda: _("States")),
            dict(sorted(names.items(), key=lambda item: collation_key(item[0]))),
            note=self._in_language(
                lambda: _("As of the day of the event. A state may belong to several groupings.")
            ),
            languages=languages,
        )

    def not_taking_part(self) -> StatisticsTable | None:
        """Those that are in no other table, by why; None where all take part."""
        absent = self.event.delegations.not_taking_part().order_by()
        numbers = Counter(dict(absent.values_list("participation").annotate(Count("pk"))))
        if not numbers:
            return None
        return StatisticsTable(
            "not-taking-part",
            self._in_language(lambda: _("Delegations that do not take part")),
            [
                self._in_language(lambda: _("Participation")),
                self._in_language(lambda: _("Delegations")),
            ],
            self._counted(Delegation.Participation, numbers),
            [self._in_language(lambda: _("Total")), numbers.total()],
            note=self._in_language(lambda: _("They and their delegates are counted here alone.")),
        )

    def by_capacity(self) -> StatisticsTable:
        return StatisticsTable(
            "capacities",
            self._in_language(lambda: _("Participants by capacity")),
            [
                self._in_language(lambda: _("Capacity")),
                self._in_language(lambda: _("Registered participants")),
            ],
            self._counted(Delegate.Capacity, self.capacities),
        )

    def by_status(self) -> StatisticsTable:
        return StatisticsTable(
            "statuses",
            self._in_language(lambda: _("Delegates by status")),
            [self._in_language(lambda: _("Status")), self._in_language(lambda: _("Delegates"))],
            self._counted(Delegate.Status, self.statuses),
            [self._in_language(lambda: _("Total")), self.statuses.total()],
        )

    def _of_groups(
        self, name: str, title, label, counted, groups: dict[str, list[int]], **more
    ) -> StatisticsTable:
        """How many delegations are in each of `groups`, and how many participants they have."""
        registered = self._in_language(lambda: _("Registered participants"))
        header = [self._in_language(label), self._in_language(counted), registered]
        rows = [
            [group, len(members), sum(self.taking_part[pk] for pk in members) or None]
            for group, members in groups.items()
        ]
        return StatisticsTable(name, self._in_language(title), header, rows, **more)

    def _counted(self, choices: type[TextChoices], numbers: Counter) -> list[Cells]:
        """The choices that anyone has, in their order, each with its number."""
        return [
            [self._in_language(partial(str, choice.label)), numbers[choice]]
            for choice in choices
            if numbers[choice]
        ]

    def _in_language(self, text: Callable[[], object]) -> str:
        return in_language(self.language, text)


def _numbers(event: Event) -> dict[tuple[int, str, str], int]:
    """How many delegates of each delegation, capacity and status."""
    delegates = Delegate.objects.listed().filter(delegation__event=event).order_by()
    counted = delegates.values_list("delegation", "capacity", "status").annotate(Count("pk"))
    return {tuple(key): number for *key, number in counted}


def _grouped(pairs: Iterable[tuple[Group, int]]) -> dict[Group, list[int]]:
    groups: dict[Group, list[int]] = defaultdict(list)
    for group, pk in pairs:
        groups[group].append(pk)
    return groups
