"""From the rows of a table to people, each with what the file says of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, make_dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from core.text import fold
from events.models import Delegation
from events.participant_list import phrases
from events.participant_list.errors import CellError, UnreadableFile
from events.participant_list.fields import (
    CYRILLIC,
    FIELDS,
    NAMES,
    Kept,
    names_of,
)
from events.participant_list.readers import words
from events.participant_list.readers.full_names import (
    reads_like_a_sentence,
    says_family_first,
    split,
    without_prefix,
)
from events.participant_list.readers.headers import FULL_NAMES, Columns, is_header_again
from events.participant_list.readers.tables import Table
from participants.matching import is_territory

_ReadCells: Any = make_dataclass(
    "_ReadCells",
    [
        ("sheet", str),
        ("row", int),
        *((each.name, "str | None", None) for each in FIELDS if each.kept is not Kept.NOWHERE),
        ("other_roles", "tuple[str, ...]", ()),
    ],
    frozen=True,
    slots=True,
)


class ReadRow(_ReadCells):
    """A person as a file has them: None where it has no such column, "" where the cell is empty.

    Has each field of the table that is kept anywhere. `row` is the number that a spreadsheet
    shows; `delegation` is as written, in the row or as a heading above it. Fields with choices,
    such as `capacity`, are values of the register; a delegation's further roles are
    `other_roles`.
    """

    __slots__ = ()

    sheet: str
    row: int
    other_roles: tuple[str, ...]


@dataclass
class Reading:
    """What a table says.

    `people` are the rows that name somebody, and `errors` what is wrong with those that are in
    neither; `refused` are their rows, as far as they could be read. `unnamed` are delegations of
    which the list says no more than that they come. `skipped` are rows that say nothing of anybody
    (row, text): notes, titles, totals.
    """

    people: list[ReadRow] = field(default_factory=list)
    unnamed: list[ReadRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    refused: list[ReadRow] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)


# What stands where nothing is known, beside mere punctuation; folded.
_NOTHING = {"n a", "none", "nil", "нет данных", "не указано", "отсутствует email", "б н"}
# What stands where a name will come.
_NOBODY = {
    *("tbc", "tba", "tbd", "n n", "nn", "to be confirmed", "to be announced", "to be nominated"),
    *("vacant", "уточняется", "будет уточнено", "подлежит уточнению", "будет определен", "name"),
}
# Words of a row that is neither a person nor a delegation.
_NOTES = {"total", "totals", "sum", "итого", "всего", "note", "notes", "примечание", "примечания"}
_ORGANISATION = re.compile(
    r"\b(minist|agenc|organi[sz]a|commission|committee|council|centre|center|service|secretariat|"
    r"union|fund|office|institut|universit|programme|process|network|association|authority|bank|"
    r"board|court|parliament|embassy|delegation|министерств|агентств|организац|комисс|комитет|"
    r"совет|центр|служб|секретариат|союз|фонд|институт|университет|процесс|ассоциац|посольств|"
    r"делегац|администрац)",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-ZА-ЯЁ]{2,8}")
_OF_DELEGATION = set(names_of(FIELDS, Kept.DELEGATION))
# Names are read together, the other cells of a person one by one.
_ONE_BY_ONE = [
    each
    for each in FIELDS
    if each.name not in (*_OF_DELEGATION, *FULL_NAMES, *CYRILLIC, "full_name_cyrillic")
]
_OF_SEVERAL_LINES = {each.name for each in FIELDS if each.several} - {*FULL_NAMES}
_LENGTHS = {each.name: each.max_length for each in FIELDS if each.max_length}
_SPACES = " \u00a0"


def read_people(
    table: Table,
    columns: Columns,
    known: Callable[[str], bool] = is_territory,
    resembles: Callable[[str], bool] = is_territory,
) -> Reading:
    """The people of `table`, whose columns mean `columns`.

    `known` says whether a text is the name of a state or organisation, to tell a heading above
    people from a person with a single name; `resembles`, whether it is nearly one.
    """
    if not columns.names_people():
        raise UnreadableFile(
            _(
                "In “%(title)s” no column of names is recognised. Say which column holds the "
                "names, or write “Full name” above it."
            )
            % {"title": table.title}
        )
    return _Reader(table, columns, known, resembles).read()


class _Reader:
    """Goes down a table and remembers under which heading it is."""

    def __init__(
        self,
        table: Table,
        columns: Columns,
        known: Callable[[str], bool],
        resembles: Callable[[str], bool],
    ):
        self.table = table
        self.columns = columns
        self.known = known
        self.resembles = resembles
        self.reading = Reading()
        self.heading: ReadRow | None = None
        # A delegation with nobody under it so far.
        self.waiting: ReadRow | None = None
        self.above: dict[str, str] = {}
        self.places: dict[str, list[int]] = {}
        for index, name in columns.fields.items():
            if name and index < len(table.rows[0]):
                self.places.setdefault(name, []).append(index)
        self.numbers = [
            index
            for index in range(len(table.rows[0]))
            if not columns.fields.get(index) and self._is_numbered(index)
        ]
        self.family_first = {
            name: says_family_first(columns.title(self.places[name][0]))
            for name in ("full_name", "full_name_cyrillic")
            if name in self.places
        }

    def read(self) -> Reading:
        self._look_above_the_header()
        for number, row in enumerate(self.table.rows[self.columns.first :], self.columns.first + 1):
            if not any(cell.strip() for cell in row) or is_header_again(row, self.columns):
                continue
            if not self._is_heading(number, row):
                self._read(number, row)
        self._drop_waiting()
        return self.reading

    def _look_above_the_header(self) -> None:
        """A list of one delegation may name it in its title alone."""
        if "delegation" in self.places:
            return
        for number, row in enumerate(self.table.rows[: self.columns.header_row], 1):
            texts = [text for cell in row if (text := _clean(cell))]
            if len(texts) == 1 and self.known(texts[0]):
                self._begin(number, texts[0])

    # --- Headings -----------------------------------------------------------------------------
    def _is_heading(self, number: int, row: list[str]) -> bool:
        """Take a row that is no person's: a heading above people, or a note."""
        if self.columns.ours:
            return False
        filled = [
            at
            for at, cell in enumerate(row)
            if (text := cell.strip()) and not (at in self.numbers and text[0].isdecimal())
        ]
        if len(filled) != 1:
            return False
        (at,) = filled
        text, name = _clean(row[at]), self.columns.fields.get(at)
        if name == "delegation":
            return False
        numbered = any(row[index].strip() for index in self.numbers if index != at)
        if self.known(text):
            self._begin(number, text)
        elif _is_note(text):
            self.reading.skipped.append((number, text))
        elif name in FULL_NAMES:
            if "delegation" in self.places or numbered:
                return False
            if self._heads(text):
                self._begin(number, text)
            elif reads_like_a_sentence(text):
                self.reading.skipped.append((number, text))
            else:
                return False
        elif "delegation" not in self.places and not name:
            self._begin(number, text)
        else:
            self.reading.skipped.append((number, text))
        return True

    def _heads(self, text: str) -> bool:
        """Whether the only text of a row, in the column of names, is rather a delegation."""
        if without_prefix(text)[0]:
            return False
        if self.numbers or _ORGANISATION.search(text) or _ACRONYM.fullmatch(text):
            return True
        # In a list of mere names, every row has one cell alone.
        return bool(self.places.keys() - {*FULL_NAMES}) and self.resembles(text)

    def _begin(self, number: int, text: str) -> None:
        self._drop_waiting()
        self.heading = self.waiting = ReadRow(self.table.title, number, text.rstrip(" :"))
        self.above = {}

    def _drop_waiting(self) -> None:
        """Nobody stands under the last heading: it is a delegation without names, or a note."""
        if self.waiting:
            name = self.waiting.delegation or ""
            if self.known(name) or ("delegation" in self.places and not _is_note(name)):
                self.reading.unnamed.append(self.waiting)
            else:
                self.reading.skipped.append((self.waiting.row, name))
        self.waiting = None

    def _is_numbered(self, index: int) -> bool:
        cells = [row[index].strip(" .)") for row in self.table.rows[self.columns.first :]]
        return sum(1 for cell in cells if cell.isdecimal()) > 0.3 * len(cells)

    # --- People -------------------------------------------------------------------------------
    def _read(self, number: int, row: list[str]) -> None:
        cells = {name: self._cell(row, name) for name in self.places}
        errors = len(self.reading.errors)
        read = ReadRow(self.table.title, number, **self._of_delegation(number, cells))
        name = self._name(cells)
        remark = cells.get("family_name") or cells.get("full_name") or ""
        if _is_remark(remark):
            if len(self.reading.errors) == errors:
                self.reading.unnamed.append(read)
            return
        if not name.get("family_name"):
            rest = cells.keys() - {*_OF_DELEGATION, *FULL_NAMES}
            if read.delegation and not any(cells[each] for each in rest):
                # Whoever follows without a delegation is of this one.
                self.waiting = read if len(self.reading.errors) == errors else None
                return
            self._error(
                number,
                self._name_field(),
                "",
                _("The row has no name. Write the name, or delete the row."),
            )
            self.reading.refused.append(replace(read, **self._details(number, cells)))
            return
        details = self._details(number, cells)
        given, other = details.get("prefix"), name.get("prefix")
        if given and other:
            name["prefix"] = given if fold(other) in fold(given) else f"{given} {other}"
        read = replace(read, **{**details, **name})
        self._check_lengths(read)
        self.waiting = None
        if len(self.reading.errors) == errors:
            self.reading.people.append(read)
        else:
            self.reading.refused.append(read)

    def _cell(self, row: list[str], name: str) -> str:
        """What a row has under `name`, which may be several columns."""
        texts = [row[index].replace("\0", "") for index in self.places[name]]
        if self.columns.ours:
            texts = [text.strip(_SPACES) for text in texts]
        else:
            lines = ", " if name in _OF_SEVERAL_LINES else " "
            texts = [_clean(text, lines) for text in texts]
            if name not in (*FULL_NAMES, "delegation"):
                texts = ["" if _is_nothing(text) else text for text in texts]
        between = " " if name in FULL_NAMES else ", "
        return between.join(dict.fromkeys(text for text in texts if text))

    def _of_delegation(self, number: int, cells: dict[str, str]) -> dict:
        """Delegation, type and roles: of this row, or of the one above that this one is under."""
        here = {name: cells[name] for name in _OF_DELEGATION if name in cells}
        if "delegation" in here and not here["delegation"]:
            here |= {name: text for name, text in self.above.items() if not here.get(name)}
        elif "delegation" in here:
            self.heading = None
            self._drop_waiting()
        if here.get("delegation"):
            self.above = dict(here)
        if not here.get("delegation") and self.heading:
            here["delegation"] = self.heading.delegation
        found: dict = {"delegation": here.get("delegation")}
        for name in ("type", "role"):
            if name in here:
                found[name] = self._word(number, name, here[name])
        if roles := here.get("role") and words.roles_of(here["role"]):
            found["role"], found["other_roles"] = roles[0], roles[1:]
        return found

    def _name(self, cells: dict[str, str]) -> dict[str, str]:
        """Prefix, given names and family name, as far as the row has them."""
        name = {part: cells[part] for part in NAMES if part in cells}
        if not self.columns.ours and name.get("given_names"):
            prefix, name["given_names"] = without_prefix(name["given_names"])
            if prefix:
                name["prefix"] = prefix
        if not self.columns.ours and name.get("family_name") and not name.get("prefix"):
            prefix, name["family_name"] = without_prefix(name["family_name"])
            if prefix:
                name["prefix"] = prefix
        if "full_name" in cells and not name.get("family_name"):
            full = split(cells["full_name"], family_first=self.family_first["full_name"])
            name["family_name"] = full.family_name
            name["given_names"] = name.get("given_names") or full.given_names
            if full.prefix:
                name["prefix"] = full.prefix
        elif "family_name" in name and not name["family_name"] and name.get("given_names"):
            # Somebody with a single name, written in the other column.
            name["family_name"], name["given_names"] = name["given_names"], ""
        if fold(name.get("family_name", "")) in _NOBODY or (
            not fold(name.get("family_name", "")) and not self.columns.ours
        ):
            name["family_name"] = ""
        for part in CYRILLIC:
            if part in cells:
                name[part] = cells[part]
        if "full_name_cyrillic" in cells:
            full = split(
                cells["full_name_cyrillic"], family_first=self.family_first["full_name_cyrillic"]
            )
            name |= {
                "given_names_cyrillic": full.given_names,
                "family_name_cyrillic": full.family_name,
            }
        return name

    def _details(self, number: int, cells: dict[str, str]) -> dict[str, str | None]:
        details: dict = {}
        for each in _ONE_BY_ONE:
            if (text := cells.get(each.name)) is not None:
                details[each.name] = self._word(number, each.name, text) if each.choices else text
        if division := details.pop("division", ""):
            _add_division(details, division)
        if email := details.get("email"):
            details["email"] = self._email(number, email)
        return details

    def _word(self, number: int, name: str, text: str) -> str | None:
        if not text:
            return ""
        if words.knows(name, text):
            return "" if name == "role" else words.value_of(name, text)
        self._error(
            number,
            name,
            text,
            _("“%(value)s” is not known here. Write one of: %(accepted)s.")
            % {"value": text, "accepted": words.accepted(name)},
        )
        return None

    def _email(self, number: int, text: str) -> str:
        email = text.strip().removeprefix("mailto:").strip("<>;, ")
        try:
            validate_email(email)
        except ValidationError:
            self._error(
                number,
                "email",
                text,
                _(
                    "“%(value)s” is not an e-mail address. Write one address, as "
                    "name@example.org, or empty the cell."
                )
                % {"value": text},
            )
        return email

    def _check_lengths(self, read: ReadRow) -> None:
        for name, most in _LENGTHS.items():
            text = getattr(read, name)
            if text and len(text) > most:
                self._error(
                    read.row,
                    name,
                    text,
                    _("The text is longer than %(number)d characters. Shorten it.")
                    % {"number": most},
                )

    def _name_field(self) -> str:
        return next(name for name in FULL_NAMES if name in self.places)

    def _error(self, number: int, name: str, value: str, reason: str) -> None:
        shown = value if len(value) <= 100 else f"{value[:100]}…"
        place = self.places.get(name) or self.places[self._name_field()]
        title = self.columns.title(place[0])
        self.reading.errors.append(
            CellError(number, title, value, reason.replace(value, shown) if value else reason)
        )


def _clean(text: str, lines: str = " ") -> str:
    """`text` without odd spaces and control characters; its lines are joined by `lines`."""
    parts = [" ".join(_CONTROL.sub(" ", line).split()) for line in text.splitlines()]
    return lines.join(part.rstrip(",;") if lines == ", " else part for part in parts if part)


def _is_nothing(text: str) -> bool:
    if len(text) > 20:
        return False
    folded = fold(text)
    return not folded or folded in _NOTHING


def _is_note(text: str) -> bool:
    """Whether a line of its own is a heading of sections, a total or a footnote."""
    folded = fold(text)
    first = folded.split(maxsplit=1)[0] if folded else ""
    return (
        not folded
        or text.startswith("*")
        or first in _NOTES
        or folded in _sections()
        or words.value_of("type", text) is not None
        or words.value_of("capacity", text) is not None
        or _is_remark(text)
    )


@lru_cache(maxsize=1)
def _sections() -> set[str]:
    sections = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            sections |= {fold(str(label)) for label in Delegation.Section.labels}
    return sections


def _is_remark(text: str) -> bool:
    """Whether `text` is one of the sentences that our lists have in the place of names."""
    if " / " in text and any(_is_remark(side) for side in text.split(" / ")):
        return True
    if text.count(" ") < 2:
        return False
    number = re.search(r"\d{1,9}", text)
    return text in _remarks(int(number[0]) if number else None)


@lru_cache(maxsize=100)
def _remarks(number: int | None) -> frozenset[str]:
    remarks = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for sample in (False, True):
                remarks.add(phrases.no_names_recorded(sample=sample))
                if number is not None:
                    remarks.add(phrases.not_named(number, sample=sample))
    return frozenset(remarks)


def _add_division(details: dict, division: str) -> None:
    """Put the division where a list would print it: after the position, before the institution."""
    if details.get("position") or "institution" not in details:
        position = details.get("position") or ""
        if fold(division) not in fold(position):
            details["position"] = ", ".join(filter(None, [position, division]))
    elif fold(division) not in fold(details["institution"]):
        details["institution"] = ", ".join(filter(None, [division, details["institution"]]))


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\ufeff\u00ad]")
