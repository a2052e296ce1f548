"""Files that appear under their name only when they are whole."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_ENDING = ".register-draft"


@contextmanager
def draft_of(target: Path) -> Iterator[BinaryIO]:
    """A file to write and read, which is put in the place of `target` when the block ends.

    Its owner alone can read it. An error leaves `target` as it was. Drafts in the folder of
    `target` that a killed process has left behind are removed first: they hold personal data.
    """
    _remove_abandoned(target.parent)
    handle, name = tempfile.mkstemp(_ENDING, f".{target.name}.", target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            # Held until the process ends, however it ends.
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            file.flush()
            os.fsync(file.fileno())
            draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _remove_abandoned(folder: Path) -> None:
    for draft in folder.glob(f".*{_ENDING}"):
        with suppress(OSError), draft.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            draft.unlink()
