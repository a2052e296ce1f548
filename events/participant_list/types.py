"""What a participant list is made of: for whom it is, its delegations and its rows."""

import enum
from collections import namedtuple
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from events.models import Delegate
from events.participant_list.fields import COLUMN_FIELDS, LINES, Access
from events.participant_list.languages import SEPARATOR
from events.querysets import DelegateQuerySet


class Audience(enum.Enum):
    """For whom a list is made."""

    PUBLIC = "public"
    STAFF = "staff"
    # Of those who may take lists out, but not see e-mail addresses and phone numbers.
    STAFF_WITHOUT_CONTACT = "staff without contact"

    @property
    def named(self) -> DelegateQuerySet:
        """Whom this list names."""
        return Delegate.objects.public() if self is Audience.PUBLIC else Delegate.objects.listed()

    @property
    def counted(self) -> DelegateQuerySet | None:
        """Whom it tells of, if only as a number; None where it names everyone."""
        return Delegate.objects.taking_part() if self is Audience.PUBLIC else None

    @property
    def access(self) -> Access:
        """Which fields it sees: those of this access and below."""
        return {
            Audience.PUBLIC: Access.PUBLIC,
            Audience.STAFF_WITHOUT_CONTACT: Access.STAFF,
            Audience.STAFF: Access.CONTACT,
        }[self]


@dataclass(frozen=True, slots=True)
class ListedDelegation:
    """A delegation as a list has it, in the list's language.

    `named` and `unnamed` are the numbers of its people that the list shows and only counts;
    `remark` is the sentence that follows its people, or stands in their place; `first` is the
    number of its first row in the list, counted from 0.
    """

    pk: int
    section: str
    name: str
    marked_name: str
    footnote: str
    name_language: str
    capacity_language: str
    footnote_language: str
    type: str
    role: str
    roles: tuple[str, ...]
    notable_roles: tuple[str, ...]
    in_capacity_of: str
    is_state: bool
    slug: str
    named: int
    unnamed: int
    remark: str
    first: int

    @property
    def end(self) -> int:
        """The number of the row after its last one."""
        return self.first + self.named + bool(self.remark)


class SectionNumbers(NamedTuple):
    title: str
    delegations: int
    named: int
    unnamed: int


# `cast`, since mypy wants to read the names of the fields from the text of the program.
_Cells: Any = cast(
    Any,
    namedtuple(
        "_Cells", [*(field.name for field in COLUMN_FIELDS), "listed", "is_person", "delegate"]
    ),
)


class Row(_Cells):
    """One row: the cells of all columns, then what pages and documents need beside.

    A named tuple rather than a dataclass: a long list makes 200,000 of them, at a third of the
    time, and the CSV writer takes them as they are. A row that is a sentence and no person has it
    as its family name, and the delegation's cells alone beside it. A cell that the list's audience
    does not see is empty. Names, position and institution are as the list's language prints them;
    beside them stand the cells of what is recorded in Russian. `delegate` is the key of the record
    that the row is of; None where it is a sentence, and in an issued version, which knows no
    records.
    """

    __slots__ = ()

    listed: ListedDelegation
    is_person: bool
    delegate: int | None

    @property
    def lines(self) -> list[str]:
        """What stands under the name: position and institution, without what is empty."""
        return [text for name in LINES if (text := getattr(self, name))]

    @property
    def names(self) -> list[tuple[str, str]]:
        """Given names and family name; in a list in both languages in each script that it has."""
        cyrillic = self.given_names_cyrillic, self.family_name_cyrillic
        printed = self.given_names, self.family_name
        if not cyrillic[-1] or not printed[-1].endswith(SEPARATOR + cyrillic[-1]):
            return [printed]
        latin = [
            "" if text == other else text.removesuffix(SEPARATOR + other) if other else text
            for text, other in zip(printed, cyrillic, strict=True)
        ]
        return [(latin[0], latin[1]), cyrillic]
