"""From the rows of a table to people, each with what the file says of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, make_dataclass, replace
from itertools import pairwise
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from core.text import fold, in_cyrillic
from events.participant_list.errors import (
    CellError,
    UnreadableFile,
    longer_than,
    no_email_address,
    not_known,
)
from events.participant_list.fields import FIELDS, Kept, names_of
from events.participant_list.languages import SEPARATOR
from events.participant_list.readers import vocabulary, words
from events.participant_list.readers.cleaning import (
    clean,
    decoded_once,
    is_damaged,
    lines_of,
    of_one_alphabet,
)
from events.participant_list.readers.headers import (
    FULL_NAMES,
    Columns,
    head_in,
    is_header_again,
    is_yes,
    joins_job,
    letter,
)
from events.participant_list.readers.lines import COLUMNS as LINE_COLUMNS
from events.participant_list.readers.lines import (
    delegation_in,
    delegations_named_in,
    divide_job,
    people_in_cell,
    read_cell,
    section_of,
    take_contact,
)
from events.participant_list.readers.names import (
    FullName,
    begins_with_title,
    in_latin,
    is_prefix,
    looks_like_a_name,
    order_of,
    reads_like_a_sentence,
    says_family_first,
    several_people,
    split,
    surely_a_name,
    two_scripts,
    without_prefix,
    wrong_with_name,
)
from events.participant_list.readers.remarks import is_note, is_remark
from events.participant_list.readers.table import LeftOut, Table
from participants.matching import is_territory
from participants.scripts import CYRILLIC, JOB, JOB_IN_RUSSIAN, NAMES

_ReadCells: Any = make_dataclass(
    "_ReadCells",
    [
        ("sheet", str),
        ("row", int),
        *((each.name, "str | None", None) for each in FIELDS if each.kept is not Kept.NOWHERE),
        ("other_roles", "tuple[str, ...]", ()),
        ("doubts", "tuple[Doubt, ...]", ()),
    ],
    frozen=True,
    slots=True,
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a value was read so that an officer should look at it: `reason` is a sentence."""

    field: str
    reason: str


class ReadRow(_ReadCells):
    """A person as a file has them: None where it has no such column, "" where the cell is empty.

    Has each field of the table that is kept anywhere. `row` is the number that a spreadsheet shows;
    `delegation` is as written, in the row or as a heading above it. A name in one script alone
    stands in the fields of the Latin one, also where it is in Cyrillic. Fields with choices, such
    as `capacity`, are values of the register; a delegation's further roles are `other_roles`.
    `doubts` are readings that an officer should look at.
    """

    __slots__ = ()

    sheet: str
    row: int
    other_roles: tuple[str, ...]
    doubts: tuple[Doubt, ...]


@dataclass
class Reading:
    """What a table says.

    `people` are the rows that name somebody, and `errors` what is wrong with those that are in
    neither; `refused` are their rows, as far as they could be read. `unnamed` are delegations of
    which the list says no more than that they come. `skipped` are rows that say nothing of anybody
    (row, text): notes, titles, totals. `left_out` is what was not read for another reason: hidden
    rows, columns that mean nothing here.
    """

    people: list[ReadRow] = field(default_factory=list)
    unnamed: list[ReadRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    refused: list[ReadRow] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


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
_OF_NAMES = {*FULL_NAMES, *CYRILLIC, "full_name_cyrillic"}
# Names are read together, the other cells of a person one by one.
_ONE_BY_ONE = [each for each in FIELDS if each.name not in (*_OF_DELEGATION, *_OF_NAMES)]
_OF_SEVERAL_LINES = {each.name for each in FIELDS if each.several} - _OF_NAMES
_JOB_WORDS = {
    "position": vocabulary.names_a_post,
    "institution": vocabulary.names_an_institution,
}
# Their cells may have a line in each script.
_IN_TWO_SCRIPTS = (*FULL_NAMES, *JOB)
_LENGTHS = {each.name: each.max_length for each in FIELDS if each.max_length}
_SPACES = " \u00a0"
# So many rows show the order of a column of names.
_LOOKED_AT = 2_000


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
    if columns.beside:
        raise _beside(table, columns)
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
        for name in ("given_names", "given_names_cyrillic"):
            # "Middle name" may stand in front of "First name".
            self.places.get(name, []).sort(key=self._is_second_name)
        self.numbers = [
            index
            for index in range(len(table.rows[0]))
            if not columns.fields.get(index) and self._is_numbered(index)
        ]
        self.family_first = {
            name: self._order(name)
            for name in ("full_name", "full_name_cyrillic")
            if name in self.places
        }
        self.fills_down = self._fills_down()
        self.commas_are_usual = self._commas_are_usual()
        # A column of position and institution together, and which of them comes first.
        self.job_order = ""
        if "institution" not in self.places and "position" in self.places:
            self.job_order = joins_job(columns.title(self.places["position"][0]))
        self.section_role = self.section_capacity = ""
        # The capacity of all whose names stand under "Head of delegation".
        self.capacity_of_all = next(
            (
                found
                for name in FULL_NAMES
                for index in self.places.get(name, ())
                if (found := head_in(columns.title(index)))
            ),
            "",
        )
        self.doubts: list[Doubt] = []
        # The cell of the name before it is taken apart.
        self.written = ""

    def read(self) -> Reading:
        self._report_what_is_left_out()
        self._look_above_the_header()
        for index, row in enumerate(self.table.rows[self.columns.first :], self.columns.first):
            number = self.table.number(index)
            if not any(cell.strip() for cell in row) or is_header_again(row, self.columns):
                continue
            if self._is_longer(index, row):
                self._refuse_longer(number, row)
            elif not self._is_heading(number, row):
                self._read(number, row)
        self._drop_waiting()
        for number, text in self.table.strange:
            self._error(
                number,
                self._name_field(),
                text,
                _(
                    "“%(value)s” looks like a person, but was not understood. Write one person a "
                    "line: name, position, institution."
                )
                % {"value": text},
            )
        return self.reading

    def _is_second_name(self, index: int) -> bool:
        return _SECOND_NAME.search(fold(self.columns.title(index))) is not None

    def _order(self, name: str) -> tuple[bool | None, bool | None]:
        """Whether the names of a column begin with the family name, those in another script than
        Cyrillic and those in Cyrillic; None if nothing says so."""
        place = self.places[name][0]
        if says_family_first(self.columns.title(place)):
            return True, True
        rows = self.table.rows[self.columns.first :][:_LOOKED_AT]
        texts = [text for row in rows if (text := clean(row[place]))]
        first, second = (
            order_of(text for text in texts if in_cyrillic(text) == cyrillic)
            for cyrillic in (False, True)
        )
        return first, second

    def _commas_are_usual(self) -> bool:
        """Whether names of the column have commas: "García Ruiz, Ana María"."""
        if "full_name" not in self.places:
            return False
        place = self.places["full_name"][0]
        rows = self.table.rows[self.columns.first :][:_LOOKED_AT]
        texts = [row[place] for row in rows if row[place].strip()]
        return sum("," in text for text in texts) > 0.5 * len(texts)

    def _split(self, name: str, text: str) -> FullName:
        orders = self.family_first.get(cast(Any, name))
        return split(text, family_first=orders[in_cyrillic(text)] if orders else None)

    def _fills_down(self) -> bool:
        """Whether the delegation is written once a block: then a blank means the one above.

        Where neighbours repeat it, or only few rows have none, a blank is a gap.
        """
        if "delegation" not in self.places:
            return True
        place = self.places["delegation"][0]
        names = [
            index
            for name in (*FULL_NAMES, "full_name_cyrillic", "family_name_cyrillic")
            for index in self.places.get(name, ())
        ]
        cells = [
            fold(row[place])
            for row in self.table.rows[self.columns.first :]
            if any(row[index].strip() for index in names) and not is_header_again(row, self.columns)
        ]
        return not any(one == other != "" for one, other in pairwise(cells))

    def _report_what_is_left_out(self) -> None:
        self.reading.left_out += self.table.left_out
        self.reading.skipped += [
            (each.row, f"{each.text} ({each.reason})")
            for each in self.table.left_out
            if each.row and not each.is_hidden
        ]
        for index in self.columns.unknown:
            title = self.columns.title(index)
            self.reading.left_out.append(LeftOut(0, title, _("column that is not known")))

    def _look_above_the_header(self) -> None:
        """A list of one delegation may name it in its title or its sheet alone."""
        if "delegation" in self.places:
            return
        if self.known(self.table.title):
            self._begin(self.table.number(0), self.table.title)
        named = []
        for index, row in enumerate(self.table.rows[: self.columns.header_row]):
            texts = [text for cell in row if (text := clean(cell))]
            if len(texts) != 1:
                continue
            if name := delegation_in(texts[0], self.known):
                self._begin(self.table.number(index), name)
            else:
                named += [(index, name) for name in delegations_named_in(texts[0], self.known)]
        if self.heading is None and len({fold(name) for _index, name in named}) == 1:
            self._begin(self.table.number(named[0][0]), named[0][1])

    # --- Rows that cannot be read as they stand -----------------------------------------------
    def _is_longer(self, index: int, row: list[str]) -> bool:
        lengths = self.table.lengths
        if lengths is None or not self.columns.header_rows:
            return False
        width = lengths[self.columns.first - 1]
        return any(cell.strip() for cell in row[width:])

    def _refuse_longer(self, number: int, row: list[str]) -> None:
        self._error(
            number,
            self._name_field(),
            ", ".join(text for cell in row if (text := clean(cell))),
            _(
                "The row has more cells than the header. A cell with a comma or semicolon in it is "
                "probably not in quotation marks: open the list in a spreadsheet program, put the "
                "cells right and save it as XLSX."
            ),
        )

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
        text, name = clean(row[at]), self.columns.fields.get(at)
        if name == "delegation":
            if not self.known(text) and (
                vocabulary.is_furniture(text) or _CONTACT.search(text) or is_note(text)
            ):
                self.reading.skipped.append((number, text))
                return True
            return False
        numbered = any(row[index].strip() for index in self.numbers if index != at)
        if self.known(text) and not begins_with_title(text):
            self._begin(number, text)
        elif name not in FULL_NAMES and (found := delegation_in(text, self.known)):
            self._begin(number, found)
        elif not numbered and (section := section_of(text)) is not None:
            role, self.section_capacity = section
            if not self.section_capacity:
                self.section_role = role
            self.reading.skipped.append((number, text))
        elif (
            is_note(text)
            or vocabulary.is_furniture(text)
            or (name in FULL_NAMES and not numbered and self._is_signature(text))
        ):
            # "Interpreter" above those who are.
            self.section_capacity = words.value_of("capacity", text) or self.section_capacity
            self.reading.skipped.append((number, text))
        elif name in FULL_NAMES:
            first = re.split(r"[,;]", (lines_of(row[at]) or [""])[0])[0]
            if "delegation" in self.places or numbered or surely_a_name(first):
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

    def _is_signature(self, text: str) -> bool:
        """Whether the only text of a row is who signed the list: "Deputy Minister B. Asanov"."""
        return not self.places.keys().isdisjoint(JOB) and vocabulary.begins_post_before_name(text)

    def _heads(self, text: str) -> bool:
        """Whether the only text of a row, in the column of names, is rather a delegation."""
        if without_prefix(text)[0]:
            return False
        if self.numbers or _ORGANISATION.search(text) or _ACRONYM.fullmatch(text):
            return True
        # In a list of mere names, every row has one cell alone.
        return bool(self.places.keys() - {*FULL_NAMES}) and (
            self.resembles(text) or vocabulary.names_an_institution(text)
        )

    def _begin(self, number: int, text: str) -> None:
        self._drop_waiting()
        self.section_capacity = ""
        self.heading = self.waiting = ReadRow(self.table.title, number, text.rstrip(" :"))
        self.above = {}

    def _drop_waiting(self) -> None:
        """Nobody stands under the last heading: it is a delegation without names, or a note."""
        if self.waiting:
            name = self.waiting.delegation or ""
            if self.known(name) or ("delegation" in self.places and not is_note(name)):
                self.reading.unnamed.append(self.waiting)
            else:
                self.reading.skipped.append((self.waiting.row, name))
        self.waiting = None

    def _is_numbered(self, index: int) -> bool:
        cells = [row[index].strip(" .)") for row in self.table.rows[self.columns.first :]]
        return sum(1 for cell in cells if cell.isdecimal()) > 0.3 * len(cells)

    # --- People -------------------------------------------------------------------------------
    def _read(self, number: int, row: list[str]) -> None:
        errors = len(self.reading.errors)
        self.doubts = [Doubt(*each) for each in self.table.doubts.get(number, ())]
        cells = {name: self._cell(row, name) for name in self.places}
        self.written = cells.get("full_name", "")
        if not self.columns.ours:
            self._check_damage(number, row, cells)
            self._check_lines(number, row)
            if self._is_section(number, cells):
                return
            cells |= self._stacked(number, row, cells)
        read = ReadRow(self.table.title, number, **self._of_delegation(number, cells))
        name = self._name(number, cells)
        remark = cells.get("family_name") or cells.get("full_name") or ""
        if is_remark(remark):
            if len(self.reading.errors) == errors:
                self.reading.unnamed.append(read)
            return
        if not name.get("family_name"):
            rest = cells.keys() - {*_OF_DELEGATION, *FULL_NAMES}
            if read.delegation and not any(cells[each] for each in rest):
                # Whoever follows without a delegation is of this one.
                self.waiting = read if len(self.reading.errors) == errors else None
                return
            if len(self.reading.errors) == errors:
                self._error(
                    number,
                    self._name_field(),
                    "",
                    _("The row has no name. Write the name, or delete the row."),
                )
            details = self._details(number, cells, self._said(row, name))
            self.reading.refused.append(replace(read, **details, doubts=tuple(self.doubts)))
            return
        details = self._details(number, cells, self._said(row, name))
        given, other = details.get("prefix"), name.get("prefix")
        if given and other:
            name["prefix"] = given if fold(other) in fold(given) else f"{given} {other}"
        read = replace(read, **{**details, **name}, doubts=tuple(self.doubts))
        self._check_lengths(read)
        self.waiting = None
        if len(self.reading.errors) == errors:
            self.reading.people.append(read)
        else:
            self.reading.refused.append(read)

    def _said(self, row: list[str], name: dict[str, str]) -> str:
        """The capacity that stands with the name, or that a cross or the header gives it."""
        said = name.pop("capacity", "")
        marked = [what for index, what in self.columns.marks.items() if is_yes(row[index])]
        return said or next(iter(marked), self.capacity_of_all)

    def _says(self, name: str, text: str) -> bool:
        """Whether what says nothing elsewhere is a word of this column: "no" under "Confirmed"."""
        return name in ("capacity", "status", "role", "type") and words.knows(name, text)

    def _check_damage(self, number: int, row: list[str], cells: dict[str, str]) -> None:
        """Refuse a row with text that was damaged on its way, saying what was probably meant."""
        for name, text in cells.items():
            # Some of the damage are characters that cleaning takes away.
            raw = [row[index] for index in self.places[name]]
            if mended := next(filter(None, map(decoded_once, raw)), ""):
                reason = _(
                    "The text “%(value)s” was damaged when the list was saved; “%(mended)s” is "
                    "probably meant. Correct it, or save the list as XLSX."
                ) % {"value": text, "mended": mended}
            elif "\ufffd" in text or (name in FULL_NAMES and is_damaged(text)):
                reason = _(
                    "Letters of “%(value)s” were lost when the list was saved. Write them again, "
                    "or ask the sender for the list as XLSX."
                ) % {"value": text}
            elif name in (*FULL_NAMES, "delegation") and (mended := of_one_alphabet(text)):
                reason = _(
                    "“%(value)s” mixes Latin and Cyrillic letters in one word. “%(mended)s” is "
                    "probably meant: write it so."
                ) % {"value": text, "mended": mended}
            else:
                continue
            self._error(number, name, text, reason)

    def _check_lines(self, number: int, row: list[str]) -> None:
        """Refuse a name of two lines where each part has a column: they are often two people."""
        for name in ("family_name", "given_names"):
            for index in self.places.get(name, ()):
                lines = lines_of(row[index])
                if len(lines) > 1 and not two_scripts("\n".join(lines)):
                    reason = _(
                        "The name has a line break in it. Write one person a row, and the name on "
                        "one line."
                    )
                    self._error(number, name, " / ".join(lines), reason)

    def _is_section(self, number: int, cells: dict[str, str]) -> bool:
        """Take a row that has words of capacity in the place of a name, and nothing of anybody."""
        text = cells.get("full_name", "")
        rest = cells.keys() - {*_OF_DELEGATION, "full_name"}
        if not text or any(cells[each] for each in rest) or not (section := section_of(text)):
            return False
        if section[1]:
            self._of_delegation(number, cells)
            self.section_capacity = section[1]
            self.reading.skipped.append((number, text))
        return bool(section[1])

    def _stacked(self, number: int, row: list[str], cells: dict[str, str]) -> dict[str, str]:
        """What a cell says that holds a person with all details, one under the other or divided
        by commas; refuse one that names several people."""
        if "full_name" not in self.places or cells.get("family_name"):
            return {}
        raw = "\n".join(
            "\n".join(lines_of(row[index])) for index in self.places["full_name"]
        ).strip()
        several = several_people(raw)
        if not several and "\n" in raw and not two_scripts(raw):
            several = people_in_cell(raw)
        if not several and not self.commas_are_usual and raw.count(",") == 1:
            # "Ozols Juris, Kalna Ilze" in a column without commas.
            sides = raw.split(",")
            several = sides if all(map(looks_like_a_name, sides)) else []
        if len(several) > 1:
            self._error(
                number,
                "full_name",
                cells["full_name"],
                _("The cell names several people: %(names)s. Write one person a row.")
                % {"names": "; ".join(several)},
            )
            return {}
        if (
            two_scripts(raw)
            or self._is_family_first(raw)
            or _ends_in_titles(raw)
            or ("\n" not in raw and not re.search(r"[,;–—]|\s-\s", raw))
        ):
            return {}
        found = read_cell(raw)
        if found is None:
            return {}
        values = dict(zip(LINE_COLUMNS, found, strict=True))
        taken = {name: text for name, text in values.items() if text}
        if taken.keys() <= {"full_name"}:
            return {}
        conflict = [
            name
            for name in ("position", "institution", "email", "phone")
            if taken.get(name) and cells.get(name) and fold(taken[name]) != fold(cells[name])
        ]
        if conflict:
            # The columns say it too: what the cell says goes with the position.
            more = ", ".join(taken.pop(name) for name in conflict)
            if fold(more) not in fold(cells.get("position", "")):
                taken["position"] = ", ".join(filter(None, [cells.get("position", ""), more]))
        self.doubts.append(
            Doubt("full_name", _("The cell held more than the name; it was taken apart."))
        )
        return taken

    def _is_family_first(self, raw: str) -> bool:
        """Whether a cell is "García Ruiz, Pilar" in a list that has a column for the position."""
        family, comma, given = raw.partition(",")
        return (
            bool(comma)
            and not self.places.keys().isdisjoint(JOB)
            and len(given.split()) < 4
            and looks_like_a_name(f"{family} {given}")
            and not words.value_of("capacity", given.strip())
            and (family.isupper() or not _ACRONYM.fullmatch(given.strip()))
        )

    def _cell(self, row: list[str], name: str) -> str:
        """What a row has under `name`, which may be several columns."""
        texts = [row[index].replace("\0", "") for index in self.places[name]]
        if self.columns.ours:
            texts = [text.strip(_SPACES) for text in texts]
        else:
            lines = ", " if name in _OF_SEVERAL_LINES else " "
            texts = [
                SEPARATOR.join(sides)
                if name in _IN_TWO_SCRIPTS and (sides := _two_lines(text))
                else clean(text, lines)
                for text in texts
            ]
            if name not in (*FULL_NAMES, "delegation"):
                texts = [
                    "" if vocabulary.is_filler(text) and not self._says(name, text) else text
                    for text in texts
                ]
        between = " " if name in _OF_NAMES else ", "
        return between.join(dict.fromkeys(text for text in texts if text))

    def _of_delegation(self, number: int, cells: dict[str, str]) -> dict:
        """Delegation, type and roles: of this row, or of the one above that this one is under."""
        here = {name: cells[name] for name in _OF_DELEGATION if name in cells}
        if "delegation" in here and not here["delegation"] and self.table.fields is None:
            if self.fills_down or self.columns.ours or self.waiting:
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
        elif self.section_role:
            found["role"] = self.section_role
        return found

    def _name(self, number: int, cells: dict[str, str]) -> dict[str, str]:
        """Prefix, given names and family name, as far as the row has them; and the capacity that
        stands with the name."""
        name = {part: cells[part] for part in NAMES if part in cells}
        ours = self.columns.ours
        for part in NAMES:
            if name.get(part) and not ours:
                self._part_of_name(name, part)
            elif self._is_in_both(part) and (scripts := _around_separator(name.get(part, ""))):
                name[part], name[f"{part}_cyrillic"] = scripts
        if "full_name" in cells and not name.get("family_name"):
            full = self._split("full_name", cells["full_name"])
            name["family_name"] = full.family_name
            name["given_names"] = name.get("given_names") or full.given_names
            if full.prefix:
                name["prefix"] = full.prefix
            if full.capacity:
                name["capacity"] = full.capacity
            if full.note and vocabulary.names_a_post(full.note) and not cells.get("position"):
                name["position"] = full.note
            else:
                self._doubt_left_out("full_name", full.note)
            if full.other and "full_name_cyrillic" not in cells:
                other = self._split("full_name", full.other)
                name["given_names_cyrillic"] = other.given_names
                name["family_name_cyrillic"] = other.family_name
            if not full.sure and not ours:
                reason = _("Which is the family name is not certain.")
                self.doubts.append(Doubt("family_name", reason))
        elif "family_name" in name and not name["family_name"] and name.get("given_names"):
            # Somebody with a single name, written in the other column.
            name["family_name"], name["given_names"] = name["given_names"], ""
        if ("given_names" not in cells and vocabulary.is_nobody(name.get("family_name", ""))) or (
            not fold(name.get("family_name", "")) and not ours
        ):
            name["family_name"] = ""
        for part in CYRILLIC:
            if part in cells:
                name[part] = cells[part]
        if "full_name_cyrillic" in cells:
            full = self._split("full_name_cyrillic", cells["full_name_cyrillic"])
            name |= {
                "given_names_cyrillic": full.given_names,
                "family_name_cyrillic": full.family_name,
            }
        if not name.get("family_name") and name.get("family_name_cyrillic"):
            # This row has the name in one script alone.
            name["family_name"] = name.pop("family_name_cyrillic")
            name["given_names"] = name.pop("given_names_cyrillic", "")
        if name.get("family_name") and not ours:
            self._check_name(number, name, cells.get("full_name", ""))
        return name

    def _is_in_both(self, name: str) -> bool:
        """Whether the column stands in both languages, as in our own list in both."""
        return any(SEPARATOR in self.columns.title(index) for index in self.places.get(name, ()))

    def _in_two_languages(self, name: str, details: Mapping[str, Any]) -> tuple[str, str] | None:
        """The cell of a position or institution in English and in Russian, if it says both."""
        text = details.get(name) or ""
        if self.columns.ours:
            return _around_separator(text) if self._is_in_both(name) else None
        sides = two_scripts(text)
        if sides and all(map(_JOB_WORDS[name], sides)):
            return sides
        return _around_separator(text)

    def _part_of_name(self, name: dict[str, str], part: str) -> None:
        """Take title, brackets and capacity off a cell of given or family names."""
        text = name[part]
        if scripts := two_scripts(text):
            text, name[f"{part}_cyrillic"] = scripts
        if "(" in text or words.take_capacity(text)[0]:
            full = split(text)
            if full.capacity or full.note:
                name["capacity"] = name.get("capacity") or full.capacity
                text = " ".join(filter(None, [full.prefix, full.given_names, full.family_name]))
                self._doubt_left_out(part, full.note)
        words_of_it = text.split()
        prefix, rest = without_prefix(text)
        if prefix and len(words_of_it) > 1 and not self._is_given_name(prefix):
            name["prefix"] = name.get("prefix") or prefix
            text = rest
        name[part] = text

    def _doubt_left_out(self, part: str, note: str) -> None:
        if note:
            reason = _("Left out of the name: %(text)s.") % {"text": note}
            self.doubts.append(Doubt(part, reason))

    def _is_given_name(self, prefix: str) -> bool:
        """Whether what looks like a title begins a given name: "Maj Britt", "Don Felipe"."""
        return prefix[-1] != "." and fold(prefix) in _GIVEN_NAMES

    def _check_name(self, number: int, name: dict[str, str], full_name: str) -> None:
        """Refuse what cannot be a name: an address, a number, a date, a post, an institution."""
        whole = " ".join(filter(None, [name.get("given_names"), name["family_name"]]))
        written = without_prefix(full_name)[1] or whole
        no_person = _NO_PERSON.search(fold(whole))
        if no_person or words.value_of("capacity", whole):
            self._error(
                number,
                self._name_field(),
                whole,
                _(
                    "“%(value)s” is not a name: it holds “%(found)s”. Write the name alone, "
                    "and "
                    "what else it says into a column of its own."
                )
                % {"value": whole, "found": no_person[0] if no_person else whole},
            )
            return
        if _ANOTHER.search(fold(self.written or full_name or whole)):
            self._error(
                number,
                self._name_field(),
                full_name or whole,
                _(
                    "“%(value)s” speaks of somebody else too. Write one person a row, and nobody "
                    "who does not come."
                )
                % {"value": full_name or whole},
            )
            return
        if vocabulary.begins_post_before_name(written) or vocabulary.begins_institution(written):
            self._error(
                number,
                self._name_field(),
                full_name or whole,
                _(
                    "“%(value)s” is more than a name: it begins with a post or an institution. "
                    "Write the name alone, and what else it says into a column of its own."
                )
                % {"value": full_name or whole},
            )
            return
        for part in ("family_name", "given_names"):
            text = name.get(part, "")
            if found := wrong_with_name(text):
                field_name = part if part in self.places else self._name_field()
                self._error(
                    number,
                    field_name,
                    text,
                    _(
                        "“%(value)s” is not a name: it holds “%(found)s”. Write the name alone, "
                        "and what else it says into a column of its own."
                    )
                    % {"value": text, "found": found},
                )
                return

    def _details(self, number: int, cells: dict[str, str], said: str) -> dict[str, str | None]:
        """Everything but names; `said` is the capacity that stands with the name."""
        details: dict = {}
        for each in _ONE_BY_ONE:
            if (text := cells.get(each.name)) is not None:
                details[each.name] = self._word(number, each.name, text) if each.choices else text
        for name, russian in zip(JOB, JOB_IN_RUSSIAN, strict=True):
            if russian not in details and (sides := self._in_two_languages(name, details)):
                details[name], details[russian] = sides
        if self.job_order and details.get("position"):
            job = divide_job(details["position"], self.job_order)
            details["position"], details["institution"] = job
        if division := details.pop("division", ""):
            _add_division(details, division)
        if not self.columns.ours:
            self._take_capacities(details, said)
        if not self.columns.ours:
            _divide_contacts(details)
        if phone := details.get("phone"):
            self._check_phone(number, phone)
        if email := details.get("email"):
            details["email"] = self._email(number, email)
        return details

    def _take_capacities(self, details: dict, said: str) -> None:
        """Read the capacity out of position and institution: "Director, Head of Delegation"."""
        found = [("full_name", said)] if said else []
        for name in (*JOB, *JOB_IN_RUSSIAN):
            if details.get(name):
                capacity, rest = words.take_capacity(details[name])
                if capacity:
                    found.append((name, capacity))
                    details[name] = rest
        if not found:
            if self.section_capacity and not details.get("capacity"):
                details["capacity"] = self.section_capacity
            if self.section_capacity in ("head", "deputy_head"):
                # Words above one person; those above a group hold until the next.
                self.section_capacity = ""
            return
        _place, capacity = next(
            (each for each in found if each[1] in ("head", "deputy_head")), found[0]
        )
        own = details.get("capacity")
        if not own or own == "delegate":
            details["capacity"] = capacity
        if own != capacity:
            self.doubts.append(
                Doubt("capacity", _("The capacity was read from the words of another cell."))
                if not own or own == "delegate"
                else Doubt("capacity", _("Another cell names another capacity."))
            )

    def _word(self, number: int, name: str, text: str) -> str | None:
        if not text:
            return ""
        if words.knows(name, text):
            return "" if name == "role" else words.value_of(name, text)
        self._error(number, name, text, not_known(text, words.accepted(name)))
        return None

    def _check_phone(self, number: int, text: str) -> None:
        """Refuse a number of which a spreadsheet kept the first digits alone: "3.7167E+11"."""
        if not self.columns.ours and _ROUNDED.search(text):
            reason = _(
                "“%(value)s” is a number that a spreadsheet has rounded: its last digits are lost. "
                "Write the whole number."
            )
            self._error(number, "phone", text, reason % {"value": text})

    def _email(self, number: int, text: str) -> str:
        email = text.strip().removeprefix("mailto:").strip("<>;, ")
        if email.count("@") == 1 and _BROKEN.search(email):
            # "juris.ozols@exa mple.org": a narrow cell has broken it.
            email = "".join(email.split())
        if found := _ADDRESSED.fullmatch(text.strip()):
            email = found[1]
        try:
            validate_email(email)
        except ValidationError:
            self._error(number, "email", text, no_email_address(text))
        return email

    def _check_lengths(self, read: ReadRow) -> None:
        for name, most in _LENGTHS.items():
            text = getattr(read, name)
            if text and len(text) > most:
                self._error(read.row, name, text, longer_than(most))

    def _name_field(self) -> str:
        return next(name for name in FULL_NAMES if name in self.places)

    def _error(self, number: int, name: str, value: str, reason: str) -> None:
        shown = value if len(value) <= 100 else f"{value[:100]}…"
        place = self.places.get(name) or self.places[self._name_field()]
        title = self.columns.title(place[0])
        self.reading.errors.append(
            CellError(number, title, value, reason.replace(value, shown) if value else reason)
        )


# Given names that are titles elsewhere.
_GIVEN_NAMES = {
    *("maj", "dame", "don", "gen", "major", "lord", "lady", "col", "prince", "princess", "king"),
    *("judge", "dean", "bishop", "justice", "ing", "hon", "sr", "general", "captain", "sheikh"),
    *("pan", "bay", "sheik", "ba", "st"),
}
_ADDRESSED = re.compile(r"[^<>@;,]*<\s*([^<>@\s;,]+@[^<>@\s;,]+)\s*>")
# An address with a space in it, none of whose parts is one by itself.
_BROKEN = re.compile(
    r"^(?!.*(?:^|\s)\S+@\S+\.\w{2,}(?:\s|$))[\w.+-]*\s?[\w.+-]*@[\w.-]*\s?[\w.-]+$"
)
_CONTACT = re.compile(r"\S+@\S+|(?:\+|тел|tel)[\d\s().:-]{6,}", re.IGNORECASE)
_ROUNDED = re.compile(r"\d[.,]?\d*E\+\d", re.IGNORECASE)
_SECOND_NAME = re.compile(r"\b(middle|second|patronymic|отчество|father s)\b")
# Who comes with somebody, or in whose place.
_ANOTHER = re.compile(
    r"\b((and|with|plus|и|с|со) (his |her )?(spouse|wife|husband|partner|family|супруг\w*|женои|"
    r"мужем)|replac(es|ed|ing)|instead|in place of|вместо|взамен|accompanied by|в сопровождении|"
    r"(mr|г н) (and|и) (mrs|ms|г жа)|не (приедет|приезжает|участвует|сможет)|cannot|"
    r"not attending|will not|cancelled|withdrawn|выбыл\w*|отменен\w*)\b"
)
# What stands in the place of names for people who are not named.
_NO_PERSON = re.compile(
    r"\b(staff|personnel|delegations?|interpreters?|translators?|officers?|персонал\w*|"
    r"делегаци\w+|водител\w*|переводчик\w*|сотрудник\w*|сопровождающ\w*)\b"
)


def _beside(table: Table, columns: Columns) -> UnreadableFile:
    index = columns.beside[0]
    if words.value_of("capacity", columns.title(index)):
        return UnreadableFile(
            _(
                "In “%(title)s” several people stand in one row: “%(header)s” (column %(letter)s) "
                "names some more. Write one person a row, and what they are in the delegation "
                "into a column “Capacity”."
            )
            % {"title": table.title, "header": columns.title(index), "letter": letter(index)}
        )
    return UnreadableFile(
        _(
            "In “%(title)s” a second table stands beside the first: “%(header)s” is written above "
            "column %(letter)s once more. Put one table under the other, or on a sheet of its own."
        )
        % {"title": table.title, "header": columns.title(index), "letter": letter(index)}
    )


def _ends_in_titles(raw: str) -> bool:
    """Whether a cell is a name with titles behind a comma: "ROOS Tiit, Mr.", "Berg, Anna, Dr."."""
    first, *others = [part.strip() for part in raw.split(",")]
    if others and is_prefix(others[-1]) and "\n" not in raw:
        names = [part for part in others if not is_prefix(part)]
        return len(names) < 2 and looks_like_a_name(" ".join([first, *names]))
    return False


def _two_lines(text: str) -> list[str]:
    """The two lines of a cell that say the same in Latin and in Cyrillic; else nothing."""
    lines = lines_of(text) if "\n" in text or "\r" in text else []
    return lines if len(lines) == 2 and two_scripts("\n".join(lines)) else []


def _around_separator(text: str) -> tuple[str, str] | None:
    """`text` as our own lists in both languages write it, "Head / Глава", in its two scripts.

    In files of others, `two_scripts` takes any other sign between the two as well, in any order.
    """
    first, _slash, second = text.partition(SEPARATOR)
    if SEPARATOR not in second and in_latin(first) and in_cyrillic(second):
        return first.strip(), second.strip()
    return None


def _divide_contacts(details: dict) -> None:
    """Put a number under "E-mail" and an address under "Phone" where they belong."""
    read = [take_contact(details.get(name) or "") for name in ("email", "phone")]
    (rest, emails, numbers), (other_rest, addresses, phones) = read
    if not (numbers or addresses) or rest or other_rest or len(emails + addresses) > 1:
        return
    details["email"] = "".join(emails + addresses)
    details["phone"] = ", ".join(numbers + phones)


def _add_division(details: dict, division: str) -> None:
    """Put the division where a list would print it: after the position, before the institution."""
    if details.get("position") or details.get("institution") or "institution" not in details:
        position = details.get("position") or ""
        if fold(division) not in fold(position):
            details["position"] = ", ".join(filter(None, [position, division]))
    elif fold(division) not in fold(details["institution"]):
        details["institution"] = ", ".join(filter(None, [division, details["institution"]]))
