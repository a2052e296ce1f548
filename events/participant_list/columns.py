"""The columns of the contract, in their order, with the header that each has in a language."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise

from events.participant_list.errors import HiddenColumn, UnknownColumn
from events.participant_list.fields import COLUMN_FIELDS, RUSSIAN, Access
from events.participant_list.languages import BOTH, in_language
from events.participant_list.types import Audience, Row


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the field of `Row`; `width` is in characters, for files that have widths.

    The cells of a `translated` one are words of the register, the others what people wrote. One
    that is `on_request` stands only in the files of staff who choose it.
    """

    name: str
    header: Promise
    width: int
    access: Access
    translated: bool = False
    on_request: bool = False

    def width_in(self, language: str) -> float:
        """Its width in a list in `language`; both languages share a line where they can."""
        return self.width * 1.5 if self.translated and language == BOTH else self.width

    @property
    def field(self) -> int:
        """The number of its field in a `Row`, counted from 0."""
        return Row._fields.index(self.name)


COLUMNS = [
    Column(
        *(field.name, field.label, field.width or 0, field.access, field.is_translated),
        on_request=field.name in RUSSIAN,
    )
    for field in COLUMN_FIELDS
]
CONTACT = tuple(column.name for column in COLUMNS if column.access is Access.CONTACT)

COLUMNS_BY_NAME = {column.name: column for column in COLUMNS}


def columns_for(audience: Audience) -> list[Column]:
    """The columns of a list for `audience`, where none are chosen."""
    return [column for column in offered_columns(audience) if not column.on_request]


def offered_columns(audience: Audience) -> list[Column]:
    """All that `audience` may choose."""
    is_public = audience is Audience.PUBLIC
    return [
        column
        for column in COLUMNS
        if column.access <= audience.access and not (is_public and column.on_request)
    ]


def known_columns(names: Iterable[str]) -> list[str]:
    """Those of `names` that the list has today: a stored preset may have others."""
    return [name for name in names if name in COLUMNS_BY_NAME]


def chosen_columns(names: Iterable[str], audience: Audience) -> list[Column]:
    """The columns of `names`, in their order, if a list for `audience` has them."""
    offered = offered_columns(audience)
    chosen = []
    for name in dict.fromkeys(names):
        column = COLUMNS_BY_NAME.get(name)
        if column and column in offered:
            chosen.append(column)
        elif column and name in CONTACT and audience is Audience.STAFF_WITHOUT_CONTACT:
            raise HiddenColumn(str(column.header))
        else:
            raise UnknownColumn(name, [each.name for each in offered])
    return chosen


def headers(columns: Iterable[Column], language: str) -> list[str]:
    """What stands above `columns` in a list in `language`."""
    return [in_language(language, partial(str, column.header)) for column in columns]
