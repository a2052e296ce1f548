import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.backup import BackupError, back_up
from core.backup.saving import SUFFIX, remove_older
from core.backup.sealing import new_key_pair


class Command(BaseCommand):
    help = (
        "Saves the database and the uploads in one file, checked sums included, while people go on "
        "working. Encrypted where BACKUP_PASSPHRASE or BACKUP_PUBLIC_KEY is set."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument(
            "--keep",
            type=int,
            metavar="DAYS",
            help=f"then remove the other files *{SUFFIX} in its folder that are older",
        )
        parser.add_argument(
            "--new-key", action="store_true", help="only print a new pair of keys for encryption"
        )

    def handle(self, *, file: Path | None, keep: int | None, new_key: bool, **options):
        if new_key:
            private, public = new_key_pair()
            self.stdout.write(
                f"BACKUP_PUBLIC_KEY={public}\n"
                f"BACKUP_PRIVATE_KEY={private}\n"
                "Set the first one here. Keep the second one elsewhere: it opens every backup."
            )
            return
        if file is None:
            raise CommandError(f"Name the file, such as /backups/2026-11-27{SUFFIX}")
        if keep is not None and not file.name.endswith(SUFFIX):
            raise CommandError(f"With --keep the name of the file ends with {SUFFIX}")
        try:
            saved = back_up(
                file,
                passphrase=os.environ.get("BACKUP_PASSPHRASE", ""),
                public_key=os.environ.get("BACKUP_PUBLIC_KEY", ""),
            )
        except BackupError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{file} was not written: {error.strerror or error}.") from None
        self.stdout.write(f"Saved {saved.rows} rows and {saved.files} files in {file}.")
        for name in saved.missing:
            self.stderr.write(f"The uploads lack {name}, which a record names.")
        if keep is not None:
            for old in remove_older(file, keep):
                self.stdout.write(f"Removed {old}.")
