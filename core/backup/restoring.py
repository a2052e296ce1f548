"""Restoring a backup: the whole file is checked before anything is touched, and all of it after."""

import hashlib
import io
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.apps.registry import Apps
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from core.backup.errors import BackupError
from core.backup.saving import FORMAT, MANIFEST, PRODUCT, Saved
from core.backup.sealing import is_sealed, unseal
from core.backup.tables import digest_of, read_rows, saved_models, write_rows
from core.changes import announce_everything

DAMAGED = "The backup is damaged or cut: {}. Take another copy of it. Nothing was touched."


def restore(
    source: Path, *, replace: bool = False, passphrase: str = "", private_key: str = ""
) -> Saved:
    """Put what the backup `source` holds into this register, on whichever database it runs.

    Only into an empty register, unless `replace`. The backup is checked as a whole first; the
    tables are compared with it afterwards, in the same transaction. A backup of an older version
    is restored as it was and then migrated. `BackupError` says why nothing was restored.
    """
    with _opened(source, passphrase, private_key) as archive:
        manifest = _manifest(archive)
        _check(archive, manifest)
        _refuse_newer(manifest)
        if not replace:
            _refuse_full()
        state = _migrate_to(manifest)
        with transaction.atomic():
            _load(archive, manifest, state)
        _copy_files(archive, manifest)
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        announce_everything()
    rows = sum(table["rows"] for table in manifest["tables"].values())
    return Saved(rows=rows, files=len(manifest["files"]))


@contextmanager
def _opened(source: Path, passphrase: str, private_key: str) -> Iterator[zipfile.ZipFile]:
    try:
        file = source.open("rb")
    except OSError as error:
        raise BackupError(f"{source} cannot be read: {error.strerror}.") from None
    with file, tempfile.TemporaryFile() as plain:
        opened: BinaryIO = file
        if is_sealed(file):
            unseal(file, plain, passphrase=passphrase, private_key=private_key)
            plain.seek(0)
            opened = plain
        try:
            archive = zipfile.ZipFile(opened)
        except zipfile.BadZipFile:
            raise BackupError(DAMAGED.format("its end is missing, or it is no backup")) from None
        with archive:
            yield archive


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest = json.loads(archive.read(MANIFEST))
        product, version = manifest["product"], manifest["format"]
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile, zlib.error):
        raise BackupError("The file is no backup of a register. Nothing was touched.") from None
    if product != PRODUCT:
        raise BackupError("The file is a backup of another product. Nothing was touched.")
    if version != FORMAT:
        raise BackupError(
            "The backup was made by a newer version of the register. Install that version first. "
            "Nothing was touched."
        )
    return manifest


def _check(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """Read every octet once and compare it with the manifest."""
    try:
        for label, table in manifest["tables"].items():
            if digest_of(_lines(archive, label)) != (table["rows"], table["sha256"]):
                raise BackupError(DAMAGED.format(f"the table {label} is not as it was saved"))
        for name, file in manifest["files"].items():
            digest = hashlib.sha256()
            with archive.open(f"files/{name}") as entry:
                while chunk := entry.read(1024 * 1024):
                    digest.update(chunk)
            if digest.hexdigest() != file["sha256"]:
                raise BackupError(DAMAGED.format(f"the file {name} is not as it was saved"))
    except (KeyError, EOFError, zipfile.BadZipFile, zlib.error, UnicodeDecodeError) as error:
        raise BackupError(DAMAGED.format(error)) from None


def _lines(archive: zipfile.ZipFile, label: str) -> Iterator[str]:
    with archive.open(f"tables/{label}.jsonl") as entry:
        for line in io.TextIOWrapper(entry, encoding="utf-8", newline="\n"):
            yield line.removesuffix("\n")


def _refuse_newer(manifest: dict[str, Any]) -> None:
    known = set(MigrationExecutor(connection).loader.disk_migrations)
    unknown = [
        migration for migration in map(tuple, manifest["migrations"]) if migration not in known
    ]
    ours = {config.label for config in apps.get_app_configs()}
    if newer := [".".join(migration) for migration in unknown if migration[0] in ours]:
        raise BackupError(
            f"The backup was made by a newer version of the register: this one lacks {newer[0]}. "
            "Install that version first. Nothing was touched."
        )


def _refuse_full() -> None:
    tables = set(connection.introspection.table_names())
    for model in saved_models(apps):
        meta = model._meta
        if (
            meta.db_table in tables
            and meta.app_label not in {"auth", "contenttypes"}
            and not getattr(model, "comes_with_install", False)
            and model._base_manager.exists()
        ):
            raise BackupError(
                f"The register is not empty: it has {meta.verbose_name_plural}. Restore into an "
                "empty one, or say --replace to lose what it holds. Nothing was touched."
            )


def _migrate_to(manifest: dict[str, Any]) -> Apps:
    """Bring the database to the version of the backup; returns the models of that version."""
    executor = MigrationExecutor(connection)
    applied = set(map(tuple, manifest["migrations"])) & set(executor.loader.disk_migrations)
    graph = executor.loader.graph
    targets = [
        node
        for node in applied
        if not any(
            child in applied and child[0] == node[0] for child in graph.node_map[node].children
        )
    ]
    call_command("migrate", verbosity=0, interactive=False)
    if set(graph.leaf_nodes()) - set(targets):
        executor = MigrationExecutor(connection)
        executor.migrate(targets)
        return MigrationExecutor(connection).loader.project_state(targets).apps
    return apps


def _load(archive: zipfile.ZipFile, manifest: dict[str, Any], state: Apps) -> None:
    found = {model._meta.label_lower: model for model in saved_models(state)}
    with _deferred_constraints():
        for model in reversed(list(found.values())):
            model._base_manager.all()._raw_delete(connection.alias)
        for label, table in manifest["tables"].items():
            write_rows(found[label], table["columns"], _lines(archive, label))
    for label, table in manifest["tables"].items():
        if digest_of(read_rows(found[label])) != (table["rows"], table["sha256"]):
            raise BackupError(
                f"After restoring, the table {label} is not as it was saved. Nothing was stored."
            )
    reset = connection.ops.sequence_reset_sql(no_style(), list(found.values()))
    with connection.cursor() as cursor:
        for statement in reset:
            cursor.execute(statement)


@contextmanager
def _deferred_constraints() -> Iterator[None]:
    """References are checked at the end: rows come in the order of their tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
    yield
    connection.check_constraints()


def _copy_files(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    for name in manifest["files"]:
        if default_storage.exists(name):
            default_storage.delete(name)
        with archive.open(f"files/{name}") as entry:
            default_storage.save(name, File(entry))
