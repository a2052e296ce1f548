from django.core.management.base import BaseCommand
from django.utils import timezone

from core.erasure import shred_free_space
from events.erasure.erasing import erase_due


class Command(BaseCommand):
    help = (
        "Erases the personal data whose time is over: RETENTION_YEARS after an event, contact data "
        "and the names that the public may not see, in every table, version and upload."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would be erased")

    def handle(self, *, dry_run: bool, **options):
        erased = erase_due(timezone.localdate(), dry_run=dry_run)
        if not erased:
            self.stdout.write("Nothing is past its time.")
            return
        if not dry_run:
            shred_free_space()
        numbers = ", ".join(
            f"{name.replace('_', ' ')}: {number}" for name, number in erased.numbers.items()
        )
        self.stdout.write(f"{'Would be erased' if dry_run else 'Erased'}: {numbers}.")
