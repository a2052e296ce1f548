"""What the page of the preview asks an officer to decide, and what it sends back."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.admin.base import is_key
from core.fingerprint import fingerprint
from core.text import fold
from events.models import Delegate
from events.participant_list.fields import FIELDS_BY_NAME
from events.participant_list.importing.capacities import MEANINGS, likeliest
from events.participant_list.importing.cells import CELLS, plain, value_of_cell
from events.participant_list.importing.checks import SECOND_HEAD, TWICE
from events.participant_list.importing.decisions import (
    ALSO_PERSON,
    ANOTHER_PERSON,
    AS_NOTHING,
    AS_POSITION,
    BACK,
    KEEP,
    LEAVE_OUT,
    ORGANISATION,
    PERSON,
    REPLACED_BY,
    STATE,
    STAY,
    STAY_WITHDRAWN,
    WITHDRAW,
    Decisions,
    choice,
    chosen,
)
from events.participant_list.importing.missing import place_key
from events.participant_list.importing.plan import (
    Kind,
    Plan,
    PlannedRow,
    Unknown,
    UnknownWord,
)
from events.staff.import_forms import ParticipantField
from events.staff.import_preview import cells_shown
from participants.models import Organisation, State

_WHO = ("", LEAVE_OUT, ANOTHER_PERSON, BACK, STAY_WITHDRAWN)
# A cell that is longer is cut: none of the fields takes so much.
_LONGEST = 1_000


# --- What is sent ---------------------------------------------------------------------------
def decisions_sent(data: QueryDict, kept: Decisions, plan: Plan) -> tuple[Decisions, list[str]]:
    """`kept` with the decisions in `data`, and sentences about those that could not be taken.

    `plan` is the one that the page shows: nothing is decided about anything else. What `data` does
    not have stays as it was; so does what another window has kept since the page of `data`, which
    says by `decided` what it knew.
    """
    is_stale = data.get("decided", "") not in ("", fingerprint(kept.as_json()))
    rows = {**kept.rows, **dict(_about_rows(data, plan)), **dict(_about_all(data, plan))}
    values = kept.values | {
        row.key: decision
        for row in plan.rows
        if (decision := data.get(f"values-{row.key}")) in ("", KEEP, ALSO_PERSON)
    }
    missing = {**kept.missing, **dict(_about_missing(data, plan))}
    participants, wrong = dict(kept.participants), []
    for number, unknown in enumerate(plan.unknown):
        # A browser sends only what was touched.
        if f"unknown-{number}" in data or data.get(f"other-{number}"):
            try:
                participants[unknown.key] = _about_name(data, number)
            except forms.ValidationError as error:
                wrong += error.messages
    capacities = {**kept.capacities, **dict(_about_words(data, plan))}
    cells = _cells(data, kept, plan)
    if is_stale:
        capacities |= kept.capacities
        rows, values, missing = rows | kept.rows, values | kept.values, missing | kept.missing
        cells |= {key: cells[key] | typed for key, typed in kept.cells.items()}
    decisions = Decisions(
        rows=_taken(rows),
        values=_taken(values),
        cells=cells,
        participants=_taken(participants),
        complete={**kept.complete, **dict(_about_whole(data, plan))},
        missing=_taken(missing),
        belongs_to=kept.belongs_to,
        capacities=_taken(capacities),
        with_hidden=data["hidden"] == "1" if "hidden" in data else kept.with_hidden,
    )
    return decisions, wrong


def _taken(decisions: dict[str, str]) -> dict[str, str]:
    """Without those that were taken back."""
    return {key: decision for key, decision in decisions.items() if decision}


def _about_rows(data: QueryDict, plan: Plan) -> Iterator[tuple[str, str]]:
    """The decision for each row that has one on the page."""
    for row in plan.rows:
        decision = data.get(f"row-{row.key}")
        if decision is not None and (decision in _WHO or choice(decision, PERSON)):
            yield row.key, decision


def _about_all(data: QueryDict, plan: Plan) -> Iterator[tuple[str, str]]:
    """What a button decides for many rows at once."""
    button = data.get("all", "")
    for row in plan.rows:
        if (button == "leave_out" and row.kind == Kind.ERROR) or (
            button == TWICE and _has(row, TWICE)
        ):
            yield row.key, LEAVE_OUT
        elif row.is_undecided and row.candidates:
            if button == "another":
                yield row.key, ANOTHER_PERSON
            elif button == "first":
                yield row.key, chosen(PERSON, row.candidates[0].pk)


def _has(row: PlannedRow, kind: str) -> bool:
    return any(problem.kind == kind for problem in row.problems)


# --- Cells ----------------------------------------------------------------------------------
def _cells(data: QueryDict, kept: Decisions, plan: Plan) -> dict[str, dict[str, str]]:
    """What was typed so far, with the cells in `data` that say something else than the page did."""
    cells = {key: dict(typed) for key, typed in kept.cells.items()}
    for row in plan.rows:
        typed = dict(_typed(data, row))
        if data.get("all") == SECOND_HEAD and _has(row, SECOND_HEAD):
            typed["capacity"] = "delegate"
        if data.get("swap") == row.key and row.read is not None:
            now = cells_shown(row) | typed
            typed["given_names"], typed["family_name"] = now["family_name"], now["given_names"]
        if typed:
            cells.setdefault(row.key, {}).update(typed)
    return cells


def _typed(data: QueryDict, row: PlannedRow) -> Iterator[tuple[str, str]]:
    names = [name for name in CELLS if f"cell-{name}-{row.key}" in data]
    # To say what the cells show takes longer than to see that nothing was sent.
    shown = cells_shown(row) if names else {}
    for name in names:
        text = plain(str(data[f"cell-{name}-{row.key}"])[:_LONGEST])
        if name in shown and text != shown[name]:
            value = value_of_cell(name, text)
            # A page in the other language says the same by another word.
            is_word = bool(FIELDS_BY_NAME[name].choices and value)
            if not (is_word and value == value_of_cell(name, shown[name])):
                yield name, text


# --- Who is not in the list -----------------------------------------------------------------
def _about_whole(data: QueryDict, plan: Plan) -> Iterator[tuple[str, bool]]:
    """Of which delegations the list is the whole: asked of those with people not in it."""
    if data.get("all") == "whole":
        whole = data.getlist("whole")
        for each in plan.missing:
            yield place_key(each.place), place_key(each.place) in whole


def _about_missing(data: QueryDict, plan: Plan) -> Iterator[tuple[str, str]]:
    button = data.get("all", "")
    for each in plan.missing:
        decision = data.get(f"missing-{each.key}")
        if not each.decision and button in ("withdraw_missing", "keep_missing"):
            yield each.key, WITHDRAW if button == "withdraw_missing" else STAY
        elif decision is not None and (
            decision in ("", WITHDRAW, STAY) or decision.startswith(f"{REPLACED_BY}:")
        ):
            yield each.key, decision


# --- Words of capacity ----------------------------------------------------------------------
def _about_words(data: QueryDict, plan: Plan) -> Iterator[tuple[str, str]]:
    """What each unknown word means."""
    for number, word in enumerate(plan.words):
        meaning = data.get(f"word-{number}")
        if data.get("all") == "words" and not word.meaning:
            yield word.key, likeliest(word)
        elif meaning in ("", *MEANINGS):
            yield word.key, meaning


def word_question(word: UnknownWord) -> dict:
    """A word of capacity that the register does not know, with what it may be: the likeliest
    first."""
    labels = {
        AS_POSITION: _("a position, no capacity"),
        **{value: str(label) for value, label in Delegate.Capacity.choices},
        AS_NOTHING: _("nothing: leave the word out"),
    }
    first = likeliest(word)
    likely = _("%(meaning)s (likeliest)") % {"meaning": labels.pop(first)}
    return {
        "word": word,
        "choices": [("", _("– not decided –")), (first, likely), *labels.items()],
    }


# --- Names of delegations -------------------------------------------------------------------
def _about_name(data: QueryDict, number: int) -> str:
    """What the unknown name of this number means: typed, chosen, or left open.

    Raises `ValidationError` where the register does not know what was typed.
    """
    if typed := data.get(f"other-{number}", "").strip():
        return decision_for(cast(State | Organisation, ParticipantField().clean(typed)))
    decision = data.get(f"unknown-{number}", "")
    known = decision == LEAVE_OUT or choice(decision, STATE, ORGANISATION)
    return decision if known else ""


# --- What is asked --------------------------------------------------------------------------
def question(unknown: Unknown, decisions: Decisions, states: list[State], typed: str) -> dict:
    """A name that the register does not know, with what may be chosen for it.

    `typed` is what was typed for it and refused.
    """
    decided = decisions.participants.get(unknown.key, "")
    choices = [(decision_for(each), str(each)) for each in unknown.proposals]
    if decided and decided != LEAVE_OUT and decided not in dict(choices):
        choices.append((decided, name_of(decided)))
    return {
        "text": unknown.text,
        "rows": unknown.rows,
        "decided": decided,
        "typed": typed,
        "kind": proposed_kind(unknown.text),
        "state": proposed_state(unknown.text, states),
        "choices": [("", _("– not decided –")), *choices, (LEAVE_OUT, _("leave these rows out"))],
    }


def decision_for(participant: State | Organisation) -> str:
    return chosen(STATE if isinstance(participant, State) else ORGANISATION, participant.pk)


def name_of(decision: str) -> str:
    """The name of the state or organisation that was decided for; empty if there is none."""
    record = record_of(decision)
    return str(record) if record else ""


def record_of(decision: str) -> State | Organisation | None:
    """The state or organisation that was decided for."""
    if not (found := choice(decision, STATE, ORGANISATION)):
        return None
    model = State if found[0] == STATE else Organisation
    return model.objects.filter(pk=found[1]).first()


# --- Names that are added to the register ---------------------------------------------------
# Words by which a name tells what kind of organisation it is; folded.
_KINDS = {
    Organisation.Kind.MINISTRY: ("minist", "agency", "министер", "агентств", "служб", "комитет"),
    Organisation.Kind.ACADEMIA: ("universit", "academ", "institut", "универс", "академ", "инстит"),
    Organisation.Kind.CIVIL_SOCIETY: ("foundation", "association", "ngo", "фонд", "ассоциац"),
    Organisation.Kind.INTERGOVERNMENTAL: ("united nations", "international", "оон", "международн"),
}


def proposed_kind(text: str) -> str:
    """The kind of organisation that a name sounds like."""
    folded = fold(text)
    found = (kind for kind, words in _KINDS.items() if any(word in folded for word in words))
    return next(found, Organisation.Kind.OTHER).value


def proposed_state(text: str, states: Iterable[State]) -> State | None:
    """The state that a name of an organisation mentions; of several the longest name."""
    folded = f" {fold(text)} "
    named = [
        (len(spelling), state.pk, state)
        for state in states
        for spelling in state.spellings
        if len(spelling) > 3 and f" {spelling} " in folded
    ]
    return max(named)[2] if named else None


def add_names(data: QueryDict, decisions: Decisions, plan: Plan) -> tuple[Decisions, str]:
    """Add to the register what a button says: a new organisation, or a name of a known one.

    Returns `decisions` with the new organisation as what the name means, and a sentence that says
    what was added; empty if nothing was.
    """
    for number, unknown in enumerate(plan.unknown):
        if data.get("new") == str(number):
            kind = data.get(f"new-kind-{number}", "")
            key = data.get(f"new-state-{number}", "")
            state = State.objects.filter(pk=key).first() if is_key(key) else None
            organisation = Organisation.objects.create(
                name=unknown.text[:250],
                kind=kind if kind in Organisation.Kind.values else Organisation.Kind.OTHER,
                state=state,
            )
            meant = {unknown.key: chosen(ORGANISATION, organisation.pk)}
            done = _("“%(name)s” was added to the register as an organisation.")
            decisions = replace(decisions, participants=decisions.participants | meant)
            return decisions, done % {"name": organisation}
        if data.get("alias") == str(number):
            record = record_of(decisions.participants.get(unknown.key, ""))
            if record is not None and fold(unknown.text) not in record.spellings:
                record.aliases = "\n".join(filter(None, [record.aliases, unknown.text]))
                record.save()
                done = _("“%(text)s” is now known as a name of %(name)s.")
                return decisions, done % {"text": unknown.text, "name": record}
    return decisions, ""
