"""Which columns of a table mean what: by the officer's mapping, by header, by what they hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from core.text import fold, in_cyrillic
from events.participant_list.columns import COLUMNS
from events.participant_list.fields import FIELDS, FIELDS_BY_NAME
from events.participant_list.readers import header_words, words
from events.participant_list.readers.line_words import CONTACT_LABEL, EMAIL, PHONE
from events.participant_list.readers.names import (
    is_prefix,
    looks_like_a_name,
    surely_a_name,
)
from events.participant_list.readers.table import Table
from events.participant_list.readers.vocabulary import (
    folded_pattern,
    names_a_post,
    names_an_institution,
)
from participants.matching import is_territory
from participants.scripts import JOB

# What a column may be mapped to, with its name for people; "" leaves the column out.
LABELS: dict[str, Promise] = {
    **{each.name: each.label for each in FIELDS},
    "": gettext_lazy("Leave out"),
}
FULL_NAMES = ("full_name", "family_name", "given_names")

# Columns of words are told apart by the words, whatever the header calls them. Of words that both
# have, a person's column comes before one of the delegation.
_WORDED = tuple(each.name for each in reversed(FIELDS) if each.choices)
# The header is looked for in so many rows, and what columns hold in so many more.
_TOP = 60
_SAMPLE = 300
# Fields that a list may have once in each script.
_IN_TWO_SCRIPTS = {
    **{name: f"{name}_cyrillic" for name in FULL_NAMES},
    **{name: f"{name}_ru" for name in JOB},
}
_PARTS = re.compile(r"[/|\n()\[\];*]|\s[–—-]\s")
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_PHONE = re.compile(r"(?=(?:\D*\d){6})[+(\d][\d\s()./,;+-]{5,}")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}( .*)?")
_ELSEWHERE = folded_pattern(header_words.ELSEWHERE)
_IN_LATIN = folded_pattern(header_words.IN_LATIN)
_IN_CYRILLIC = folded_pattern(header_words.IN_CYRILLIC)
_AS_WRITTEN = folded_pattern(header_words.AS_WRITTEN)
# Whose it is: "Delegate's job title", "Country of the participant".
_OWNER = folded_pattern(header_words.OWNER)
_BETWEEN = {"and", "s", "or", "и", "та", "et", "und", "y", "i", "e", "the", "of", "in", "full"}
# What divides the fields of a header that names several: "Name, position", "ФИО и должность".
_SEVERAL = re.compile(r"\s*(?:[,/|\n;&+]|\b(?:and|и|та|et|und|y|oraz|ve)\b)\s*")
_YES_OR_NO = {
    "yes",
    "no",
    "y",
    "n",
    "да",
    "нет",
    "oui",
    "non",
    "si",
    "ja",
    "nein",
    "tak",
    "nie",
    "true",
}


_TAKES_PART = folded_pattern(r"(participation|attendance|attending|confirmation|участие)\b")
_YES = {"x", "х", "v", "1", "yes", "y", "да", "oui", "si", "ja", "tak", "true", "ha", "иә", "ооба"}
_TICKS = {"+", "✓", "✔", "√", "☑", "☒", "✗", "✘"}


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
    # The columns of a second table that stands beside the first; found, it is not read.
    beside: list[int] = field(default_factory=list)
    # What columns without a known header plainly hold: offered to the officer, and taken.
    offered: dict[int, str] = field(default_factory=dict)
    # The columns under "Head of delegation" that hold a cross or "yes", with the capacity.
    marks: dict[int, str] = field(default_factory=dict)
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


def header_field(text: str) -> str | None:
    """The field that a header names; None if it is not known, "" for one to leave out."""
    name = _recognised(text)
    if name == "name":
        return "full_name"
    if name == "title":
        return "position"
    return {"nom": "full_name", "nationality": "delegation"}.get(name or "", name)


def is_about_something_else(label: str) -> bool:
    """Whether a label is about a flight, a passport, a hotel and the like."""
    return _ELSEWHERE.search(_plain_header(label)[0]) is not None


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
    if table.fields is not None:
        headers = [str(LABELS[name]) for _index, name in sorted(table.fields.items())]
        return Columns(0, 0, headers, dict(table.fields))
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
        found = _by_one_header(top)
    if found is None:
        return _by_content(table)
    _name_columns(table, found, own)
    return found


def is_header_row(row: list[str]) -> bool:
    """Whether a row is the header of a table that names people."""
    return _score(row, {}) > 1 and bool(_names_of(row) & {*FULL_NAMES, "name", "nom"})


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


def is_other_header(row: list[str], columns: Columns, *, apart: bool = False) -> bool:
    """Whether another table begins here: a header whose columns mean something else.

    `apart` says that the row stands apart from those above it.
    """
    begins = is_header_again(row, columns) or (
        apart and _score(row, {}) > 1 and all(_is_label(cell) for cell in row if cell.strip())
    )
    if not begins or not (names := _names_of(row)) & {*FULL_NAMES, "name"}:
        return False
    if len(names - {""}) < 2:
        return False
    for index, cell in enumerate(row):
        if not cell.strip():
            continue
        field = _base(columns.fields.get(index, ""))
        known = _recognised(cell)
        if known == "name":
            known = "full_name"
        if known and known not in header_words.AMBIGUOUS.values() and _base(known) != field:
            return field != "" or known in (*FULL_NAMES, "delegation")
    return False


# --- By header ------------------------------------------------------------------------------
def _score(row: list[str], own: Mapping[str, str]) -> int:
    """How many different columns a row names, if it is a header; 0 if it is none."""
    cells = [cell for cell in row if cell.strip()]
    known = _names_of(row, own)
    alone = len(cells) == 1 and known & {*FULL_NAMES, "name"}
    return len(known) if len(known) > 1 or alone else 0


def _names_of(row: list[str], own: Mapping[str, str] | None = None) -> set[str]:
    known = set()
    for cell in row:
        if not cell.strip() or len(cell) > 120:
            continue
        if (key := header_key(cell)) in (own or {}):
            known.add(key)
        elif name := _recognised(cell):
            known.add(name)
    return known


def _by_one_header(top: list[list[str]]) -> Columns | None:
    """The header of which one name alone is known, if the rest of its row looks like headers."""
    for wanted in ({*FULL_NAMES, "name"}, {"delegation", *JOB}):
        for at, row in enumerate(top):
            cells = [cell.strip() for cell in row if cell.strip()]
            if len(cells) > 1 and _names_of(row) & wanted and all(map(_is_label, cells)):
                return Columns(at, 1, list(row), {})
    return None


def _is_label(text: str) -> bool:
    return (
        len(text) < 60
        and not any(c.isdigit() or c == "@" for c in text)
        and not surely_a_name(text)
    )


@lru_cache(maxsize=2_000)
def _recognised(text: str) -> str | None:
    """The field that a header names, or the key of `AMBIGUOUS`; "" for one to leave out."""
    known = _known_headers()
    if (name := known.get(header_key(text))) is not None:
        return name
    plain, script = _plain_header(text)
    several = _fields_in(text)
    if several[:1] == ["full_name"] and {*several} - {*FULL_NAMES}:
        return "full_name"
    if _ELSEWHERE.search(plain):
        return None
    if joins_job(text):
        return "position"
    if name := known.get(_OWNER.sub("", plain)):
        return _IN_TWO_SCRIPTS.get(name, name) if script == "cyrillic" else name
    if _names_both(plain):
        return "full_name_cyrillic" if script == "cyrillic" else "full_name"
    for part in (text, *_PARTS.split(text)):
        key, own = _plain_header(part)
        if (name := known.get(key)) is not None and key:
            if script == "" and own:
                script = own
            return _IN_TWO_SCRIPTS.get(name, name) if script == "cyrillic" else name
    return known.get(plain) if plain else None


def _fields_in(text: str) -> list[str]:
    """The fields that a header names one after the other; those that are not known left out."""
    known = _known_headers()
    fields = []
    for part in _SEVERAL.split(text):
        key = _plain_header(part)[0]
        if name := known.get(key):
            fields.append({"name": "full_name", "title": "position"}.get(name, name))
    return fields


def joins_job(header: str) -> str:
    """Which of position and institution comes first in a header that names both; else empty."""
    fields = [name for name in _fields_in(header) if name in JOB]
    return fields[0] if len(set(fields)) == 2 else ""


def _names_both(plain: str) -> bool:
    """Whether a header names the parts of a whole name: "Surname and given name"."""
    found = set(plain.split()) - _BETWEEN
    return bool(
        found
        and found <= header_words.OF_FAMILY | header_words.OF_GIVEN | header_words.OF_BOTH
        and found & header_words.OF_FAMILY
        and found & header_words.OF_GIVEN
    )


def _plain_header(text: str) -> tuple[str, str]:
    """A header folded, without what it says of the script; and the script that it says."""
    key = _AS_WRITTEN.sub(" ", header_key(text))
    key = " ".join(key.split())
    bare = " ".join(_IN_CYRILLIC.sub(" ", key).split())
    if bare != key and bare:
        return bare, "cyrillic"
    bare = " ".join(_IN_LATIN.sub(" ", key).split())
    if bare != key and bare:
        return bare, "latin"
    return key, ""


def _begins_like(text: str) -> str | None:
    """The field of the longest header that `text` begins with: "Position in the ministry"."""
    known = _known_headers()
    plain, script = _plain_header(text)
    if _ELSEWHERE.search(plain):
        return None
    key = plain.split()
    for length in range(min(len(key), 5), 0, -1):
        if name := known.get(" ".join(key[:length])):
            return _IN_TWO_SCRIPTS.get(name, name) if script == "cyrillic" else name
    return None


@lru_cache(maxsize=8)
def _own_labels(name: str) -> set[str]:
    """What our own lists call a field: nobody means anything else by it."""
    labels = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels.add(header_key(str(FIELDS_BY_NAME[name].label)))
    return labels


@lru_cache(maxsize=1)
def _known_headers() -> dict[str, str]:
    known = {header_key(header): name for header, name in header_words.AMBIGUOUS.items()}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known.update((header_key(str(each.label)), each.name) for each in FIELDS)
    for each in FIELDS:
        for header in each.headers:
            known.setdefault(header_key(header), each.name)
    for header in header_words.LEFT_OUT:
        known.setdefault(header_key(header), "")
    for header in header_words.NAMES_IN_PASSPORT:
        known.setdefault(header_key(header), "full_name")
    for header in header_words.NATIONALITY:
        known[header_key(header)] = "nationality"
    return known


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    joined, above = [], ""
    for one, other in zip(upper, lower, strict=True):
        above = one if one.strip() else above
        if not other.strip():
            joined.append(one)
        elif not above.strip() or header_key(above) == header_key(other):
            joined.append(other)
        elif _recognised(other) in (None, *header_words.AMBIGUOUS.values()):
            joined.append(f"{above} {other}")
        else:
            joined.append(other)
    return joined


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _base(name: str) -> str:
    return name.removesuffix("_cyrillic").removesuffix("_ru")


def _name_columns(table: Table, columns: Columns, own: Mapping[str, str]) -> None:
    """Say what each column below a header is: by its exact name, by the beginning of its name if
    its values are of that kind, by what it plainly holds."""
    columns.ours = _is_ours(columns)
    exact: dict[int, str] = {}
    strangers: list[int] = []
    for index, header in enumerate(columns.headers):
        if (key := header_key(header)) in own:
            columns.fields[index] = own[key]
        elif (capacity := head_in(header)) and _are_marks(_values(table, columns, index)):
            columns.marks[index] = capacity
        elif header.strip():
            name = _recognised(header)
            if name is None or _says_nothing(name, header, _values(table, columns, index)):
                strangers.append(index)
            else:
                exact[index] = name
        elif index != table.heading_column and _values(table, columns, index):
            strangers.append(index)
    _assign(table, columns, exact)
    taken = {_base(name) for name in columns.fields.values()}
    for index in strangers:
        values = _values(table, columns, index)
        header = columns.headers[index]
        name = _begins_like(header) if header.strip() else None
        if name in (*header_words.AMBIGUOUS.values(), "nationality") or _base(name or "") in taken:
            name = None
        if name and values and not _fits(name, values):
            name = None
        if name is None:
            name = _plainly(header, values, taken)
            if name:
                columns.offered[index] = name
        if name:
            columns.fields[index] = name
            taken.add(_base(name))
        elif words.value_of("capacity", header) and _part(values, surely_a_name) > 0.5:
            # "Members" beside "Head of delegation".
            columns.beside.append(index)
        elif header.strip():
            columns.unknown.append(index)
    _by_scripts(table, columns)
    _as_whole_names(table, columns, own)


def head_in(header: str) -> str:
    """The capacity of a head or deputy that a header names: "HoD (Y/N)"; else empty."""
    bare = header.partition("(")[0].strip(" ?:*")
    capacity = words.value_of("capacity", bare) or ""
    return capacity if capacity in ("head", "deputy_head") else ""


def is_yes(text: str) -> bool:
    """Whether a cell is a cross, a tick or "yes"."""
    return fold(text) in _YES or text.strip() in _TICKS


def _are_marks(values: list[str]) -> bool:
    """Whether cells are crosses, ticks, "yes" and "no" alone."""
    no = _YES_OR_NO | {"", "0"}
    return bool(values) and all(is_yes(text) or fold(text) in no for text in values)


def _as_whole_names(table: Table, columns: Columns, own: Mapping[str, str]) -> None:
    """The only column of names holds them whole, though «Имя» or «Фамилия» stands above it."""
    of_names = [index for index, name in columns.fields.items() if name in FULL_NAMES]
    if len(of_names) != 1 or header_key(columns.headers[of_names[0]]) in own:
        return
    (index,) = of_names
    values = _values(table, columns, index)
    if (columns.fields[index] == "given_names" and values) or (
        columns.fields[index] == "family_name" and _part(values, looks_like_a_name) > 0.5
    ):
        columns.fields[index] = "full_name"


def _assign(table: Table, columns: Columns, exact: dict[int, str]) -> None:
    """Give the columns with a known header their fields."""
    values = {index: _values(table, columns, index) for index in exact}
    taken = {*exact.values(), *columns.fields.values()}
    for index, name in exact.items():
        if name == "name":
            name = "given_names" if "family_name" in taken else "full_name"
        elif name == "nom":
            name = "family_name" if "given_names" in taken else "full_name"
        elif name == "title":
            name = "prefix" if _part(values[index], is_prefix) >= 0.5 else "position"
        elif name == "nationality":
            if "delegation" in taken or not _fits("delegation", values[index]):
                columns.unknown.append(index)
                continue
            name = "delegation"
        elif name in _WORDED:
            name = _worded(name, columns.headers[index], values[index], taken)
        elif _holds_ranks(name, columns.headers[index], values[index]) and "prefix" not in taken:
            name = "prefix"
        elif (
            name == "institution"
            and "delegation" not in taken
            and _part(values[index], is_territory) > 0.8
        ):
            # "Name of organisation/country"
            name = "delegation"
        same = [each for each, field in columns.fields.items() if field == name]
        if name and same and not FIELDS_BY_NAME[name].several:
            if name in _IN_TWO_SCRIPTS and _script(
                values[index], columns.headers[index]
            ) != _script(_values(table, columns, same[0]), columns.headers[same[0]]):
                columns.fields[index] = name
            elif (
                name in FULL_NAMES
                and header_key(columns.headers[index]) == header_key(columns.headers[same[0]])
                and _looks_beside(columns.headers, same[0], index)
            ):
                columns.beside.append(index)
            else:
                columns.unknown.append(index)
        else:
            columns.fields[index] = name


def _looks_beside(headers: list[str], first: int, second: int) -> bool:
    """Whether the headers from `second` on are those from `first` on once more."""
    return second - first > 1 or not headers[first].strip()


def _by_scripts(table: Table, columns: Columns) -> None:
    """Of columns that say the same in two scripts, the Cyrillic ones are the Russian fields."""
    for latin, cyrillic in _IN_TWO_SCRIPTS.items():
        here = [index for index, name in columns.fields.items() if name == latin]
        scripts = {
            index: _script(_values(table, columns, index), columns.headers[index]) for index in here
        }
        there = [index for index, name in columns.fields.items() if name == cyrillic]
        if len({*scripts.values()}) > 1 and not there:
            for index in here:
                if scripts[index] == "cyrillic":
                    columns.fields[index] = cyrillic
        elif (
            there
            and not here
            and _has_values(table, columns, there)
            and (latin != "given_names" or "full_name" not in columns.fields.values())
        ):
            # A list with one script alone.
            for index in there:
                columns.fields[index] = latin


def _has_values(table: Table, columns: Columns, indexes: list[int]) -> bool:
    return any(_values(table, columns, index) for index in indexes)


def _script(values: list[str], header: str) -> str:
    text = " ".join(values) or header
    return "cyrillic" if in_cyrillic(text) else "latin"


def _fits(name: str, values: list[str]) -> bool:
    """Whether `values` may stand in a column of `name`, whose header only begins like one."""
    if _part(values, lambda value: fold(value) in _YES_OR_NO) > 0.3:
        return False
    if name == "delegation":
        return _part(values, is_territory) > 0.5
    if name == "email":
        return _part(values, lambda value: bool(_EMAIL.search(value))) > 0.5
    if name == "phone":
        return _part(values, lambda value: bool(_PHONE.search(value))) > 0.5
    if name == "prefix":
        return _part(values, is_prefix) > 0.5
    if name in _WORDED:
        return _part(values, lambda value: words.knows(name, value)) > 0.5
    if _part(values, lambda value: bool(_DATE.fullmatch(value)) or value.isdecimal()) > 0.3:
        return False
    if _base(name) == "full_name":
        return _part(values, looks_like_a_name) > 0.6
    if _base(name) in ("given_names", "family_name"):
        return _part(values, lambda value: not any(c.isdigit() for c in value)) > 0.8
    if _base(name) == "position":
        return _part(values, names_a_post) >= 0.5
    return _part(values, names_an_institution) >= 0.5


def _plainly(header: str, values: list[str], taken: set[str]) -> str | None:
    """What a column that no header explains holds, where that is plain."""
    if "status" not in taken and values and all(words.knows("status", each) for each in values):
        says_it = _TAKES_PART.match(fold(header)) is not None
        if says_it or not any(fold(each) in _YES_OR_NO for each in values):
            return "status"
    if len(values) < 1 or (header.strip() and _ELSEWHERE.search(_plain_header(header)[0])):
        return None
    for name in ("email", "phone"):
        pattern = _EMAIL if name == "email" else _PHONE
        if name not in taken and _part(values, lambda v, p=pattern: bool(p.fullmatch(v))) > 0.8:
            return name
    if "email" not in taken and _part(values, _holds_contacts) > 0.8:
        # They are divided as they are read.
        return "email"
    if "delegation" not in taken and _part(values, is_territory) > 0.8:
        return "delegation"
    if not taken & {*FULL_NAMES} and _part(values, looks_like_a_name) > 0.8:
        return "full_name"
    if "capacity" not in taken and _part(values, lambda v: words.knows("capacity", v)) > 0.8:
        # One at least that is no post of an office: "Head of Delegation".
        return "capacity" if any(map(words.capacity_in_delegation, values)) else None
    return None


def _holds_contacts(value: str) -> bool:
    """Whether `value` is addresses and numbers with their labels alone: "Tel. +371 67000000"."""
    between = re.split(f"{EMAIL.pattern}|{PHONE.pattern}", value, flags=re.IGNORECASE)
    return len(between) > 1 and not any(
        c.isalnum() for text in between for c in CONTACT_LABEL.sub("", text.strip())
    )


def _says_nothing(name: str, header: str, values: list[str]) -> bool:
    """Whether a header names a column of words in a part of it alone, and no value is such a word:
    "Attendance (in person/online)" is no status."""
    return (
        name in _WORDED
        and bool(values)
        and header_key(header) not in _known_headers()
        and not any(words.knows(name, value) for value in values)
    )


def _holds_ranks(name: str | None, header: str, values: list[str]) -> bool:
    """Whether the titles of a column "Rank/Title" are prefixes: "Mr", "Col.", not "Director"."""
    return (
        name == "position"
        and header_key(header).startswith(header_words.RANK)
        and _part(values, is_prefix) > 0.5
    )


def _worded(name: str, header: str, values: list[str], taken: set[str]) -> str:
    """Which column of words this is: under "Role" may stand "head of delegation", or a post."""
    parts = {
        other: _part(values, lambda value, other=other: words.knows(other, value))
        for other in _WORDED
    }
    likest = max(_WORDED, key=lambda other: parts[other])
    if (
        name == "capacity"
        and "position" not in taken
        and parts[likest] < 0.3
        and header_key(header) not in _own_labels(name)
        and _part(values, names_a_post) > 0.5
    ):
        return "position"
    return likest if parts[likest] > max(0.5, parts[name]) else name


def _is_ours(columns: Columns) -> bool:
    """Whether the header is, to the letter, one that our own files have."""
    if columns.header_row or columns.header_rows != 1:
        return False
    labels: dict[str, Any] = {}
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
    # A row of one cell is rather a heading.
    several = [row for row in table.rows if _filled(row) > 1] or table.rows
    for index in range(width):
        values = [cell for row in several[:_SAMPLE] if (cell := row[index].strip())]
        name = _by_values(values)
        if name and name not in columns.fields.values():
            columns.fields[index] = name
        elif name == "full_name" and _part(values, surely_a_name) > 0.5:
            columns.beside.append(index)
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
        if _part(values, lambda value, name=name: words.knows(name, value)) > 0.6 and (
            # "Expert" alone is a post.
            name != "capacity" or any(map(words.capacity_in_delegation, values))
        ):
            return name
    if _part(values, is_territory) > 0.6:
        return "delegation"
    if _part(values, looks_like_a_name) > 0.6:
        return "full_name"
    if _part(values, names_a_post) > 0.6:
        return "position"
    if _part(values, names_an_institution) > 0.6:
        return "institution"
    return None
