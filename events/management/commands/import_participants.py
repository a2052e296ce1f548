"""`python manage.py import_participants SLUG FILE`: a list into an event, all of it or nothing."""

from io import BytesIO
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from events.models import Event, ParticipantImport
from events.participant_list import ParticipantListError
from events.participant_list.importing.apply import PlanRefused, apply_import
from events.participant_list.importing.decisions import ANOTHER_PERSON, Decisions
from events.participant_list.importing.plan import Kind, Plan, PlannedRow
from events.participant_list.importing.planner import plan_import
from events.participant_list.importing.reading import ReadList, read_list


class Command(BaseCommand):
    help = (
        "Imports a participant list (XLSX, XLS, ODS, CSV, DOCX, PDF or text) into an event: all of "
        "it, or nothing if any row has an error. Delegations that the event lacks are added as "
        "participating; a possible duplicate becomes a new person and is reported, and so are "
        "doubtful readings and what was left out."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the last part of the address of the event's page")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *, slug, file, dry_run, **options):
        event = Event.objects.filter(slug=slug).first()
        if event is None:
            raise CommandError(
                f"No event has the slug “{slug}”. It is the last part of the page's address, "
                "after /events/."
            )
        content = self._content(file)

        read: ReadList | None = None

        def make_plan() -> Plan:
            nonlocal read
            read = read or read_list(BytesIO(content), file.name)
            undecided = plan_import(event, read).undecided
            new = {row.key: ANOTHER_PERSON for row in undecided}
            return plan_import(event, read, Decisions(rows=new))

        try:
            if dry_run:
                plan = make_plan()
                if plan.problems:
                    raise PlanRefused(plan)
            else:
                record = ParticipantImport(event=event, file_name=file.name[-250:])
                plan = apply_import(record, make_plan)
        except PlanRefused as refused:
            for problem in refused.plan.problems:
                self.stderr.write(str(problem))
            raise CommandError(str(refused)) from refused
        except ParticipantListError as error:
            raise CommandError(str(error)) from error
        self._report_reading(read)
        self._report(plan, dry_run)

    def _content(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from error

    def _report_reading(self, read: ReadList) -> None:
        """Say what was read with a doubt, and what was not read."""
        for row in read.doubtful:
            name = " ".join(filter(None, [row.given_names, row.family_name]))
            reasons = " ".join(doubt.reason for doubt in row.doubts)
            self.stdout.write(f"Row {row.row}: {name}: {reasons}")
        for sheet, left_out in read.left_out:
            place = f"row {left_out.row}" if left_out.row else sheet
            self.stdout.write(f"Left out, {place}: {left_out.text} ({left_out.reason}).")

    def _report(self, plan: Plan, dry_run: bool) -> None:
        for row in plan.rows:
            if row.kind == Kind.DUPLICATE:
                self.stdout.write(self._possible_duplicate(row))
        self.stdout.write(
            f"{'Would be added' if dry_run else 'Added'}: {plan.added}, changed: {plan.changed}, "
            f"delegations added: {len(plan.added_places)}, "
            f"unchanged: {plan.numbers.get('same', 0)}."
        )

    def _possible_duplicate(self, row: PlannedRow) -> str:
        candidates = ", ".join(f"{each.name} (person {each.pk})" for each in row.candidates)
        return f"Row {row.row}: {row.name} is a new person, and may be a duplicate of {candidates}."
