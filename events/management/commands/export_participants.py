"""`python manage.py export_participants SLUG --output FILE`: the full list of an event."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.drafts import draft_of
from events.models import Event
from events.participant_list import Audience, ParticipantList, ParticipantListError
from events.participant_list.exports import record_export
from events.participant_list.languages import list_languages
from events.participant_list.writers import WRITERS


class Command(BaseCommand):
    help = "Writes the full participant list of an event, with contact data, to a file."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the last part of the address of the event's page")
        parser.add_argument("--format", choices=list(WRITERS), default="csv", dest="file_format")
        parser.add_argument("--language", choices=list_languages(), default="en")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")

    def handle(self, *, slug, file_format, language, output, **options):
        event = Event.objects.filter(slug=slug).first()
        if event is None:
            raise CommandError(
                f"No event has the slug “{slug}”. It is the last part of the page's address, "
                "after /events/."
            )
        participants = ParticipantList(event, Audience.STAFF, language)
        if output.is_dir():
            raise CommandError(f"{output} is a folder. Give the name of a file in it.")
        try:
            self._write(participants, file_format, output)
        except ParticipantListError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror or error}.") from error
        self.stdout.write(f"Rows written to {output}: {len(participants)}")

    def _write(self, participants: ParticipantList, file_format: str, output: Path) -> None:
        """Write beside `output`, then put it in its place: there is never half a file.

        Personal data is in it, so that its owner alone may read it.
        """
        with draft_of(output) as draft:
            WRITERS[file_format].write(participants, draft)
            record_export(None, participants, file_format)
