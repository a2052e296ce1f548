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
            counts = load_record(settings.BASE_DIR / "data")
        except RecordError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        self.stdout.write(
            f"The record: {counts.added} entries added, {counts.present} there already and left "
            "as they are."
        )
