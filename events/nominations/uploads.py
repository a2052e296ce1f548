"""A list that a contact point uploads: what it would change of its own delegation, and the change.

The file is planned as the lists of staff are, by the policy below: whether the register knows a
person is not the contact point's to learn. What was read travels in the page that shows it, signed,
and is stored nowhere before it is confirmed.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import BinaryIO

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import has_control_characters
from events.models import Delegate, Delegation, Nomination
from events.nominations import nominees
from events.nominations.nominees import EDITABLE, KNOWN, MOST_PEOPLE, SHOWN
from events.participant_list.errors import CellError, ParticipantListError, UnreadableFile
from events.participant_list.importing.apply import checked, locked_list
from events.participant_list.importing.plan import HEAD, Kind, Plan, PlannedRow
from events.participant_list.importing.planner import plan_import
from events.participant_list.importing.policy import Policy
from events.participant_list.importing.reading import OpenList, ReadList, open_list, read_opened
from events.participant_list.readers import ReadRow

# Rows of the tables that name people, with headings and empty rows among them.
MOST_ROWS = 10 * MOST_PEOPLE
# How long what was read can be confirmed.
SECONDS_TO_CONFIRM = 4 * 3600

FIELDS = (*SHOWN, *KNOWN)

CONTACT_POINT = Policy(
    several=gettext_lazy("Your list has several people of this name. Change them one by one."),
    twice=gettext_lazy(
        "The file names this person twice. Delete one of the rows; if they are two people, give "
        "both their e-mail addresses."
    ),
    second_head=gettext_lazy(
        "This delegation already has a head, %(name)s. Make that person a delegate first."
    ),
    second_head_in_file=gettext_lazy(
        "A delegation has one head, and the file names another one before."
    ),
    proposes=False,
    ignores=("status",),
    reserved=(Delegate.Capacity.SECRETARIAT,),
    changeable=(*EDITABLE, Delegate.Status.WITHDRAWN),
    brings_back=True,
    own=nominees.own_among,
)


class Stale(ParticipantListError):
    """What the page brought back was not made here, or too long ago."""


# --- Reading --------------------------------------------------------------------------------
def read(file: BinaryIO, name: str) -> ReadList:
    """Read `file`. Raises `ParticipantListError` where there is no list to read."""
    opened = open_list(file, name)
    if sum(len(table.rows) for table, _columns in opened.lists) > MOST_ROWS:
        raise _too_many()
    found = _without_control_characters(read_opened(opened))
    if not found.people and not found.errors:
        raise UnreadableFile(_("The file names nobody. Write one person a row, under headings."))
    if len(found.people) > MOST_PEOPLE:
        raise _too_many()
    return found


def _too_many() -> UnreadableFile:
    return UnreadableFile(
        _("The file names more than %(number)d people. Upload your own delegation alone.")
        % {"number": MOST_PEOPLE}
    )


def _without_control_characters(found: ReadList) -> ReadList:
    """`found` with the rows that hold such characters among its errors."""
    people, errors = [], [*found.errors]
    for person in found.people:
        wrong = [n for n in FIELDS if has_control_characters(getattr(person, n) or "")]
        if not wrong:
            people.append(person)
            continue
        title = found.opened.title_of(person.sheet, wrong[0]) or wrong[0]
        reason = _("The cell has characters that cannot be seen. Type it again.")
        error = CellError(person.row, title, getattr(person, wrong[0]), reason)
        errors.append((person.sheet, error))
    return replace(found, people=people, errors=errors)


def seal(nomination: Nomination, people: Iterable[ReadRow]) -> str:
    """What was read, as text that comes back unchanged or not at all."""
    names = ("sheet", "row", "delegation", *FIELDS)
    rows = [{name: getattr(person, name) for name in names} for person in people]
    return signing.dumps(rows, salt=_salt(nomination), compress=True)


def unseal(nomination: Nomination, sealed: str) -> list[ReadRow]:
    """Raises `Stale` unless `sealed` was made for this nomination, not too long ago."""
    try:
        rows = signing.loads(sealed, salt=_salt(nomination), max_age=SECONDS_TO_CONFIRM)
    except signing.BadSignature as error:
        sentence = _("Nothing was added: too much time has passed. Upload the list again.")
        raise Stale(sentence) from error
    return [ReadRow(**row) for row in rows]


def _salt(nomination: Nomination) -> str:
    return f"events.nominations.uploads.{nomination.pk}"


# --- Planning and carrying out --------------------------------------------------------------
def plan(delegation: Delegation, people: list[ReadRow]) -> Plan:
    """What adding `people` to `delegation` would change; the columns go by the register's names."""
    read = ReadList(OpenList([], []), people)
    return plan_import(delegation.event, read, only_delegation=delegation, policy=CONTACT_POINT)


def apply(
    nomination: Nomination, people: list[ReadRow], expected: str, consenting: set[str]
) -> None:
    """Carry out the plan for `people`, whose fingerprint is `expected`: all of it or nothing.

    Of those who are new, the rows with the keys `consenting` agree to publication. Raises
    `PlanChanged` or `PlanRefused` where the list has changed meanwhile, `nominees.Closed` where the
    nomination was.
    """
    delegation = nomination.delegation
    with nominees.editing(nomination), locked_list(delegation.event_id):
        made = checked(plan(delegation, people), expected)
        delegates = delegation.delegates.select_related("person").in_bulk(
            [row.delegate for row in made.rows if row.delegate is not None]
        )
        # A former head leaves the seat before the new one takes it.
        for row in sorted(made.rows, key=lambda row: row.values["capacity"] == HEAD):
            if row.kind == Kind.NEW:
                nominees.add(nomination, {**row.values, "consent": row.key in consenting})
            else:
                _change(delegates[row.delegate], row)


def _change(delegate: Delegate, row: PlannedRow) -> None:
    if row.kind == Kind.BACK:
        nominees.bring_back(delegate)
    if row.changes:
        values = {change.field: change.new for change in row.changes}
        nominees.change(delegate, {**values, "consent": nominees.consents(delegate)})
