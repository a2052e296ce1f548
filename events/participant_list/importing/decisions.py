"""What an officer has decided about a list: stored with the import, in `decisions`.

Whoever changes what `Decisions.as_json` returns counts up the schema of that field.
"""

from dataclasses import dataclass, field
from typing import Any

# About a row.
LEAVE_OUT = "leave_out"
ANOTHER_PERSON = "another"
KEEP = "keep"
# About a row, and about a name that the register does not know: the record meant, by its kind.
PERSON, STATE, ORGANISATION = "person", "state", "organisation"


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
    """`rows` by the row's key, `participants` by the name that the list has, folded.

    `belongs_to` is whose people those are who stand under no delegation.
    """

    rows: dict[str, str] = field(default_factory=dict)
    participants: dict[str, str] = field(default_factory=dict)
    belongs_to: str = ""

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Decisions":
        """The decisions that an import stores; an empty object is none."""
        return cls(
            dict(stored.get("rows", {})),
            dict(stored.get("participants", {})),
            stored.get("belongs_to", ""),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "participants": self.participants,
            "belongs_to": self.belongs_to,
        }
