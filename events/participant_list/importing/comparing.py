"""How the values of a row are compared with those of a delegate or person."""

import unicodedata
from collections.abc import Container, Iterable, Mapping
from functools import partial

from text_unidecode import unidecode

from core.text import fold, person_key
from events.participant_list.fields import CYRILLIC, NAMES
from events.participant_list.importing.plan import Change, value_of
from events.participant_list.readers import ReadRow


def key_of(family_name: str, given_names: str) -> str:
    """The person key; of a name without a letter, the name itself."""
    return person_key(family_name, given_names) or f"{family_name} {given_names}".strip()


def row_key_of(read: ReadRow) -> str:
    return key_of(value_of(read, "family_name"), value_of(read, "given_names"))


def changes(
    read: ReadRow,
    old: Mapping[str, str],
    names: Iterable[str],
    typed: Container[str] = (),
) -> tuple[Change, ...]:
    """What the row changes of the fields `names`, whose values are `old`.

    An empty cell changes nothing. Nor does a poorer spelling: capitals, a missing accent or full
    stop, names in the other order or in the other alphabet. A name in Cyrillic is added beside the
    one in Latin, if there is none. What the officer `typed` is taken as it stands.
    """
    names = tuple(names)
    of_name = set(names).intersection((*NAMES, *CYRILLIC))
    same_name = (
        bool(of_name) and not any(name in typed for name in NAMES) and is_same_name(read, old)
    )
    found = [
        Change(name, old[name], value_of(read, name))
        for name in names
        if not (name in NAMES and same_name) and _differs(read, old, name, name in typed)
    ]
    if same_name:
        found += [each for each in _name_in_cyrillic(read, old) if each.field in names]
    return tuple(found)


def _differs(read: ReadRow, old: Mapping[str, str], name: str, is_typed: bool) -> bool:
    new = value_of(read, name)
    if is_typed:
        return new != old[name]
    return bool(new) and not _says_no_more(name, _plain(new), _plain(old[name]))


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


def _name_in_cyrillic(read: ReadRow, old: Mapping[str, str]) -> list[Change]:
    """What the file adds where it has a name in Cyrillic that the register has in Latin alone."""
    names = [value_of(read, name) for name in NAMES]
    has_latin = not _is_cyrillic(" ".join(old[name] for name in NAMES))
    if not _is_cyrillic(" ".join(names)) or any(old[name] for name in CYRILLIC) or not has_latin:
        return []
    pairs = zip(CYRILLIC, names, strict=True)
    return [Change(name, "", new) for name, new in pairs if new]


def name_in_latin(read: ReadRow, old: Mapping[str, str]) -> tuple[Change, ...]:
    """What can be noted of a person whom the register has in Cyrillic alone, where the file writes
    the name in Latin: the name in Latin, and the one in Cyrillic beside it."""
    names = [value_of(read, name) for name in NAMES]
    if not all(map(_is_cyrillic, filter(None, (old[name] for name in NAMES)))):
        return ()
    if not any(names) or not all(map(_is_latin, filter(None, names))):
        return ()
    latin = [Change(name, old[name], new) for name, new in zip(NAMES, names, strict=True) if new]
    moved = [
        Change(beside, "", old[name])
        for beside, name in zip(CYRILLIC, NAMES, strict=True)
        if old[name] and not any(old[each] for each in CYRILLIC)
    ]
    return (*latin, *moved)


def is_same_name(read: ReadRow, old: Mapping[str, str]) -> bool:
    """Whether the file writes the name of `old`, if with less care or in the other alphabet."""
    # A part that the file does not give is not changed.
    parts = [(value_of(read, name) or old[name], old[name]) for name in NAMES]
    new, was = (" ".join(part).casefold().split() for part in zip(*parts, strict=True))
    if _is_cyrillic("".join(new)) != _is_cyrillic("".join(was)):
        return True
    # Given and family name may stand the other way round.
    return any(
        _is_poorer(" ".join(some), " ".join(other))
        for some, other in ((new, was), (_sorted(new), _sorted(was)))
    )


def writes_no_better(read: ReadRow, old: Mapping[str, str]) -> bool:
    """Whether the file writes the name of `old` in the same alphabet, at most with less care."""
    new, was = (" ".join(map(get, NAMES)) for get in (partial(value_of, read), old.__getitem__))
    return _is_cyrillic(new) == _is_cyrillic(was) and is_same_name(read, old)


def _sorted(words: list[str]) -> list[str]:
    return sorted(words, key=_without_accents)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _is_cyrillic(text: str) -> bool:
    return any("\u0400" <= letter <= "\u052f" for letter in text)


def _is_latin(text: str) -> bool:
    return any(letter < "\u0250" for letter in text if letter.isalpha())
