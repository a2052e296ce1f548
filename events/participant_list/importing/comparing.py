"""How the values of a row are compared with those of a delegate or person."""

from collections.abc import Iterable, Mapping

from core.text import person_key
from events.participant_list.fields import CYRILLIC, NAMES
from events.participant_list.importing.plan import Change, value_of
from events.participant_list.readers import ReadRow


def key_of(family_name: str, given_names: str) -> str:
    """The person key; of a name without a letter, the name itself."""
    return person_key(family_name, given_names) or f"{family_name} {given_names}".strip()


def row_key_of(read: ReadRow) -> str:
    return key_of(value_of(read, "family_name"), value_of(read, "given_names"))


def changes(read: ReadRow, old: Mapping[str, str], names: Iterable[str]) -> tuple[Change, ...]:
    """What the row changes of the fields `names`, whose values are `old`.

    An empty cell changes nothing. Nor does a name that the file writes in capitals or in the other
    alphabet; one in Cyrillic is added beside it, if there is none.
    """
    names = tuple(names)
    found = [
        Change(name, old[name], new)
        for name in names
        if (new := value_of(read, name)) and _comparable(name, new) != _comparable(name, old[name])
    ]
    if any(change.field in NAMES for change in found) and _is_same_name(read, old):
        found = [change for change in found if change.field not in NAMES]
        found += [each for each in _name_in_cyrillic(read, old) if each.field in names]
    return tuple(found)


def _name_in_cyrillic(read: ReadRow, old: Mapping[str, str]) -> list[Change]:
    """What the file adds where it has a name in Cyrillic that the register has in Latin alone."""
    names = [value_of(read, name) for name in NAMES]
    if not _is_cyrillic(" ".join(names)) or any(old[name] for name in CYRILLIC):
        return []
    pairs = zip(CYRILLIC, names, strict=True)
    return [Change(name, "", new) for name, new in pairs if new]


def _is_same_name(read: ReadRow, old: Mapping[str, str]) -> bool:
    """Whether the file only writes the name in capitals, or in the other alphabet."""
    new_name = " ".join(value_of(read, name) for name in NAMES)
    old_name = " ".join(old[name] for name in NAMES)
    if _is_cyrillic(new_name) != _is_cyrillic(old_name):
        return True
    parts = [(value_of(read, name) or old[name], old[name]) for name in NAMES]
    return all(_is_same_part(_plain(new), _plain(was)) for new, was in parts)


def _is_same_part(new: str, old: str) -> bool:
    return new == old or (new == new.upper() and new.casefold() == old.casefold())


def _comparable(name: str, text: str) -> str:
    return _plain(text).casefold() if name == "email" else _plain(text)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _is_cyrillic(text: str) -> bool:
    return any("\u0400" <= letter <= "\u052f" for letter in text)
