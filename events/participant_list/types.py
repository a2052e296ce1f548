"""What a participant list is made of: for whom it is, its delegations and its rows."""

import enum
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Value

from events.models import Delegate
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
        return Delegate.objects.public() if self is Audience.PUBLIC else Delegate.objects.all()

    @property
    def counted(self) -> DelegateQuerySet | None:
        """Whom it tells of, if only as a number; None where it names everyone."""
        return Delegate.objects.taking_part() if self is Audience.PUBLIC else None

    @property
    def contact(self) -> tuple:
        """Where e-mail and phone come from: for others than staff, they are not even read."""
        if self is Audience.STAFF:
            return "person__email", "person__phone"
        return Value(""), Value("")


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


class Row(NamedTuple):
    """One row: the cells of the contract's columns, then what pages and documents need beside.

    A named tuple rather than a dataclass: a long list makes 200,000 of them, at a third of the
    time, and the CSV writer takes them as they are. A row that is a sentence and no person has
    it as its family name, and the delegation's cells alone beside it.
    """

    delegation: str
    type: str
    role: str
    prefix: str
    given_names: str
    family_name: str
    capacity: str
    position: str
    institution: str
    status: str
    email: str
    phone: str
    listed: ListedDelegation
    is_person: bool
