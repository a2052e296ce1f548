"""Who of the delegations in a list is on the register and not in the list.

A corrected list replaces the one before: whoever it no longer names is asked about, nobody is
withdrawn or kept without a word. Of a delegation of which the list is not the whole, nobody is
asked about, save a head whose seat the list gives to somebody else.
"""

from collections.abc import Mapping

from events.participant_list.importing.decisions import (
    ORGANISATION,
    REPLACED_BY,
    STATE,
    STAY,
    WITHDRAW,
    Decisions,
    chosen,
)
from events.participant_list.importing.delegates import Delegates, Known
from events.participant_list.importing.plan import HEAD, Kind, Missing, Place, PlannedRow

_POSITIONS = ("position", "position_ru")
# So many rows are offered as those who replace somebody.
SUCCESSORS = 5


def find_missing(
    rows: list[PlannedRow], delegates: Mapping[Place, Delegates], decisions: Decisions
) -> list[Missing]:
    """Those of `delegates` whom none of `rows`, also of those left out or refused, may mean."""
    of_place: dict[Place, list[PlannedRow]] = {place: [] for place in delegates}
    for row in rows:
        if row.place in of_place and row.names_somebody:
            of_place[row.place].append(row)
    return [
        each
        for place, named in of_place.items()
        for each in _missing_in(place, named, delegates[place], decisions)
    ]


def place_key(place: Place) -> str:
    """By which the decision is kept whether a list is the whole of a delegation."""
    return chosen(STATE if place.is_state else ORGANISATION, place.participant.pk)


def _missing_in(place: Place, named: list[PlannedRow], here: Delegates, decisions: Decisions):
    # Whom an undecided row, or one that is not imported, may mean is not missing.
    perhaps = {each.pk for row in named for each in row.candidates if row.is_undecided}
    set_aside = {row.name_key for row in named if row.kind in (Kind.ERROR, Kind.LEFT_OUT)}
    added = [row for row in named if row.adds]
    new_head = any(row.values["capacity"] == HEAD for row in named if _is_imported(row))
    is_whole = decisions.complete.get(place_key(place), True)
    for known in here.free(here.by_person.values()):
        loses_seat = new_head and known.values["capacity"] == HEAD
        if not loses_seat and (
            not is_whole or known.is_withdrawn or set_aside.intersection(known.keys)
        ):
            continue
        if known.person in perhaps:
            continue
        successors = tuple(sorted(added, key=lambda row: not _follows(row, known))[:SUCCESSORS])
        keys = {row.key for row in successors}
        decision = decisions.missing.get(str(known.pk), "")
        kind, _colon, key = decision.partition(":")
        if known.is_withdrawn:
            # Nobody is asked: of one who does not come, only the seat is given away.
            decision = STAY
        elif decision not in (WITHDRAW, STAY) and not (kind == REPLACED_BY and key in keys):
            decision = ""
        yield Missing(
            *(known.pk, known.person, known.name, place, known.values),
            *(decision, loses_seat, successors),
        )


def _is_imported(row: PlannedRow) -> bool:
    return row.kind not in (Kind.ERROR, Kind.LEFT_OUT)


def _follows(row: PlannedRow, known: Known) -> bool:
    """Whether the row names somebody of the post, address or seat of `known`."""
    values = row.values
    return (
        values["capacity"] == known.values["capacity"] == HEAD
        or bool(row.email and row.email == known.email)
        or any(values[name] and values[name] == known.values[name] for name in _POSITIONS)
    )
