import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.backup import BackupError, restore


class Command(BaseCommand):
    help = (
        "Restores a file made by `backup`, on SQLite or PostgreSQL, into an empty register. The "
        "file is checked as a whole before anything is touched, and compared afterwards."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--replace", action="store_true", help="lose what the register holds now"
        )

    def handle(self, *, file: Path, replace: bool, **options):
        try:
            restored = restore(
                file,
                replace=replace,
                passphrase=os.environ.get("BACKUP_PASSPHRASE", ""),
                private_key=os.environ.get("BACKUP_PRIVATE_KEY", ""),
            )
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Restored {restored.rows} rows and {restored.files} files from {file}.")
