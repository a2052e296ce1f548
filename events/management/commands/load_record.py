from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.record import RecordError, load_record


class Command(BaseCommand):
    help = (
        "Add what the register lacks of the founding record in data/. What is there already, by "
        "its slug, is left as it is."
    )

    def handle(self, *args, **options):
        try:
            summary = load_record(settings.BASE_DIR / "data")
        except RecordError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        self.stdout.write(
            f"The record: {len(summary.added)} added, {summary.present} there already and "
            "left as they are."
        )
        if summary.present:
            # In a register in use each may be one that staff had deleted.
            for name in summary.added:
                self.stdout.write(f"Added {name}")
