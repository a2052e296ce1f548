"""What the page of the preview asks an officer to decide, and what it sends back."""

from collections.abc import Iterator

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from events.participant_list.importing.decisions import (
    ANOTHER_PERSON,
    KEEP,
    LEAVE_OUT,
    ORGANISATION,
    PERSON,
    STATE,
    Decisions,
    choice,
    chosen,
)
from events.participant_list.importing.plan import Kind, Plan, Unknown
from events.staff.import_forms import ParticipantField
from participants.models import Organisation, State


# --- What is sent ---------------------------------------------------------------------------
def decisions_sent(data: QueryDict, kept: Decisions, plan: Plan) -> tuple[Decisions, list[str]]:
    """`kept` with the decisions in `data`, and sentences about those that could not be taken.

    `plan` is the one that the page shows: nothing is decided about anything else.
    """
    rows = {**kept.rows, **dict(_about_rows(data, plan)), **dict(_about_all(data, plan))}
    participants, wrong = dict(kept.participants), []
    for number, unknown in enumerate(plan.unknown):
        if f"unknown-{number}" in data:
            try:
                participants[unknown.key] = _about_name(data, number)
            except forms.ValidationError as error:
                wrong += error.messages
    return Decisions(_taken(rows), _taken(participants), kept.belongs_to), wrong


def _taken(decisions: dict[str, str]) -> dict[str, str]:
    """Without those that were taken back."""
    return {key: decision for key, decision in decisions.items() if decision}


def _about_rows(data: QueryDict, plan: Plan) -> Iterator[tuple[str, str]]:
    """The decision for each row that has one on the page."""
    for row in plan.rows:
        decision = data.get(f"row-{row.key}")
        if decision in ("", LEAVE_OUT, ANOTHER_PERSON, KEEP) or choice(decision or "", PERSON):
            yield row.key, decision


def _about_all(data: QueryDict, plan: Plan) -> Iterator[tuple[str, str]]:
    """What a button decides for many rows at once."""
    button = data.get("all", "")
    for row in plan.rows:
        if button == "leave_out" and row.kind == Kind.ERROR:
            yield row.key, LEAVE_OUT
        elif button == "another" and row.is_undecided:
            yield row.key, ANOTHER_PERSON
        elif button == "first" and row.is_undecided:
            yield row.key, chosen(PERSON, row.candidates[0].pk)


def _about_name(data: QueryDict, number: int) -> str:
    """What the unknown name of this number means: typed, chosen, or left open.

    Raises `ValidationError` where the register does not know what was typed.
    """
    if typed := data.get(f"other-{number}", "").strip():
        return decision_for(ParticipantField().clean(typed))
    decision = data[f"unknown-{number}"]
    known = decision == LEAVE_OUT or choice(decision, STATE, ORGANISATION)
    return decision if known else ""


# --- What is asked --------------------------------------------------------------------------
def question(unknown: Unknown, decisions: Decisions) -> dict:
    """A name that the register does not know, with what may be chosen for it."""
    decided = decisions.participants.get(unknown.key, "")
    choices = [(decision_for(each), str(each)) for each in unknown.proposals]
    if decided and decided != LEAVE_OUT and decided not in dict(choices):
        choices.append((decided, name_of(decided)))
    return {
        "text": unknown.text,
        "rows": unknown.rows,
        "decided": decided,
        "choices": [("", _("– not decided –")), *choices, (LEAVE_OUT, _("leave these rows out"))],
    }


def decision_for(participant: State | Organisation) -> str:
    return chosen(STATE if isinstance(participant, State) else ORGANISATION, participant.pk)


def name_of(decision: str) -> str:
    """The name of the state or organisation that was decided for; empty if there is none."""
    if not (found := choice(decision, STATE, ORGANISATION)):
        return ""
    model = State if found[0] == STATE else Organisation
    record = model.objects.filter(pk=found[1]).first()
    return str(record) if record else ""
