"""One short text that stands for values: equal values have it in common, others do not.

A form carries the fingerprint of what it showed; a plan, an issued list and a kept page are told
from others of their kind by theirs.
"""

import datetime
import hashlib
import json
from collections.abc import Set
from dataclasses import fields, is_dataclass
from decimal import Decimal

from django.db.models.fields.files import FieldFile
from django.utils.crypto import salted_hmac


def fingerprint(*values: object) -> str:
    """64 hexadecimal digits that differ once any of `values`, its type or its place differs.
    A tuple counts as a list, and a code of TextChoices as its text.

    The same in every process and release of Python, so it may be stored. Takes text, numbers,
    dates, times, bytes, None, files (by their names), dataclasses (by their fields), and lists,
    sets and mappings with text keys of these. Raises TypeError for anything else, records too:
    the caller says whether a record's key is meant, or which of its fields.
    """
    digest = hashlib.sha256()
    for value in values:
        # No line break stands inside: JSON escapes those of the values.
        digest.update(_encoder.encode(value).encode() + b"\n")
    return digest.hexdigest()


def secret_fingerprint(*values: object) -> str:
    """The same for values that its reader may not see: nobody can try out what they are.

    Changes with SECRET_KEY, so it is not to be stored.
    """
    return salted_hmac("core.fingerprint", fingerprint(*values), algorithm="sha256").hexdigest()


def _typed(value: object) -> object:
    """What stands in JSON for a `value` that it does not know: its type, and text or a list."""
    match value:
        case datetime.datetime() if value.tzinfo is not None:
            plain: list[object] = ["moment", value.astimezone(datetime.UTC).isoformat()]
        case datetime.date() | datetime.time():
            plain = [type(value).__name__, value.isoformat()]
        case Decimal():
            plain = ["decimal", str(value.normalize())]
        case bytes() | memoryview():
            plain = ["bytes", bytes(value).hex()]
        case Set():
            plain = ["set", sorted(map(_encoder.encode, value))]
        case FieldFile():
            plain = ["file", value.name]
        case _ if is_dataclass(value):
            plain = ["fields", {each.name: getattr(value, each.name) for each in fields(value)}]
        case _:
            raise TypeError(f"No fingerprint is made of a {type(value).__name__}.")
    # No name of a field or column is the character 0, so no mapping of a caller looks like this.
    return {"\0": plain}


_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_typed)
