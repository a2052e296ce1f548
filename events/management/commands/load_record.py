from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.record import RecordError, load_record


class Command(BaseCommand):
    help = (
        "Load the founding record from data/. May be run again: renews what the data files have "
        "newer, and leaves to staff what they have edited or deleted."
    )

    def handle(self, *args, **options):
        try:
            summary = load_record(settings.BASE_DIR / "data")
        except RecordError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        self.stdout.write(f"The record: {summary}")
        for key in summary.dropped:
            self.stdout.write(f"No longer in data/, but left in the register: {key}")
