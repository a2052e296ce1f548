"""What an officer has decided about a list: stored with the import, in `decisions`.

Whoever changes what `Decisions.as_json` returns counts up the schema of that field.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

# Who a row means. `PERSON` comes with a key: see `chosen`.
LEAVE_OUT = "leave_out"
ANOTHER_PERSON = "another"
PERSON = "person"
# About a row that names somebody who was withdrawn.
BACK, STAY_WITHDRAWN = "back", "stay_withdrawn"
# Which values of a row are taken: those of the register, or those of the file for the person too.
KEEP = "keep"
ALSO_PERSON = "also_person"
# What a name means that the register does not know: a record, by its kind.
STATE, ORGANISATION = "state", "organisation"
# What a word of the column of capacities is that stands for none: a position, or nothing at all.
AS_POSITION, AS_NOTHING = "position", "nothing"
# About somebody on the register who is not in the list. `REPLACED_BY` comes with a row's key.
WITHDRAW, STAY, REPLACED_BY = "withdraw", "stay", "replaced_by"


def chosen(kind: str, pk: int) -> str:
    """The decision for one record, as it is kept: “person:17”."""
    return f"{kind}:{pk}"


def choice(decision: str, *kinds: str) -> tuple[str, int] | None:
    """The kind and key of the record that `decision` is for, if it is one of `kinds`."""
    kind, _colon, pk = decision.partition(":")
    if kind in kinds and pk.isascii() and pk.isdigit() and len(pk) < 19:
        return kind, int(pk)
    return None


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided, by what it is about.

    By the row's key: `rows` say who is meant, `values` which values are taken, `cells` what the
    officer typed in place of a cell (field: text). `participants` are by the name that the list
    has, folded. `complete` says by participant (“state:17”) whether the list names the whole
    delegation; `missing`, by the delegate's key, what becomes of those whom it does not name.
    `belongs_to` is whose people those are who stand under no delegation. `capacities` are by the
    unknown word of the list, folded: a capacity, or what the word is instead. `with_hidden`: rows
    and columns that are hidden or struck out are read too.
    """

    rows: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    cells: dict[str, dict[str, str]] = field(default_factory=dict)
    participants: dict[str, str] = field(default_factory=dict)
    complete: dict[str, bool] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    belongs_to: str = ""
    capacities: dict[str, str] = field(default_factory=dict)
    with_hidden: bool = False

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Decisions":
        """The decisions that an import stores; an empty object is none."""
        return cls(**stored)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
