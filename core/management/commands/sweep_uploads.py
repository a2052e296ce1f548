"""`python manage.py sweep_uploads [--dry-run] [--all]`: delete uploaded files that no row names."""

from django.core.management.base import BaseCommand, CommandError

from core.sweeping import NoneNamed, sweep_uploads


class Command(BaseCommand):
    help = (
        "Deletes uploaded files that no row names: of documents that were replaced or deleted, and "
        "what a crash left behind. Files of the last hour stay."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")
        parser.add_argument("--all", action="store_true", help="even if no file at all is named")

    def handle(self, *, dry_run: bool, all: bool, **options):  # noqa: A002, as the option is called
        try:
            names = sweep_uploads(dry_run=dry_run, even_all=all)
        except NoneNamed as error:
            raise CommandError(
                "No row names any of the uploaded files. Check DATABASE_URL; if it is right, add "
                "--all. Nothing was deleted."
            ) from error
        for name in names:
            self.stdout.write(name)
        self.stdout.write(f"{'Would be deleted' if dry_run else 'Deleted'}: {len(names)} files.")
