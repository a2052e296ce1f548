"""The columns of the contract, in their order, with the header that each has in a language."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from events.participant_list.rows import Audience, Row


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the field of `Row`; `width` is in characters, for files that have widths."""

    name: str
    header: Promise
    width: int

    @property
    def field(self) -> int:
        """The number of its field in a `Row`, counted from 0."""
        return Row._fields.index(self.name)


COLUMNS = [
    Column("delegation", pgettext_lazy("column of a participant list", "Delegation"), 32),
    Column("type", pgettext_lazy("column of a participant list", "Type"), 14),
    Column("role", pgettext_lazy("column of a participant list", "Role"), 24),
    Column("prefix", pgettext_lazy("column of a participant list", "Prefix"), 10),
    Column("given_names", pgettext_lazy("column of a participant list", "Given names"), 22),
    Column("family_name", pgettext_lazy("column of a participant list", "Family name"), 26),
    Column("capacity", pgettext_lazy("column of a participant list", "Capacity"), 24),
    Column("position", pgettext_lazy("column of a participant list", "Position"), 40),
    Column("institution", pgettext_lazy("column of a participant list", "Institution"), 44),
    Column("status", pgettext_lazy("column of a participant list", "Status"), 14),
    Column("email", pgettext_lazy("column of a participant list", "E-mail"), 32),
    Column("phone", pgettext_lazy("column of a participant list", "Phone"), 20),
]
# The public list ends here: status and contact are for staff.
LAST_PUBLIC = "institution"


def columns_for(audience: Audience) -> list[Column]:
    """The columns of a list for `audience`."""
    if audience is Audience.STAFF:
        return COLUMNS
    return COLUMNS[: [column.name for column in COLUMNS].index(LAST_PUBLIC) + 1]


def headers(columns: list[Column], language: str) -> list[str]:
    """What stands above `columns` in a list in `language`."""
    with translation.override(language):
        return [str(column.header) for column in columns]
