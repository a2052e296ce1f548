"""Which delegation a row of a list belongs to."""

from collections import defaultdict
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from events.models import Delegation, Event
from events.participant_list.importing.decisions import (
    LEAVE_OUT,
    ORGANISATION,
    STATE,
    Decisions,
    choice,
)
from events.participant_list.importing.plan import Place, Unknown, name_key, value_of
from events.participant_list.readers import ReadRow
from participants.matching import ParticipantMatcher
from participants.models import Organisation, State

Participant = State | Organisation


class Found(NamedTuple):
    """The place of a row, or the sentence that says why it has none."""

    place: Place | None
    reason: str = ""


class Places:
    """The delegations of an event, those that a list adds, and names that mean none for certain.

    With `only`, no other delegation is taken: a row that names none belongs to it, and every other
    name is refused alike, whatever the register knows of it.
    """

    def __init__(self, event: Event, decisions: Decisions, only: Delegation | None = None):
        self._decisions = decisions
        self._only = only
        self._places: dict[Participant, Place] = {}
        self._names: list[tuple[str, Participant]] = []
        self._unknown: dict[str, Unknown] = {}
        self._found: dict[tuple[str, str], Found] = {}
        self._load(event)

    @property
    def unknown(self) -> list[Unknown]:
        """The names to ask about, in alphabetical order."""
        return sorted(self._unknown.values(), key=lambda unknown: unknown.text)

    def find(self, read: ReadRow) -> Found:
        """The place of a row. Each row of an unknown name is counted."""
        text, kind = value_of(read, "delegation"), value_of(read, "type")
        if (text, kind) not in self._found:
            self._found[text, kind] = self._find(text, kind)
        if unknown := self._unknown.get(name_key(text)):
            unknown.rows += 1
        return self._found[text, kind]

    def asks_about(self, read: ReadRow) -> bool:
        """Whether the officer is asked what the row's name of a delegation means."""
        return name_key(value_of(read, "delegation")) in self._unknown

    def is_left_out(self, read: ReadRow) -> bool:
        """Whether the officer leaves out all rows of this name of a delegation."""
        key = name_key(value_of(read, "delegation"))
        return key in self._unknown and self._decisions.participants.get(key) == LEAVE_OUT

    # --- What the event and the officer say ---------------------------------------------------
    def _load(self, event: Event) -> None:
        delegations = event.delegations.select_related("state", "organisation").order_by("pk")
        if self._only is not None:
            delegations = delegations.filter(pk=self._only.pk)
        for delegation in delegations:
            participant = delegation.participant
            place = Place(delegation.pk, participant, delegation.name)
            if not delegation.takes_part:
                place.absence = str(delegation.get_participation_display())
            self._places[participant] = place
            for language in dict(settings.LANGUAGES):
                with translation.override(language):
                    self._names.append((delegation.name, participant))

    @cached_property
    def _chosen(self) -> dict[str, Participant]:
        """The records that the officer chose for names that the register does not know."""
        keys = defaultdict(set)
        for decision in (*self._decisions.participants.values(), self._decisions.belongs_to):
            if found := choice(decision, STATE, ORGANISATION):
                keys[found[0]].add(found[1])
        return {
            f"{kind}:{record.pk}": record
            for kind, model in ((STATE, State), (ORGANISATION, Organisation))
            if keys[kind]
            for record in model.objects.filter(pk__in=keys[kind])
        }

    @cached_property
    def _matcher(self) -> ParticipantMatcher:
        return ParticipantMatcher(here=self._names)

    # --- What a name means --------------------------------------------------------------------
    def _find(self, text: str, kind: str) -> Found:
        if self._only is not None:
            return self._find_own(text, self._only.participant)
        if text:
            return self._find_named(text, kind)
        if participant := self._chosen.get(self._decisions.belongs_to):
            return Found(self._place_of(participant))
        return Found(
            None,
            _(
                "No delegation is given. Write the state or organisation into the row, or say in "
                "the step “Columns” which column holds it, or whose people those without one are."
            ),
        )

    def _find_own(self, text: str, own: Participant) -> Found:
        place = self._place_of(own)
        if not text or self._matcher.match(text).record == own:
            return Found(place)
        return Found(
            None,
            _(
                "This is not your delegation. This list is that of %(own)s alone. Take the row out "
                "of the file."
            )
            % {"own": place.name},
        )

    def _find_named(self, text: str, kind: str) -> Found:
        key = name_key(text)
        if chosen := self._chosen.get(self._decisions.participants.get(key, "")):
            # Still asked about, so that the decision can be taken back.
            self._unknown.setdefault(key, Unknown(text, [chosen]))
            return Found(self._place_of(chosen))
        match = self._matcher.match(text, kind)
        if match.record is not None:
            return Found(self._place_of(match.record))
        self._unknown.setdefault(key, Unknown(text, list(match.proposals)))
        return Found(None, _not_known(match.proposals))

    def _place_of(self, participant: Participant) -> Place:
        if participant not in self._places:
            self._places[participant] = Place(None, participant, str(participant))
        return self._places[participant]


def _not_known(proposals: tuple[Participant, ...]) -> str:
    """The sentence that refuses a name, with those that may be meant."""
    if not proposals:
        return _(
            "The register knows no state or organisation of this name. Choose the one that is "
            "meant, or add this name to its other names."
        )
    names = ", ".join(_("“%(name)s”") % {"name": record} for record in proposals)
    return _(
        "The register knows no state or organisation of exactly this name. Perhaps it is "
        "%(names)s: choose the one that is meant."
    ) % {"names": names}
