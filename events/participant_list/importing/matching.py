"""Which delegate of its delegation a row means."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from events.models import Delegate
from events.participant_list.importing.comparing import changes
from events.participant_list.importing.decisions import BACK, PERSON, choice
from events.participant_list.importing.delegates import Delegates, Known
from events.participant_list.importing.plan import (
    Candidate,
    Change,
    Kind,
    Place,
    PlannedRow,
    value_of,
)
from events.participant_list.importing.policy import Policy
from participants.scripts import in_script, names_in


class Refuse(Protocol):
    """Refuses a row: for the cell of a field, for a reason, of a kind that rows may share."""

    def __call__(self, row: PlannedRow, name: str, reason: str, kind: str = "") -> None: ...


# --- The rules ------------------------------------------------------------------------------
def _same_values(row: PlannedRow, here: Delegates) -> list[Known]:
    """Those of the same name of whom the row says nothing new."""
    return [
        known
        for known in here.by_key.get(row.name_key, ())
        if not changes(row.read, known.values, known.fields)
    ]


def _same_name_and_email(row: PlannedRow, here: Delegates) -> list[Known]:
    return [known for known in here.by_key.get(row.name_key, ()) if known.email == row.email]


def _same_name(row: PlannedRow, here: Delegates) -> list[Known]:
    return here.by_key.get(row.name_key, [])


def _same_email(row: PlannedRow, here: Delegates) -> list[Known]:
    """Those of the same address, if the names share a word: an office may have one address."""
    words = set(row.name_key.split())
    return [
        known
        for known in here.by_email.get(row.email, ())
        if words.intersection(" ".join(known.keys).split())
    ]


def _same_family_name(row: PlannedRow, here: Delegates) -> list[Known]:
    """Those of the family name, where the file has no given names."""
    given_names, _family_name = names_in(row.read)
    return [] if given_names else here.by_family_name.get(row.name_key, [])


@dataclass(frozen=True, slots=True)
class Rule:
    """Finds delegates whom a row may mean; of several the first is taken, or with `only_one` none:
    the officer decides."""

    find: Callable[[PlannedRow, Delegates], list[Known]]
    only_one: bool = False


# In this order, each for all rows before the next one, so that namesakes stay apart.
RULES = (
    Rule(_same_values),
    Rule(_same_name_and_email),
    Rule(_same_name),
    Rule(_same_email),
    Rule(_same_family_name, only_one=True),
)


# --- Their use ------------------------------------------------------------------------------
def match_delegates(
    rows: Iterable[PlannedRow],
    delegates: Mapping[Place, Delegates],
    policy: Policy,
    refuse: Refuse,
) -> None:
    """Say in each row which delegate it means: as decided, or by the first rule that finds one."""
    for row in rows:
        _match_as_decided(row, delegates[row.place], policy, refuse)
    for rule in RULES:
        for row in rows:
            if not (row.is_matched or row.says_who):
                _match_by(rule, row, delegates[row.place], policy, refuse)


def _match_as_decided(row: PlannedRow, here: Delegates, policy: Policy, refuse: Refuse) -> None:
    decided = choice(row.decision, PERSON)
    known = decided and here.by_person.get(decided[1])
    if not known:
        return
    if known.pk in here.row_of:
        reason = _("Row %(row)d is the same person already. Leave one of the two out.")
        refuse(row, "full_name", reason % {"row": here.row_of[known.pk]})
        return
    _match(row, known, here, policy)
    # Still offered, so that the decision can be seen and taken back.
    row.candidates = (_candidate(known),)


def _candidate(known: Known) -> Candidate:
    printed = in_script(known.values, "en")
    return Candidate(known.person, known.name, printed["position"], printed["institution"], ())


def _match_by(rule: Rule, row: PlannedRow, here: Delegates, policy: Policy, refuse: Refuse) -> None:
    found = here.free(rule.find(row, here))
    if policy.brings_back:
        # Somebody withdrawn is meant only where nobody else is.
        found = [known for known in found if not known.is_withdrawn] or found
    if len(found) > 1 and not policy.proposes:
        refuse(row, "full_name", str(policy.several))
    elif len(found) > 1 and rule.only_one:
        row.kind = Kind.DUPLICATE
        row.candidates = tuple(map(_candidate, found))
    elif found:
        _match(row, found[0], here, policy)


def _match(row: PlannedRow, known: Known, here: Delegates, policy: Policy) -> None:
    here.row_of[known.pk] = row.row
    row.delegate, row.person, row.before = known.pk, known.person, known.values
    row.known = known.of_person
    row.changes = changes(row.read, known.values, known.fields, row.entered)
    if known.is_withdrawn and (policy.brings_back or not value_of(row.read, "status")):
        row.kind = Kind.BACK
        row.asks_back = not policy.brings_back
        if row.asks_back and row.decision == BACK:
            status = Change("status", Delegate.Status.WITHDRAWN, Delegate.Status.NOMINATED)
            row.changes += (status,)
    else:
        row.kind = Kind.CHANGED if row.changes else Kind.SAME
