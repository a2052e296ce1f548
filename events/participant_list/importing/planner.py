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
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _

from events.models import Delegation, Event
from events.participant_list.fields import FIELDS_BY_NAME
from events.participant_list.importing.checks import check_together, refuse_reserved_capacities
from events.participant_list.importing.comparing import row_key_of
from events.participant_list.importing.decisions import LEAVE_OUT, Decisions
from events.participant_list.importing.delegates import load_delegates
from events.participant_list.importing.matching import Refuse, match_delegates
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

    planned = [
        _planned(replace(each, **dict.fromkeys(policy.ignores)), decisions, places, refuse)
        for each in (*read.people, *read.unnamed)
    ]
    taken = [row for row in planned if not (row.problems or row.kind == Kind.LEFT_OUT)]
    # Also those of which the file names nobody: that they come is what it says.
    used = list(dict.fromkeys(row.place for row in taken))
    waiting = [row for row in taken if row.read.family_name]

    refuse_reserved_capacities(waiting, policy, refuse)
    delegates = load_delegates(used, policy)
    match_delegates(_unmatched(waiting), delegates, policy, refuse)
    if policy.proposes:
        match_persons(_unmatched(waiting), event, delegates, refuse)
    check_together(waiting, delegates, policy, refuse)

    named = [row for row in planned if row.problems or row.read.family_name]
    rows = _in_order_of_file([*named, *_unread(read, decisions)], read.opened)
    return Plan(event, rows, used, places.unknown, read.skipped)


def _unmatched(rows: list[PlannedRow]) -> list[PlannedRow]:
    return [row for row in rows if not row.is_matched]


# --- Rows by themselves ---------------------------------------------------------------------
def _planned(read: ReadRow, decisions: Decisions, places: Places, refuse: Refuse) -> PlannedRow:
    """A row with its delegation, or with the reason why it has none."""
    key = _key(read.sheet, read.row)
    row = PlannedRow(key, read.sheet, read.row, read, decisions.rows.get(key, ""))
    row.place, reason = places.find(read)
    if places.is_left_out(read):
        row.decision = LEAVE_OUT
    if row.decision == LEAVE_OUT:
        row.kind = Kind.LEFT_OUT
    elif row.place is None:
        refuse(row, "delegation", reason)
    else:
        row.name_key = row_key_of(read)
    return row


def _unread(read: ReadList, decisions: Decisions) -> Iterator[PlannedRow]:
    """The rows that could not be read, with what is wrong with their cells."""
    wrong = defaultdict(list)
    for sheet, error in read.errors:
        problem = Problem(sheet, error.row, error.column, error.value, error.reason)
        wrong[sheet, error.row].append(problem)
    for (sheet, number), problems in wrong.items():
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


def _refuse(opened: OpenList, row: PlannedRow, name: str, reason: str) -> None:
    """Refuse a row for its field `name`, under the title that the column has in the file."""
    columns = _NAME_COLUMNS if name == "full_name" else (name,)
    titles = filter(None, (opened.title_of(row.sheet, column) for column in columns))
    if name == "full_name":
        column, value = next(titles, _("Name")), row.name
    else:
        column, value = next(titles, str(FIELDS_BY_NAME[name].label)), value_of(row.read, name)
    row.refuse(Problem(row.sheet, row.row, column, in_words(name, value), reason))


def _in_order_of_file(rows: list[PlannedRow], opened: OpenList) -> list[PlannedRow]:
    sheets = {table.title: number for number, table in enumerate(opened.tables)}
    return sorted(rows, key=lambda row: (sheets.get(row.sheet, 0), row.row))
