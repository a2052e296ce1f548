"""What is written in Cyrillic goes into the fields for it: for two migrations.

A copy of the rule of that day: see `participants.scripts`.
"""

from collections.abc import Callable, Iterable
from itertools import islice

NAMES = ("given_names", "family_name")
CYRILLIC = ("given_names_cyrillic", "family_name_cyrillic")
WHOLES = (
    (NAMES, CYRILLIC),
    (("position",), ("position_ru",)),
    (("institution",), ("institution_ru",)),
)
FIELDS = [name for whole in WHOLES for names in whole for name in names]
_AT_ONCE = 500


def in_cyrillic(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return 2 * sum("\u0400" <= c <= "\u052f" for c in letters) > len(letters)


def sort_by_script(record) -> None:
    for latin, russian in WHOLES:
        texts = [getattr(record, name) for name in latin]
        there = [getattr(record, name) for name in russian]
        if in_cyrillic("".join(texts)) and (not any(there) or there == texts):
            _copy(record, latin, russian)
            for name in latin:
                setattr(record, name, "")
    if not (record.family_name or record.family_name_cyrillic):
        # What no form has taken, but the database has: a name is there from now on.
        record.family_name, record.given_names = record.given_names or "–", ""


def take_back(record) -> None:
    """The way back: a text that is in Cyrillic alone stands where it stood."""
    for latin, russian in WHOLES:
        if not getattr(record, latin[-1]):
            _copy(record, russian, latin)


def _copy(record, source: Iterable[str], target: Iterable[str]) -> None:
    for name, other in zip(source, target, strict=True):
        setattr(record, other, getattr(record, name))


def change_each(records, change: Callable) -> None:
    """`change` each of `records` (a queryset), some at a time, and store those that it changes."""
    found = records.order_by("pk").iterator(2_000)
    while some := list(islice(found, 2_000)):
        before = [[getattr(each, name) for name in FIELDS] for each in some]
        for each in some:
            change(each)
        changed = [
            each
            for each, was in zip(some, before, strict=True)
            if [getattr(each, name) for name in FIELDS] != was
        ]
        records.model._base_manager.using(records.db).bulk_update(changed, FIELDS, _AT_ONCE)
