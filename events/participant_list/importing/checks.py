"""What rows must not do once it is known whom they mean: checked beside each other, in order."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from events.models import Delegate
from events.participant_list.importing.delegates import Delegates
from events.participant_list.importing.matching import Refuse
from events.participant_list.importing.plan import (
    HEAD,
    Change,
    Kind,
    Missing,
    Place,
    PlannedRow,
    value_of,
)
from events.participant_list.importing.policy import Policy
from events.querysets import GONE

# Kinds of problems that many rows may share: see `Problem.kind`.
SECOND_HEAD, TWICE, UNKNOWN_NAME = "second_head", "twice", "unknown_name"


def refuse_reserved_capacities(rows: Iterable[PlannedRow], policy: Policy, refuse: Refuse) -> None:
    for row in rows:
        if value_of(row.read, "capacity") in policy.reserved:
            reason = _("The secretariat is the organisers' own. Choose another capacity.")
            refuse(row, "capacity", reason)


def check_together(
    rows: list[PlannedRow],
    delegates: Mapping[Place, Delegates],
    policy: Policy,
    refuse: Refuse,
) -> None:
    """Refuse the rows that cannot be applied beside the others."""
    _refuse_second_rows(rows, policy, refuse)
    _refuse_unchangeable(rows, policy, refuse)
    if policy.proposes:
        _let_former_heads_step_down(rows)
    _refuse_second_heads(rows, delegates, policy, refuse)


# --- The same person twice ------------------------------------------------------------------
def _refuse_second_rows(rows: Iterable[PlannedRow], policy: Policy, refuse: Refuse) -> None:
    """Refuse a second row of a name in a delegation, unless the e-mail addresses differ, or the
    officer says that they are two people."""
    of_name: dict[tuple[Place, str], list[PlannedRow]] = defaultdict(list)
    for row in rows:
        of_name[row.place, row.name_key].append(row)
    for same in of_name.values():
        kept: dict[str, PlannedRow] = {}
        # Those whom the list has apart stay apart.
        for row in sorted(same, key=lambda row: row.delegate is None):
            if row.problems:
                continue
            first = _row_of_same_person(row, kept)
            if first is None or row.delegate is not None:
                kept.setdefault(row.email, row)
            elif policy.proposes and row.says_who:
                row.namesake = first
            else:
                refuse(row, "full_name", policy.twice % {"row": first.row}, TWICE)


def _row_of_same_person(row: PlannedRow, kept: dict[str, PlannedRow]) -> PlannedRow | None:
    """The row of the same name, by e-mail address, that may be the same person."""
    if not row.email:
        return next(iter(kept.values()), None)
    return kept.get(row.email) or kept.get("")


# --- Who may not be changed -----------------------------------------------------------------
def _refuse_unchangeable(rows: Iterable[PlannedRow], policy: Policy, refuse: Refuse) -> None:
    for row in rows:
        if row.delegate is not None and row.before["status"] not in policy.changeable:
            reason = _("This person can no longer be changed here. Write to the secretariat.")
            refuse(row, "full_name", reason)


# --- A second head --------------------------------------------------------------------------
def _let_former_heads_step_down(rows: list[PlannedRow]) -> None:
    """A head whom the list names without a capacity, beside another head, is a delegate."""
    new = {row.place for row in rows if not row.problems and _becomes_head(row)}
    for row in rows:
        if (
            row.place in new
            and row.delegate is not None
            and row.before["capacity"] == HEAD
            and not value_of(row.read, "capacity")
        ):
            row.changes += (Change("capacity", str(HEAD), str(Delegate.Capacity.DELEGATE)),)
            row.kind = Kind.CHANGED if row.kind == Kind.SAME else row.kind


def _refuse_second_heads(
    rows: Iterable[PlannedRow],
    delegates: Mapping[Place, Delegates],
    policy: Policy,
    refuse: Refuse,
) -> None:
    """Refuse a second head, beside one in the file or one who stays head on the list."""
    staying = _staying_heads(rows, delegates, policy)
    in_file: dict[Place, str] = {}
    for row in rows:
        if row.problems or not _becomes_head(row):
            continue
        if row.place in staying:
            refuse(row, "capacity", policy.second_head % {"name": staying[row.place]}, SECOND_HEAD)
        elif row.place in in_file:
            name = in_file[row.place]
            refuse(row, "capacity", policy.second_head_in_file % {"name": name}, SECOND_HEAD)
        else:
            in_file[row.place] = row.name


def _staying_heads(
    rows: Iterable[PlannedRow], delegates: Mapping[Place, Delegates], policy: Policy
) -> dict[Place, str]:
    """The heads on the list to whom no row gives another capacity, by name.

    Of one whom no row names, an officer is asked what becomes of them: see `missing`.
    """
    leaving = {row.delegate for row in rows if row.alters and row.change_of("capacity")}
    return {
        place: known.name
        for place, here in delegates.items()
        for known in here.by_person.values()
        if known.values["capacity"] == HEAD
        and known.pk not in leaving
        and not (policy.proposes and known.pk not in here.row_of)
    }


def _becomes_head(row: PlannedRow) -> bool:
    if row.adds:
        return value_of(row.read, "capacity") == HEAD
    change = row.change_of("capacity")
    return row.alters and change is not None and change.new == HEAD


# --- Delegations that would have no head -----------------------------------------------------
def without_head(
    rows: Iterable[PlannedRow],
    delegates: Mapping[Place, Delegates],
    missing: Iterable[Missing],
) -> list[Place]:
    """The delegations of `rows` in which somebody and no head takes part once they are applied."""
    rows = [row for row in rows if row.place is not None and not row.problems]
    stepping_down = {each.delegate for each in missing if each.withdraws or each.loses_seat}
    led: set[Place] = set()
    named: dict[Place, None] = {}
    for place, values in _after(rows, delegates, stepping_down):
        if values["status"] not in GONE:
            named[place] = None
            if values["capacity"] == HEAD:
                led.add(place)
    return [place for place in named if place not in led]


def _after(
    rows: Iterable[PlannedRow], delegates: Mapping[Place, Delegates], stepping_down: set[int]
) -> Iterator[tuple[Place, Mapping[str, str]]]:
    """What each delegate of the delegations in `rows` will be, as far as the list says it."""
    said = set()
    for row in rows:
        said.add(row.delegate)
        yield row.place, row.before if row.asks_back else row.values
    for place, here in delegates.items():
        for known in here.by_person.values():
            if known.pk not in said and known.pk not in stepping_down:
                yield place, known.values
