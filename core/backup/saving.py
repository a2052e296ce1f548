"""Making a backup: one consistent look at the database, then the files that its rows name."""

import hashlib
import json
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from core.backup.errors import BackupError
from core.backup.sealing import seal
from core.backup.tables import Digest, columns, read_rows, saved_models
from core.drafts import draft_of

PRODUCT = "migration-dialogue-register"
FORMAT = 1
MANIFEST = "manifest.json"
# What a backup's own name ends with; `--keep` removes no other file.
SUFFIX = ".register-backup"


@dataclass(slots=True)
class Saved:
    """How much a backup holds; and the files that rows name and the storage lacks."""

    rows: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)


def back_up(target: Path, *, passphrase: str = "", public_key: str = "") -> Saved:
    """Write the register to `target`; encrypted where a passphrase or public key is given.

    People may go on writing meanwhile: the backup holds the register as it was at one moment. The
    file appears under its name only when it is whole, readable for its owner alone.
    """
    if not target.parent.is_dir():
        raise BackupError(f"There is no folder {target.parent}. Make it first.")
    with draft_of(target) as file:
        if passphrase or public_key:
            with tempfile.TemporaryFile(dir=target.parent) as plain:
                saved = _write(plain)
                plain.seek(0)
                seal(plain, file, passphrase=passphrase, public_key=public_key)
        else:
            saved = _write(file)
    return saved


def remove_older(target: Path, days: int) -> list[Path]:
    """Remove the backups beside `target` that are older than `days` days; returns them."""
    limit = time.time() - days * 86_400
    old = [
        path
        for path in sorted(target.parent.glob(f"*{SUFFIX}"))
        if path != target and path.stat().st_mtime < limit
    ]
    for path in old:
        path.unlink()
    return old


def _write(file: BinaryIO) -> Saved:
    saved = Saved()
    manifest: dict[str, Any] = {
        "product": PRODUCT,
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "register": getattr(settings, "VERSION", ""),
        "tables": {},
        "files": {},
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        with _one_moment():
            manifest["migrations"] = sorted(MigrationRecorder(connection).applied_migrations())
            for model in saved_models(apps):
                manifest["tables"][model._meta.label_lower] = _save_table(archive, model)
            names = sorted(set(file_names()))
        saved.rows = sum(table["rows"] for table in manifest["tables"].values())
        for name in names:
            if default_storage.exists(name):
                manifest["files"][name] = _save_file(archive, name)
                saved.files += 1
            else:
                saved.missing.append(name)
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return saved


class _one_moment:
    """A transaction in which every table is read as it was at its start."""

    def __enter__(self):
        self._transaction = transaction.atomic()
        if connection.vendor == "sqlite":
            # Not IMMEDIATE, as the register's own: a reader of the write-ahead log holds up nobody.
            connection.ensure_connection()
            self._mode = connection.transaction_mode
            connection.transaction_mode = "DEFERRED"
        self._transaction.__enter__()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def __exit__(self, *error):
        try:
            self._transaction.__exit__(*error)
        finally:
            if connection.vendor == "sqlite":
                connection.transaction_mode = self._mode


def _save_table(archive: zipfile.ZipFile, model: type[models.Model]) -> dict[str, Any]:
    digest = Digest()
    with archive.open(f"tables/{model._meta.label_lower}.jsonl", "w", force_zip64=True) as entry:
        for line in read_rows(model):
            digest.add(line)
            entry.write(f"{line}\n".encode())
    return {"columns": columns(model), "rows": digest.rows, "sha256": digest.hexdigest()}


def file_names() -> Iterator[str]:
    """The name of every file that a row names."""
    for model in saved_models(apps):
        for each in model._meta.concrete_fields:
            if isinstance(each, models.FileField):
                names = model._base_manager.exclude(**{each.attname: ""})
                yield from filter(None, names.values_list(each.attname, flat=True))


def _save_file(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with (
        default_storage.open(name) as source,
        archive.open(f"files/{name}", "w", force_zip64=True) as entry,
    ):
        for chunk in source.chunks():
            digest.update(chunk)
            size += len(chunk)
            entry.write(chunk)
    return {"size": size, "sha256": digest.hexdigest()}
