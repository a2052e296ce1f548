"""The rows of the preview as its page shows them: cells as they will print, groups, questions."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.participant_list.fields import FIELDS_BY_NAME, Access
from events.participant_list.importing.cells import CELLS, plain, shown
from events.participant_list.importing.checks import SECOND_HEAD, TWICE, UNKNOWN_NAME
from events.participant_list.importing.decisions import (
    ALSO_PERSON,
    ANOTHER_PERSON,
    BACK,
    KEEP,
    LEAVE_OUT,
    PERSON,
    REPLACED_BY,
    STAY,
    STAY_WITHDRAWN,
    WITHDRAW,
    chosen,
)
from events.participant_list.importing.plan import (
    Candidate,
    Change,
    Kind,
    Missing,
    Plan,
    PlannedRow,
)
from participants.scripts import RUSSIAN_OF, in_script

T = TypeVar("T")

DOUBTFUL, MISSING = "doubtful", "missing"
# From how many rows on a problem that they share stands once, above them.
SHARED = 6


# --- Cells ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PreviewCell:
    """A cell: what it will say, what it says now where that changes, and how it is marked."""

    field: str
    value: str
    old: str = ""
    mark: str = ""

    @property
    def label(self) -> str:
        return str(FIELDS_BY_NAME[self.field].label)

    @property
    def has_choices(self) -> bool:
        return FIELDS_BY_NAME[self.field].choices is not None


def cells_shown(row: PlannedRow) -> dict[str, str]:
    """What each cell of the row says: also what a page sends back where nobody typed into it."""
    if row.read is None:
        return {}
    values = {**row.values, **in_script(row.values, "en")}
    cells = {name: plain(shown(name, values[name])) for name in CELLS}
    # What cannot be stored stands in its cell as it was written, to be corrected there.
    cells |= {
        each.field: plain(each.value)
        for each in row.problems
        # The whole name is no family name.
        if each.field in cells and each.value != row.name
    }
    return cells | {name: text for name, text in row.typed.items() if name in _wrong(row)}


def _wrong(row: PlannedRow) -> set[str]:
    return {problem.field for problem in row.problems}


def _cells_of(row: PlannedRow) -> list[PreviewCell]:
    wrong = _wrong(row)
    doubtful = {
        "family_name" if field == "full_name" else field
        for field, _reason in ([] if row.problems else row.doubts)
    }
    changes = {} if row.taking == KEEP else {each.field: each for each in row.changes}
    cells = []
    for name, value in cells_shown(row).items():
        change, mark = changes.get(name), ""
        if name in wrong:
            mark = "wrong"
        elif name in doubtful:
            mark = "doubtful"
        elif change or name in row.typed:
            mark = "changed"
        cells.append(PreviewCell(name, value, change.old_text if change else "", mark))
    return cells


def side_by_side(cells: Sequence[T], name: Callable[[T], str]) -> list[list[T]]:
    """`cells` by the columns of the page, in which the contact data stand under each other."""
    contact = [each for each in cells if FIELDS_BY_NAME[name(each)].access is Access.CONTACT]
    columns = [[each] for each in cells if each not in contact]
    return [*columns, contact] if contact else columns


# --- Rows -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row with its cells, what is said below them, and what can be decided.

    `who` and `values` are choices (value, label) with the one that holds, `who` of whom is meant.
    """

    row: PlannedRow
    cells: list[PreviewCell]
    problems: list
    doubts: list[str]
    notes: list[Change]
    offered: tuple[Change, ...]
    who: list[tuple[str, str]]
    decided: str
    values: list[tuple[str, str]]

    @property
    def columns(self) -> list[list[PreviewCell]]:
        return side_by_side(self.cells, lambda cell: cell.field)

    @property
    def is_of_unknown_name(self) -> bool:
        return any(problem.kind == UNKNOWN_NAME for problem in self.row.problems)

    @property
    def has_sentences(self) -> bool:
        return bool(
            self.problems or self.doubts or self.notes or self.offered or self.row.candidates
        )


def preview_row(row: PlannedRow, shared: Iterable[str] = ()) -> PreviewRow:
    """`row` as the page shows it, without the problems of the kinds `shared`."""
    return PreviewRow(
        row,
        _cells_of(row),
        [problem for problem in row.problems if problem.kind not in shared],
        [] if row.problems else [reason for _field, reason in row.doubts],
        [*(change for change in row.changes if change.field not in CELLS), *_in_russian(row)],
        # What the cells show already is not said again.
        tuple(each for each in row.offered if not row.change_of(each.field)),
        _who(row),
        _decided(row),
        _values(row),
    )


def _in_russian(row: PlannedRow) -> list[Change]:
    """What the file says of somebody new in Russian beside what stands in the cells."""
    if row.read is None or not row.adds:
        return []
    changed = {change.field for change in row.changes}
    values = row.values
    return [
        Change(russian, "", values[russian])
        for name, russian in RUSSIAN_OF.items()
        if values[name] and values[russian] and russian not in changed
    ]


def _decided(row: PlannedRow) -> str:
    if row.kind == Kind.LEFT_OUT:
        return LEAVE_OUT
    if row.candidates and row.person is not None:
        return chosen(PERSON, row.person)
    return row.decision


def _who(row: PlannedRow) -> list[tuple[str, str]]:
    leave_out = (LEAVE_OUT, _("leave the row out"))
    repeats = row.namesake is not None or any(each.kind == TWICE for each in row.problems)
    another = (ANOTHER_PERSON, _("these are two people") if repeats else _("another person"))
    if row.kind == Kind.ERROR:
        return [("", _("correct it")), *([another] if repeats else []), leave_out]
    if row.kind == Kind.LEFT_OUT:
        return [("", _("import")), leave_out]
    if row.candidates:
        return [
            ("", _("– who is it? –")),
            *((chosen(PERSON, each.pk), _same_as(each)) for each in row.candidates),
            another,
            leave_out,
        ]
    if row.asks_back:
        return [
            ("", _("– back? –")),
            (BACK, _("back on the list")),
            (STAY_WITHDRAWN, _("stays withdrawn")),
            another,
            leave_out,
        ]
    knows = row.delegate is not None or row.kind == Kind.KNOWN or row.decision == ANOTHER_PERSON
    return [("", _("import")), *([another] if knows else []), leave_out]


def _same_as(candidate: Candidate) -> str:
    about = filter(None, [candidate.name, candidate.position, candidate.institution])
    return _("the same as: %(person)s") % {"person": ", ".join(about)}


def _values(row: PlannedRow) -> list[tuple[str, str]]:
    """What can be chosen of the values of a row that changes something; empty if it does not."""
    if not (row.changes or row.offered) or row.problems or row.kind == Kind.LEFT_OUT:
        return []
    if not row.changes:
        return [("", _("for this list alone")), (ALSO_PERSON, _("for the person too"))]
    choices = [("", _("take the change"))]
    if row.offered:
        choices.append((ALSO_PERSON, _("take it, for the person too")))
    return [*choices, (KEEP, _("keep what the register says"))]


# --- Groups ---------------------------------------------------------------------------------
def group_of(row: PlannedRow) -> str:
    return DOUBTFUL if row.is_doubtful else row.kind.value


def _label(group: str) -> str:
    return {
        DOUBTFUL: pgettext("row of an import", "doubtful"),
        MISSING: pgettext("row of an import", "no longer named"),
    }.get(group) or str(Kind(group).label)


def groups_of(plan: Plan) -> list[dict]:
    """The groups of rows in the order in which an officer looks at them, with their numbers."""
    numbers = Counter(map(group_of, plan.rows))
    numbers[MISSING] = len(plan.missing)
    order = [Kind.ERROR.value, DOUBTFUL, MISSING, *(kind.value for kind in Kind)]
    return [
        {"value": group, "label": _label(group), "number": numbers[group]}
        for group in dict.fromkeys(order)
        if numbers[group]
    ]


# --- What many rows share -------------------------------------------------------------------
def said_once(plan: Plan) -> set[str]:
    """The kinds of problems that many rows share: they are said above the rows, not in each."""
    numbers = Counter(problem.kind for problem in plan.problems)
    return {kind for kind in (SECOND_HEAD, TWICE, UNKNOWN_NAME) if numbers[kind] >= SHARED}


def shared_problems(plan: Plan) -> list[dict]:
    """The problems that many rows share: each with a sentence and a button for all of them."""
    numbers = Counter(problem.kind for problem in plan.problems)
    found = []
    if (number := numbers[SECOND_HEAD]) >= SHARED:
        sentence = ngettext(
            "%(number)d row names a second head of its delegation.",
            "%(number)d rows name a second head of their delegation.",
            number,
        )
        found.append((SECOND_HEAD, sentence % {"number": number}, _("Make them delegates")))
    if (number := numbers[TWICE]) >= SHARED:
        sentence = ngettext(
            "%(number)d row repeats a name of its delegation.",
            "%(number)d rows repeat a name of their delegation.",
            number,
        )
        found.append((TWICE, sentence % {"number": number}, _("Leave the repetitions out")))
    return [{"kind": kind, "sentence": text, "button": button} for kind, text, button in found]


# --- Who is not in the list -----------------------------------------------------------------
def missing_person(missing: Missing) -> dict:
    """Somebody whom the list no longer names, with what may become of them."""
    stay = _("stays, as a delegate") if missing.loses_seat else _("leave as it is")
    successors = [
        (f"{REPLACED_BY}:{row.key}", _("replaced by %(name)s") % {"name": row.name})
        for row in missing.successors
    ]
    return {
        "missing": missing,
        "capacity": shown("capacity", missing.values["capacity"]),
        "choices": [
            ("", _("– what becomes of them? –")),
            (WITHDRAW, _("withdraw")),
            (STAY, stay),
            *successors,
        ],
    }
