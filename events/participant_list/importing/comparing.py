"""How the values of a row are compared with those of a delegate or person."""

import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from text_unidecode import unidecode

from core.text import fold, person_key
from events.participant_list.fields import SNAPSHOT
from events.participant_list.importing.plan import Change, value_of
from events.participant_list.languages import SEPARATOR, distinct
from events.participant_list.readers import ReadRow
from participants.scripts import CYRILLIC, NAMES, RUSSIAN_OF, TWINS, WHOLES, names_in


def key_of(family_name: str, given_names: str) -> str:
    """The person key; of a name without a letter, the name itself."""
    return person_key(family_name, given_names) or f"{family_name} {given_names}".strip()


def name_key_of(record: Any) -> str:
    """The key of the name of a row, a delegate or a mapping of their values."""
    given_names, family_name = names_in(record)
    return key_of(family_name, given_names)


def changes(
    read: ReadRow,
    old: Mapping[str, str],
    names: Iterable[str],
    typed: Container[str] = (),
) -> tuple[Change, ...]:
    """What the row changes of the fields `names`, whose values are `old`.

    An empty cell changes nothing. Nor does a poorer spelling: capitals, a missing accent or full
    stop, names in the other order; nor what a list prints in the place of something missing. Each
    script is compared by itself: a name in one is added beside the one in the other. What the
    officer `typed` is taken as it stands.
    """
    same: set[str] = set()
    for parts in (NAMES, CYRILLIC):
        compared = set(parts).intersection(names)
        if compared and not any(name in typed for name in parts) and is_same_name(read, old, parts):
            same |= compared
    return tuple(
        Change(name, old[name], value_of(read, name))
        for name in names
        if name not in same and _differs(read, old, name, name in typed)
    )


def _differs(read: ReadRow, old: Mapping[str, str], name: str, is_typed: bool) -> bool:
    new = value_of(read, name)
    if is_typed:
        return new != old[name]
    if name in TWINS and new in _printed_elsewhere(old, name):
        return False
    return bool(new) and not _says_no_more(name, _plain(new), _plain(old[name]))


def _printed_elsewhere(old: Mapping[str, str], name: str) -> tuple[str, str]:
    """What lists in another language, or in both, have in the column of the field `name`."""
    latin, russian = sorted((name, TWINS[name]), key=lambda each: each not in RUSSIAN_OF)
    both = SEPARATOR.join(distinct([old.get(latin), old.get(russian)]))
    return old.get(TWINS[name], ""), both


def _says_no_more(name: str, new: str, old: str) -> bool:
    """Whether `new` is `old`, perhaps written with less care."""
    if name == "email":
        return new.casefold() == old.casefold()
    if name == "prefix":
        return _letters(new) == _letters(old)
    if name == "phone":
        return new == old or (_dialled(new) == _dialled(old) != "")
    # Of a position, a small letter may be meant.
    return new == old or (_is_poorer(new, old) and (new == new.upper() or new.isascii()))


def _letters(text: str) -> str:
    return "".join(fold(text).split())


def _dialled(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal() or sign == "+")


def _is_poorer(new: str, old: str) -> bool:
    """Whether `new` differs from `old` by case and by accents that it lacks."""
    if new.casefold() == old.casefold():
        return True
    return _without_accents(new) == _without_accents(old) and _accents(new) < _accents(old)


def _without_accents(text: str) -> str:
    return fold(unidecode(fold(text)))


def _accents(text: str) -> int:
    letters = filter(str.isalpha, unicodedata.normalize("NFC", text))
    return sum(fold(letter) != letter.casefold() for letter in letters)


def is_same_name(read: ReadRow, old: Mapping[str, str], names: Sequence[str] = NAMES) -> bool:
    """Whether the file writes the name of `old`, if with less care, in one script."""
    # A part that the file does not give is not changed.
    parts = [(value_of(read, name) or old[name], old[name]) for name in names]
    new, was = (" ".join(part).casefold().split() for part in zip(*parts, strict=True))
    # Given and family name may stand the other way round.
    return any(
        _is_poorer(" ".join(some), " ".join(other))
        for some, other in ((new, was), (_sorted(new), _sorted(was)))
    )


def as_written(read: ReadRow, known: Mapping[str, str]) -> ReadRow:
    """`read`, with the name as the register writes it where the file writes it with less care."""
    better: dict[str, str] = {}
    for names in (NAMES, CYRILLIC):
        if value_of(read, names[-1]) and is_same_name(read, known, names):
            better |= {name: known[name] for name in names}
    return replace(read, **better)


def from_person(read: ReadRow, known: Mapping[str, str]) -> dict[str, str]:
    """What a new delegate has from the person, whose values are `known`, by field.

    That of which the file says nothing. What it says in one language alone is completed in the
    other only by what the register knows beside the same: no newer position beside an older one.
    """
    taken = {name: known[name] for name in SNAPSHOT if name not in TWINS}
    for names in WHOLES:
        others = [TWINS[name] for name in names]
        says = value_of(read, others[-1])
        if value_of(read, names[-1]):
            continue
        if not says or not known[others[-1]] or _is_said(read, known, others):
            taken |= {name: known[name] for name in names}
    return {name: text for name, text in taken.items() if not value_of(read, name)}


def _is_said(read: ReadRow, known: Mapping[str, str], names: Sequence[str]) -> bool:
    if len(names) > 1:
        return is_same_name(read, known, names)
    return not _differs(read, known, names[0], is_typed=False)


def _sorted(words: list[str]) -> list[str]:
    return sorted(words, key=_without_accents)


def _plain(text: str) -> str:
    return " ".join(text.split())
