"""Uploaded files that no row names: left by a crash, a file replaced, or a row deleted."""

from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import Storage, default_storage
from django.utils import timezone

from core.backup.saving import file_names

# A file younger than this may be of a row that is being stored.
GRACE = timedelta(hours=1)


class NoneNamed(Exception):
    """There are files, and no row names any: probably the wrong database."""


def sweep_uploads(*, dry_run: bool = False, even_all: bool = False) -> list[str]:
    """Delete the files that no row names; returns their names in order.

    Raises `NoneNamed`, unless `even_all`, where that would be every file.
    """
    there = sorted(_files_in(default_storage))
    # Asked after the files were listed, so that none of a new row is taken for left behind.
    named = set(file_names())
    if there and not named.intersection(there) and not even_all:
        raise NoneNamed
    before = timezone.now() - GRACE
    left = [
        name
        for name in there
        if name not in named and default_storage.get_modified_time(name) < before
    ]
    if not dry_run:
        for name in left:
            default_storage.delete(name)
    return left


def _files_in(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}{name}"
    for name in folders:
        yield from _files_in(storage, f"{folder}{name}/")
