"""Makes the plan of an import. Nothing is stored here, and nothing is asked twice.

A plan is made anew from the file, the register and the officer's decisions each time that it is
needed: for each page of the preview, and once more when it is carried out.

A row is matched to a person by the first of these rules that applies:

1. somebody in the same delegation, of a name that is spelt alike (`person_key`), or of the same
   e-mail address and a name that shares a word, or, where no given names are written, of the
   family name alone (`matching`);
2. a person of the same state or organisation, of a name that is spelt alike and with the same
   e-mail address or institution (`persons`);
3. a person of the same state or organisation, or somebody else in the delegation, whose name is
   that or sounds like it in any script, or whose e-mail address is the same: a possible
   duplicate, for the officer to decide (`persons`);
4. nobody: somebody new.

Who sends the list decides which of these rules count, and what a row may change (`policy`).
An empty cell says nothing: what the register knows stays (`comparing`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _

from events.models import Delegate, Delegation, Event
from events.participant_list.errors import CellError
from events.participant_list.fields import FIELDS_BY_NAME
from events.participant_list.importing.capacities import Capacities, with_meaning
from events.participant_list.importing.cells import CELLS, entered, sorted_by_script, wrong_cells
from events.participant_list.importing.checks import (
    UNKNOWN_NAME,
    check_together,
    refuse_reserved_capacities,
    without_head,
)
from events.participant_list.importing.comparing import changes, name_key_of
from events.participant_list.importing.decisions import LEAVE_OUT, Decisions
from events.participant_list.importing.delegates import load_delegates
from events.participant_list.importing.matching import Refuse, match_delegates
from events.participant_list.importing.missing import find_missing
from events.participant_list.importing.persons import match_persons
from events.participant_list.importing.places import Places
from events.participant_list.importing.plan import (
    Kind,
    Plan,
    PlannedRow,
    Problem,
    in_words,
    value_of,
)
from events.participant_list.importing.policy import STAFF, Policy
from events.participant_list.importing.reading import OpenList, ReadList
from events.participant_list.readers import ReadRow
from participants.scripts import JOB, JOB_IN_RUSSIAN, NAMES, TWINS

# Where somebody works, in both languages: what may be newer on a list than with the person.
JOBS = (*JOB, *JOB_IN_RUSSIAN)
# The columns of which one names the person.
_NAME_COLUMNS = ("family_name", "full_name", "given_names")


def plan_import(
    event: Event,
    read: ReadList,
    decisions: Decisions | None = None,
    only_delegation: Delegation | None = None,
    policy: Policy = STAFF,
) -> Plan:
    """What importing `read` into the list of `event` would change, as far as `policy` allows.

    With `only_delegation`, rows that name no delegation belong to it, and rows that name another
    one are errors.
    """
    decisions = decisions or Decisions()
    refuse = partial(_refuse, read.opened)
    places = Places(event, decisions, only_delegation)
    capacities = Capacities(decisions.capacities)

    errors = _errors_by_row(read)
    planned = [
        _planned(
            replace(each, **dict.fromkeys(policy.ignores)),
            errors.pop((each.sheet, each.row), ()),
            decisions,
            places,
            capacities if policy.proposes else None,
            refuse,
        )
        for each in (*read.people, *read.unnamed, *read.refused)
    ]
    taken = [row for row in planned if not (row.problems or row.kind == Kind.LEFT_OUT)]
    # Also those of which the file names nobody: that they come is what it says.
    used = list(dict.fromkeys(row.place for row in taken))
    waiting = [row for row in taken if row.names_somebody]

    refuse_reserved_capacities(waiting, policy, refuse)
    delegates = load_delegates(used, policy)
    match_delegates(_unmatched(waiting), delegates, policy, refuse)
    if policy.proposes:
        match_persons(_unmatched(waiting), event, delegates, refuse)
    check_together(waiting, delegates, policy, refuse)
    if policy.proposes:
        _doubt_persons_in_two_delegations(waiting)
        _doubt_jobs_in_one_language(waiting)
        _offer_newer_jobs(waiting, event)
    missing = find_missing(planned, delegates, decisions) if policy.proposes else []
    headless = without_head(waiting, delegates, missing) if policy.proposes else []

    named = [row for row in planned if row.problems or row.text or row.names_somebody]
    rows = _in_order_of_file([*named, *_unread(errors, read, decisions)], read.opened)
    return Plan(
        event,
        rows,
        used,
        places.unknown,
        read.skipped,
        missing=missing,
        headless=headless,
        words=capacities.unknown,
    )


def _unmatched(rows: list[PlannedRow]) -> list[PlannedRow]:
    return [row for row in rows if not row.is_matched]


# --- Rows by themselves ---------------------------------------------------------------------
def _planned(
    read: ReadRow,
    errors: Sequence[Problem],
    decisions: Decisions,
    places: Places,
    capacities: Capacities | None,
    refuse: Refuse,
) -> PlannedRow:
    """A row with its delegation and with what the officer typed, or with what is wrong with it.

    With `capacities`, an unknown word of capacity is asked about, and is not wrong.
    """
    key = _key(read.sheet, read.row)
    typed = decisions.cells.get(key, {})
    read = sorted_by_script(read)
    values = entered(read, typed)
    read = replace(read, **values)
    text = errors[0].value or "–" if errors else ""
    row = PlannedRow(key, read.sheet, read.row, read, decisions.rows.get(key, ""), text)
    row.taking, row.typed, row.entered = decisions.values.get(key, ""), typed, values
    row.doubts = tuple(
        (doubt.field, doubt.reason) for doubt in read.doubts if not _is_mended(doubt.field, typed)
    )
    row.place, no_place = places.find(read)
    if places.is_left_out(read):
        row.decision = LEAVE_OUT
    row.name_key = name_key_of(read)
    if row.decision == LEAVE_OUT:
        row.kind = Kind.LEFT_OUT
        return row
    if capacities is not None:
        errors = _without_words(row, errors, capacities)
    # Of a column that stands for nothing known, any correction of the row is taken as an answer.
    still_wrong = [
        problem
        for problem in errors
        if not (_is_mended(problem.field, typed) if problem.field else typed)
    ]
    if still_wrong:
        row.refuse(*still_wrong)
    for name, _text, reason in wrong_cells(typed):
        refuse(row, name, reason)
    if row.place is None:
        refuse(row, "delegation", no_place, UNKNOWN_NAME if places.asks_about(read) else "")
    elif row.place.is_added and not row.place.role:
        row.place.role = value_of(read, "role")
    return row


def _without_words(
    row: PlannedRow, errors: Sequence[Problem], capacities: Capacities
) -> list[Problem]:
    """`errors` without those that are unknown words of capacity, which are given their meaning."""
    others = []
    for problem in errors:
        # A longer text was cut: it is no word, and is corrected in its cell.
        if problem.field != "capacity" or problem.value.endswith("…"):
            others.append(problem)
        elif problem.field not in row.typed:
            word = capacities.find(problem.value)
            row.read = with_meaning(row.read, word)
            if not word.meaning:
                reason = _("The capacity “%(word)s” is not known here: say above what it means.")
                row.doubts += (("capacity", reason % {"word": word.text}),)
    return others


def _is_mended(name: str, typed: Iterable[str]) -> bool:
    """Whether the officer typed what was wrong or doubtful in the field `name`."""
    return name in typed or (name in _NAME_COLUMNS and any(each in typed for each in NAMES))


def _errors_by_row(read: ReadList) -> dict[tuple[str, int], list[Problem]]:
    errors = defaultdict(list)
    for sheet, error in read.errors:
        errors[sheet, error.row].append(_problem_of(sheet, error, read.opened))
    return errors


def _problem_of(sheet: str, error: CellError, opened: OpenList) -> Problem:
    names = opened.fields_of(sheet, error.column)
    name = next((each for each in names if each in CELLS or each in _NAME_COLUMNS), "")
    field = "family_name" if name in _NAME_COLUMNS else name
    return Problem(sheet, error.row, error.column, error.value, error.reason, field)


def _unread(
    errors: dict[tuple[str, int], list[Problem]], read: ReadList, decisions: Decisions
) -> Iterator[PlannedRow]:
    """The rows of which nothing could be read, with what is wrong with their cells."""
    for (sheet, number), problems in errors.items():
        key, text = _key(sheet, number), read.opened.text_of(sheet, number)
        row = PlannedRow(key, sheet, number, None, decisions.rows.get(key, ""), text)
        if row.decision == LEAVE_OUT:
            row.kind = Kind.LEFT_OUT
        else:
            row.refuse(*problems)
        yield row


def _key(sheet: str, row: int) -> str:
    """By which a decision about a row is kept."""
    return f"{row}@{sheet}"


def _refuse(opened: OpenList, row: PlannedRow, name: str, reason: str, kind: str = "") -> None:
    """Refuse a row for its field `name`, under the title that the column has in the file."""
    columns = _NAME_COLUMNS if name == "full_name" else (name,)
    titles = filter(None, (opened.title_of(row.sheet, column) for column in columns))
    if name == "full_name":
        column, value = next(titles, _("Name")), row.name
    else:
        value = row.typed.get(name) or value_of(row.read, name)
        column = next(titles, str(FIELDS_BY_NAME[name].label))
    field = "family_name" if name == "full_name" else name
    problem = Problem(row.sheet, row.row, column, in_words(name, value), reason, field, kind)
    row.refuse(problem)


# --- What an officer had better know --------------------------------------------------------
def _doubt_persons_in_two_delegations(rows: Iterable[PlannedRow]) -> None:
    """Say of a name that stands in two delegations that it does.

    Where both are on the list already, an officer has seen it: that is not said again.
    """
    of_name: dict[str, list[PlannedRow]] = defaultdict(list)
    for row in rows:
        of_name[row.name_key].append(row)
    for same in of_name.values():
        for row in same:
            other = next(
                (
                    each
                    for each in same
                    if each.place is not row.place and None in (row.delegate, each.delegate)
                ),
                None,
            )
            if other is not None:
                reason = _("Row %(row)d has the same name in another delegation, %(name)s.")
                sentence = reason % {"row": other.row, "name": other.place.name}
                row.doubts += (("family_name", sentence),)


def _doubt_jobs_in_one_language(rows: Iterable[PlannedRow]) -> None:
    """Say of a position or institution that changes in one language that the other one stays."""
    for row in rows:
        changed = {change.field for change in row.changes if change.old}
        for name in changed.intersection(JOBS):
            other = TWINS[name]
            if row.delegate is not None and row.change_of(other) is None and row.before[other]:
                reason = _(
                    "It changes in one language only. In the other language this stays: %(text)s."
                )
                row.doubts += ((name, reason % {"text": row.before[other]}),)


def _offer_newer_jobs(rows: Iterable[PlannedRow], event: Event) -> None:
    """Offer to note position and institution with the person, whose latest event this is."""
    if event.starts is None:
        return
    offered = {
        row: found
        for row in rows
        if row.person is not None
        and row.known
        and (found := changes(row.read, row.known, JOBS, row.entered))
    }
    later = Delegate.objects.filter(
        person__in=[row.person for row in offered], delegation__event__starts__gt=event.starts
    )
    seen_later = set(later.values_list("person", flat=True)) if offered else set()
    for row, found in offered.items():
        if row.person not in seen_later:
            row.offered = tuple(each for each in found if each.new)


def _in_order_of_file(rows: list[PlannedRow], opened: OpenList) -> list[PlannedRow]:
    sheets = {table.title: number for number, table in enumerate(opened.tables)}
    return sorted(rows, key=lambda row: (sheets.get(row.sheet, 0), row.row))
