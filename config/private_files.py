"""Files that hold secrets or personal data: readable by the register alone."""

import stat
from contextlib import suppress
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping


def keep_private(path: Path, purpose: str) -> None:
    """Take the rights on `path`, a file or folder, from everybody but its owner.

    Does nothing where there is none. Raises `ImproperlyConfigured` with a sentence where others
    can read it and that cannot be changed; `purpose` tells the operator what it is of.
    """
    try:
        mode = path.stat().st_mode
    except OSError:
        return
    right = 0o700 if stat.S_ISDIR(mode) else 0o600
    if not stat.S_IMODE(mode) & 0o077:
        return
    try:
        path.chmod(right)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path} ({purpose}) can be read by other users of this machine, and that cannot be "
            f"changed: {error.strerror}. Run as its owner: chmod {right:o} {path}"
        ) from error


def make_private(file: Path, purpose: str) -> None:
    """The same for a file that is made, empty, if it is missing: so it never was readable.

    A folder in its place is left as it is: a wrong setting must not shut others out of a folder
    that is theirs. Whoever opens the file says then what is wrong.
    """
    if file.is_dir():
        return
    # Where it cannot be made, whoever opens it says why.
    with suppress(OSError):
        file.touch(mode=0o600)
    keep_private(file, purpose)


class _SecretFiles(FileAwareMapping):
    """The environment; where NAME_FILE is set, NAME is the content of that file."""

    def __getitem__(self, key):
        try:
            value = super().__getitem__(key)
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not plain text"
            raise ImproperlyConfigured(
                f"{key}_FILE names a file that cannot be read: {reason}. Let the register read "
                f"it, or set {key}."
            ) from error
        return value.rstrip("\r\n")


class SecretsFromFiles(environ.Env):
    ENVIRON = _SecretFiles()
