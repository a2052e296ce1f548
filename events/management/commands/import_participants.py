"""`python manage.py import_participants SLUG FILE`: a list into an event, all of it or nothing."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from events.models import Event, ParticipantImport
from events.participant_list import ParticipantListError
from events.participant_list.fields import FIELDS_BY_NAME
from events.participant_list.importing.apply import PlanRefused, apply_import
from events.participant_list.importing.capacities import likeliest
from events.participant_list.importing.cells import CELLS
from events.participant_list.importing.decisions import (
    ANOTHER_PERSON,
    KEEP,
    PERSON,
    STAY,
    STAY_WITHDRAWN,
    WITHDRAW,
    Decisions,
    chosen,
)
from events.participant_list.importing.plan import (
    Missing,
    Plan,
    PlannedRow,
    UnknownWord,
    in_words,
)
from events.participant_list.importing.planner import plan_import
from events.participant_list.importing.reading import ReadList, read_list
from events.participant_list.readers import LeftOut

# A cell of the table is cut after so many characters.
WIDEST = 30

PROBLEMS_SHOWN = 100


class Command(BaseCommand):
    help = (
        "Imports a participant list (XLSX, XLS, ODS, CSV, DOCX, PDF or text) into an event: all of "
        "it, or nothing if any row has an error. Delegations that the event lacks are added as "
        "participating. Of what is doubtful the likeliest reading is taken and reported: a row is "
        "the one person of its delegation who may be meant and whom the list does not name else, "
        "or a new person; a word of capacity that is not known becomes the one that is written "
        "nearly so, or a position; who was withdrawn stays so; who is on the register and not in "
        "the list stays. What was left out of the list is reported too."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the last part of the address of the event's page")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="only show what would be stored")
        parser.add_argument("--json", action="store_true", help="report as JSON, not in words")
        parser.add_argument("--strict", action="store_true", help="refuse doubtful rows")
        parser.add_argument(
            "--whole-list",
            action="store_true",
            help="the file names everybody of its delegations: withdraw whom it does not name",
        )

    def handle(self, *, slug, file, dry_run, strict, whole_list, **options):
        event = Event.objects.filter(slug=slug).first()
        if event is None:
            raise CommandError(
                f"No event has the slug “{slug}”. It is the last part of the page's address, "
                "after /events/."
            )
        content = self._content(file)
        # What was doubtful, before the likeliest reading was taken.
        doubts: list[str] = []
        read: ReadList | None = None

        def make_plan() -> Plan:
            nonlocal read
            read = read or read_list(BytesIO(content), file.name)
            plan, doubts[:] = _likeliest(event, read, whole_list)
            return plan

        try:
            if strict and (make_plan(), doubts)[1]:
                raise CommandError(
                    "\n".join([*doubts, "Nothing was imported: some rows are doubtful."])
                )
            if dry_run:
                plan = make_plan()
                if plan.problems and not options["json"]:
                    raise PlanRefused(plan)
            else:
                record = ParticipantImport(event=event, file_name=file.name[-250:])
                plan = apply_import(record, make_plan)
        except PlanRefused as refused:
            problems = refused.plan.problems
            for problem in problems[:PROBLEMS_SHOWN]:
                self.stderr.write(str(problem))
            if len(problems) > PROBLEMS_SHOWN:
                self.stderr.write(f"These are the first {PROBLEMS_SHOWN} of {len(problems)}.")
            raise CommandError(str(refused)) from refused
        except ParticipantListError as error:
            raise CommandError(str(error)) from error
        left_out = read.left_out if read else []
        if options["json"]:
            data = _as_data(plan, doubts, left_out)
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        else:
            self._report(plan, doubts, left_out, dry_run)

    def _content(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from error

    def _report(
        self, plan: Plan, doubts: list[str], left_out: list[tuple[str, LeftOut]], dry_run: bool
    ) -> None:
        if dry_run:
            for line in _table(plan):
                self.stdout.write(line)
        for doubt in doubts:
            self.stdout.write(doubt)
        for sheet, each in left_out:
            place = f"row {each.row}" if each.row else sheet
            self.stdout.write(f"Left out, {place}: {each.text} ({each.reason}).")
        self.stdout.write(
            f"{'Would be added' if dry_run else 'Added'}: {plan.added}, changed: {plan.changed}, "
            + (f"withdrawn: {plan.withdrawn}, " if plan.withdrawn else "")
            + f"delegations added: {len(plan.added_places)}, "
            f"unchanged: {plan.numbers.get('same', 0)}."
        )


# --- The likeliest reading ------------------------------------------------------------------
def _likeliest(event: Event, read: ReadList, whole_list: bool) -> tuple[Plan, list[str]]:
    """The plan with a decision about all that is open, and a sentence for each that is doubtful."""
    plan = plan_import(event, read)
    words = {word.key: likeliest(word) for word in plan.words}
    decided = Decisions(capacities=words)
    plan = plan_import(event, read, decided) if words else plan
    rows = {row.key: STAY_WITHDRAWN if row.asks_back else ANOTHER_PERSON for row in plan.undecided}
    decided = replace(decided, rows=rows)
    # Whom a row does not mean may be missing.
    plan = plan_import(event, read, decided) if rows else plan
    same = _same_people(plan)
    if same:
        persons = {key: chosen(PERSON, each.person) for key, each in same.items()}
        decided = replace(decided, rows=rows | persons, values=dict.fromkeys(same, KEEP))
        plan = plan_import(event, read, decided)
    missing = {each.key: WITHDRAW if whole_list else STAY for each in plan.undecided_missing}
    plan = plan_import(event, read, replace(decided, missing=missing)) if missing else plan
    absent = [
        f"{place.name} does not take part ({place.absence}): its people are in no list."
        for place in plan.absent_places
    ]
    of_words = map(_of_word, plan.words)
    return plan, [*absent, *of_words, *_of_rows(plan, same), *map(_of_missing, plan.missing)]


def _same_people(plan: Plan) -> dict[str, Missing]:
    """By the key of a row that may mean several: the one of its delegation whom no row names."""
    missing = {(each.place, each.person): each for each in plan.missing}
    found: dict[str, Missing] = {}
    for row in plan.rows:
        if row.place is not None and row.person is None and row.candidates:
            here = [missing.get((row.place, each.pk)) for each in row.candidates]
            if len(of_row := [each for each in here if each]) == 1:
                found[row.key] = of_row[0]
    named = Counter(each.person for each in found.values())
    return {key: each for key, each in found.items() if named[each.person] == 1}


def _of_word(word: UnknownWord) -> str:
    meaning = in_words("capacity", word.meaning)
    rows = "1 row" if word.rows == 1 else f"{word.rows} rows"
    return f"“{word.text}” ({rows}) is no capacity that is known, and is taken as “{meaning}”."


def _of_rows(plan: Plan, same: Mapping[str, Missing]) -> Iterator[str]:
    for row in plan.rows:
        for _field, reason in row.doubts if not row.problems else ():
            yield f"Row {row.row}: {row.name}: {reason}"
        if row.asks_back:
            yield f"Row {row.row}: {row.name} was withdrawn and is named again; stays withdrawn."
        elif row.key in same:
            known = same[row.key]
            yield (
                f"Row {row.row}: {row.name} is taken as {known.name} (person {known.person}) of "
                "the same delegation, who stays as written there."
            )
        elif row.candidates and row.person is None:
            candidates = ", ".join(f"{each.name} (person {each.pk})" for each in row.candidates)
            yield (
                f"Row {row.row}: {row.name} is a new person, and may be a duplicate of "
                f"{candidates}."
            )


def _of_missing(missing: Missing) -> str:
    becomes = "is withdrawn" if missing.withdraws else "stays"
    if missing.loses_seat:
        becomes += ", and is head of delegation no more"
    return f"{missing.name} ({missing.place.name}) is not in the list and {becomes}."


# --- What would be stored -------------------------------------------------------------------
def _cells(row: PlannedRow) -> list[str]:
    values = row.values if row.read else {}
    named = [in_words(name, values.get(name, "")) for name in CELLS]
    return [str(row.row), row.kind.value, row.place.name if row.place else "", *named]


def _table(plan: Plan) -> Iterator[str]:
    """The rows under each other, in columns."""
    header = ["Row", "", "Delegation", *(str(FIELDS_BY_NAME[name].label) for name in CELLS)]
    rows = [header, *map(_cells, plan.rows)]
    rows = [[_cut(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def _as_data(plan: Plan, doubts: Iterable[str], left_out: Iterable[tuple[str, LeftOut]]) -> dict:
    return {
        "rows": [
            {
                "sheet": row.sheet,
                "row": row.row,
                "kind": row.kind.value,
                "delegation": row.place.name if row.place else "",
                "values": {name: row.values[name] for name in CELLS} if row.read else {},
                "changes": {
                    change.field: {"old": change.old, "new": change.new} for change in row.changes
                },
                "doubts": [{"field": field, "reason": reason} for field, reason in row.doubts],
                "problems": [
                    {"column": each.column, "value": each.value, "reason": each.reason}
                    for each in row.problems
                ],
            }
            for row in plan.rows
        ],
        "missing": [
            {"name": each.name, "delegation": each.place.name, "withdrawn": each.withdraws}
            for each in plan.missing
        ],
        "doubts": list(doubts),
        "left_out": [
            {"sheet": sheet, "row": each.row, "text": each.text, "reason": each.reason}
            for sheet, each in left_out
        ],
        "added": plan.added,
        "changed": plan.changed,
        "withdrawn": plan.withdrawn,
        "delegations_added": [place.name for place in plan.added_places],
    }
