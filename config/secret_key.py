"""The secret key of a register on its embedded database."""

import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.private_files import keep_private


def local_secret_key(file: Path) -> str:
    """The key in `file`, which is made first if there is none, readable by its owner alone.

    It is kept, so that a restart signs nobody out. Raises `ImproperlyConfigured` with a sentence
    if the file cannot be read or made, or is empty.
    """
    try:
        if not file.exists():
            _make(file)
        keep_private(file, "the secret key")
        key = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not plain text"
        raise ImproperlyConfigured(
            f"{file} cannot be used for the secret key: {reason}. "
            "Let the register write and read it, or set SECRET_KEY."
        ) from error
    if not key:
        raise ImproperlyConfigured(
            f"{file} is empty. Delete it, so that a key is made, or set SECRET_KEY."
        )
    return key


def _make(file: Path) -> None:
    """Write a new key, unless another process has just done so.

    The file appears with its content in it: several processes of one server may start at once.
    """
    with tempfile.NamedTemporaryFile("w", dir=file.parent, encoding="ascii") as made:
        made.write(secrets.token_urlsafe(64) + "\n")
        made.flush()
        try:
            os.link(made.name, file)
        except FileExistsError:
            return
