"""Which columns of a table mean what: by the officer's mapping, by header, by what they hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from core.text import fold
from events.participant_list.columns import COLUMNS
from events.participant_list.fields import FIELDS, FIELDS_BY_NAME
from events.participant_list.readers import words
from events.participant_list.readers.full_names import is_prefix, looks_like_a_name
from events.participant_list.readers.tables import Table
from participants.matching import is_territory

# What a column may be mapped to, with its name for people; "" leaves the column out.
LABELS: dict[str, Promise] = {
    **{each.name: each.label for each in FIELDS},
    "": gettext_lazy("Leave out"),
}
FULL_NAMES = ("full_name", "family_name", "given_names")

# What others write above a column that is left out, folded.
_LEFT_OUT = (
    *("no", "n", "nr", "number", "no п п", "п п", "n п п", "num", "serial number", "s no"),
    *("sr no", "sl no", "номер", "номер п п", "id", "relation", "order"),
)
# What these mean depends on their neighbours, or on what stands below them.
_AMBIGUOUS = {
    **dict.fromkeys(("name", "имя", "nombre", "nombres", "имя name"), "name"),
    **dict.fromkeys(("nom", "noms"), "nom"),
    **dict.fromkeys(("title", "titre", "titulo", "звание", "титул", "titles"), "title"),
}
# Columns of words are told apart by the words, whatever the header calls them. Of words that both
# have, a person's column comes before one of the delegation.
_WORDED = tuple(each.name for each in reversed(FIELDS) if each.choices)
# The header is looked for in so many rows, and what columns hold in so many more.
_TOP = 60
_SAMPLE = 300
_PARTS = re.compile(r"[/|\n()\[\];]")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LATIN = re.compile("[a-z]", re.IGNORECASE)
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_PHONE = re.compile(r"[+\d][\d\s()./-]{5,}")


@dataclass
class Columns:
    """What the columns of a table mean: found by `find_columns`, or corrected by an officer.

    `header_row` is the index of the header's first row and `header_rows` the number of its rows,
    0 where there is none; `headers` are the texts above all columns, to show. `fields` maps the
    index of a column to a name of `LABELS`; `unknown` are those with a header that nobody knows.
    """

    header_row: int
    header_rows: int
    headers: list[str]
    fields: dict[int, str]
    unknown: list[int] = field(default_factory=list)
    # Whether this is a list of our own, whose cells are taken as they are.
    ours: bool = False

    @property
    def first(self) -> int:
        """The index of the first row below the header."""
        return self.header_row + self.header_rows

    def names_people(self) -> bool:
        """Whether any column holds names, without which there is nobody to read."""
        return any(name in FULL_NAMES for name in self.fields.values())

    def title(self, index: int) -> str:
        """What to call a column: its header, or its letter where it has none."""
        header = self.headers[index] if index < len(self.headers) else ""
        return " ".join(header.split()) or letter(index)


def header_key(text: str) -> str:
    """What headers are compared by, and kept under in an officer's mapping."""
    return re.sub(r"^\d+ (?=\D)", "", fold(text).lower())


def letter(index: int) -> str:
    """The letters that a spreadsheet shows above a column: 0 is A, 26 is AA."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters = chr(ord("A") + rest) + letters
        index -= 1
    return letters


def find_columns(table: Table, own: Mapping[str, str] | None = None) -> Columns:
    """What the columns of `table` mean; `own` is an officer's mapping of headers (folded)."""
    own = own or {}
    best, found = 0, None
    top = table.rows[:_TOP]
    for at, row in enumerate(top):
        score = _score(row, own)
        if score > best:
            best, found = score, Columns(at, 1, list(row), {})
    for at, (upper, lower) in enumerate(pairwise(top)):
        # Spread over two rows: "Name" above "Given" and "Family".
        joined = _joined(upper, lower)
        score = _score(joined, own)
        if score > best and _filled(upper) > 1 and _filled(lower) > 1:
            best, found = score, Columns(at, 2, joined, {})
    if found is None:
        return _by_content(table)
    _name_columns(table, found, own)
    return found


def is_header_again(row: list[str], columns: Columns) -> bool:
    """Whether the header stands here once more, or in another language, or as numbers."""
    cells = [stripped for cell in row if (stripped := cell.strip())]
    if len(cells) < 2:
        return False
    if cells[0].isdecimal():
        return cells == [str(number) for number in range(1, len(cells) + 1)]
    headers = {header.strip() for header in columns.headers}
    known = strangers = 0
    for cell in cells:
        if cell in headers or (len(cell) < 60 and _recognised(cell) is not None):
            known += 1
        elif not known:
            return False
        else:
            strangers += 1
    return known > 1 and strangers < 0.4 * known


# --- By header ------------------------------------------------------------------------------
def _score(row: list[str], own: Mapping[str, str]) -> int:
    """How many different columns a row names, if it is a header; 0 if it is none."""
    cells = [cell for cell in row if cell.strip()]
    known = set()
    for cell in cells:
        if len(cell) > 120:
            continue
        if (key := header_key(cell)) in own:
            known.add(key)
        elif name := _recognised(cell):
            known.add(name)
    alone = len(cells) == 1 and known & {*FULL_NAMES, "name"}
    return len(known) if len(known) > 1 or alone else 0


@lru_cache(maxsize=2_000)
def _recognised(text: str) -> str | None:
    """The field that a header names, or the key of `_AMBIGUOUS`; "" for one to leave out."""
    known = _known_headers()
    for part in (text, *_PARTS.split(text)):
        if (name := known.get(header_key(part))) is not None:
            return name
    return None


def _begins_like(text: str) -> str | None:
    """The field of the longest header that `text` begins with: "Position in the ministry"."""
    known = _known_headers()
    key = header_key(text).split()
    for length in range(min(len(key), 5), 0, -1):
        if name := known.get(" ".join(key[:length])):
            return name
    return None


@lru_cache(maxsize=1)
def _known_headers() -> dict[str, str]:
    known = dict(_AMBIGUOUS)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known.update((header_key(str(each.label)), each.name) for each in FIELDS)
    for each in FIELDS:
        for header in each.headers:
            known.setdefault(header, each.name)
    for header in _LEFT_OUT:
        known.setdefault(header, "")
    return known


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    joined, above = [], ""
    for one, other in zip(upper, lower, strict=True):
        above = one if one.strip() else above
        if not other.strip():
            joined.append(one)
        elif not above.strip() or header_key(above) == header_key(other):
            joined.append(other)
        elif _recognised(other) in (None, *_AMBIGUOUS.values()):
            joined.append(f"{above} {other}")
        else:
            joined.append(other)
    return joined


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _name_columns(table: Table, columns: Columns, own: Mapping[str, str]) -> None:
    """Say what each column below a header is."""
    columns.ours = _is_ours(columns)
    named: dict[int, str | None] = {}
    for index, header in enumerate(columns.headers):
        if (key := header_key(header)) in own:
            columns.fields[index] = own[key]
        elif header.strip():
            name = _recognised(header)
            named[index] = _begins_like(header) if name is None else name
    values = {index: _values(table, columns, index) for index in named}
    taken = {*named.values(), *columns.fields.values()}
    for index, name in named.items():
        if name == "name":
            name = "given_names" if "family_name" in taken else "full_name"
        elif name == "nom":
            name = "family_name" if "given_names" in taken else "full_name"
        elif name == "title":
            name = "prefix" if _part(values[index], is_prefix) > 0.5 else "position"
        elif name in _WORDED:
            name = _worded(name, values[index])
        if name is None:
            columns.unknown.append(index)
        elif name in columns.fields.values() and name and not FIELDS_BY_NAME[name].several:
            _second(table, columns, index, name)
        else:
            columns.fields[index] = name


def _worded(name: str, values: list[str]) -> str:
    """Which column of words this is: under "Role" may stand "head of delegation"."""
    if not values or _part(values, lambda value: words.knows(name, value)) >= 0.5:
        return name
    likest = max(_WORDED, key=lambda other: _part(values, lambda value: words.knows(other, value)))
    if _part(values, lambda value: words.knows(likest, value)) > 0.5:
        return likest
    return name


def _second(table: Table, columns: Columns, index: int, name: str) -> None:
    """A second column of the same kind is one of names in the other script, or not known."""
    first = next(each for each, field_name in columns.fields.items() if field_name == name)
    cyrillic = f"{name}_cyrillic"
    if cyrillic in FIELDS_BY_NAME and cyrillic not in columns.fields.values():
        scripts = [
            _part(_values(table, columns, each), lambda value: bool(_CYRILLIC.search(value))) > 0.5
            for each in (first, index)
        ]
        if scripts == [False, True]:
            columns.fields[index] = cyrillic
            return
        if scripts == [True, False]:
            columns.fields[first], columns.fields[index] = cyrillic, name
            return
    columns.unknown.append(index)


def _is_ours(columns: Columns) -> bool:
    """Whether the header is, to the letter, one that our own files have."""
    if columns.header_row or columns.header_rows != 1:
        return False
    labels = {}
    for column in COLUMNS:
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                labels.setdefault(column.name, []).append(str(column.header))
    ours = {text for texts in labels.values() for text in (*texts, " / ".join(texts))}
    return len(columns.headers) > 1 and all(header in ours for header in columns.headers)


def _values(table: Table, columns: Columns, index: int) -> list[str]:
    rows = table.rows[columns.first : columns.first + _SAMPLE]
    return [cell for row in rows if (cell := row[index].strip())]


def _part(values: list[str], holds) -> float:
    return sum(1 for value in values if holds(value)) / len(values) if values else 0


# --- By content -----------------------------------------------------------------------------
def _by_content(table: Table) -> Columns:
    """What the columns hold where there is no header: as much as can be told for certain."""
    width = len(table.rows[0])
    columns = Columns(0, 0, [""] * width, {})
    for index in range(width):
        values = _values(table, columns, index)
        name = _by_values(values)
        if name and name not in columns.fields.values():
            columns.fields[index] = name
        elif values:
            columns.unknown.append(index)
    return columns


def _by_values(values: list[str]) -> str | None:
    if _part(values, lambda value: bool(_EMAIL.fullmatch(value))) > 0.6:
        return "email"
    if _part(values, lambda value: value.isdecimal() and len(value) < 5) > 0.6:
        return None
    if _part(values, lambda value: bool(_PHONE.fullmatch(value))) > 0.6:
        return "phone"
    if _part(values, is_prefix) > 0.6:
        return "prefix"
    for name in _WORDED:
        if _part(values, lambda value, name=name: words.knows(name, value)) > 0.6:
            return name
    if _part(values, is_territory) > 0.6:
        return "delegation"
    if _part(values, looks_like_a_name) > 0.6:
        return "full_name"
    return None
