"""A participant list in numbers, for the report of its event.

Participants are those who came or are to come: neither withdrawn nor absent. The public sees the
numbers of delegations and their participants; capacities and statuses are for staff. Nobody's
gender is counted: it is not recorded, and a prefix does not tell it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import translation
from django.utils.translation import gettext as _

from events.models import Delegate, Delegation, Event
from events.querysets import GONE
from participants.models import Grouping
from participants.names import collation_key
from participants.querysets import belonging

if TYPE_CHECKING:
    from events.participant_list.rows import ListedDelegation


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers under a title: rows of a label and its numbers, headed alike; a total where one
    makes sense. `name` is what an address calls it."""

    name: str
    title: str
    header: list[str]
    rows: list[list[str | int]]
    total: list[str | int] | None = None
    note: str = ""

    @property
    def bars(self) -> list[tuple[str, int]]:
        """What a chart shows of it: each label with its first number."""
        return [(row[0], row[1]) for row in self.rows]


def statistics(
    event: Event, delegations: list[ListedDelegation], language: str, *, of_people: bool
) -> list[Table]:
    """The tables of a list; with `of_people` also those for staff. None is empty."""
    with translation.override(language):
        return list(_tables(event, delegations, of_people))


def _tables(event: Event, delegations: list[ListedDelegation], of_people: bool):
    people = _numbers(event)
    taking_part = Counter()
    capacities, statuses = Counter(), Counter()
    for (delegation, capacity, status), number in people.items():
        statuses[status] += number
        if status not in GONE:
            taking_part[delegation] += number
            capacities[capacity] += number

    def table(name: str, title: str, label: str, counted: str, groups, **more) -> Table:
        header = [label, counted]
        rows = [[group, len(members)] for group, members in groups.items()]
        if taking_part:
            header.append(_("Participants"))
            for row, members in zip(rows, groups.values(), strict=True):
                row.append(sum(taking_part[pk] for pk in members))
        return Table(name, title, header, rows, **more)

    if not delegations:
        return
    total = [_("Total"), len(delegations)]
    if taking_part:
        total.append(taking_part.total())
    yield table(
        *("sections", _("Delegations by section"), _("Section"), _("Delegations")),
        _grouped((each.section, each.pk) for each in delegations),
        total=total,
    )
    yield table(
        *("roles", _("Delegations by role"), _("Role"), _("Delegations")),
        _by_role(delegations),
        note=_("A delegation may have several roles."),
    )
    if groupings := _by_grouping(event):
        yield table(
            *("groupings", _("States by grouping"), _("Grouping"), _("States")),
            groupings,
            note=_("As of the day of the event. A state may belong to several groupings."),
        )
    if of_people and capacities:
        rows = _counted(Delegate.Capacity, capacities)
        header = [_("Capacity"), _("Participants")]
        yield Table("capacities", _("Participants by capacity"), header, rows)
    if of_people and statuses:
        rows = _counted(Delegate.Status, statuses)
        header, total = [_("Status"), _("Delegates")], [_("Total"), statuses.total()]
        yield Table("statuses", _("Delegates by status"), header, rows, total)


def _numbers(event: Event) -> dict[tuple[int, str, str], int]:
    """How many delegates of each delegation, capacity and status."""
    delegates = Delegate.objects.filter(delegation__event=event).order_by()
    counted = delegates.values_list("delegation", "capacity", "status").annotate(Count("pk"))
    return {tuple(key): number for *key, number in counted}


def _by_role(delegations: list[ListedDelegation]) -> dict[str, list[int]]:
    groups = _grouped((role, each.pk) for each in delegations for role in each.roles)
    return {str(role.label): groups[role.label] for role in Delegation.Role if role.label in groups}


def _by_grouping(event: Event) -> dict[str, list[int]]:
    """The delegations of states by grouping, as memberships were on the day of the event."""
    members = (
        event.delegations.filter(belonging(event.sort_date, "state__memberships__"))
        .order_by()
        .values_list("state__memberships__grouping", "pk")
        .distinct()
    )
    groups = _grouped(members)
    groupings = Grouping.objects.in_bulk(groups)
    names = {str(grouping): groups[pk] for pk, grouping in groupings.items()}
    return dict(sorted(names.items(), key=lambda item: collation_key(item[0])))


def _grouped(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    groups = defaultdict(list)
    for group, pk in pairs:
        groups[group].append(pk)
    return groups


def _counted(choices, numbers: Counter) -> list[list[str | int]]:
    """The choices that anyone has, in their order, each with its number."""
    return [[str(label), numbers[value]] for value, label in choices.choices if numbers[value]]
