"""Whether others have changed what a plan depends on, between its making and its carrying out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from events.models import Delegate, Delegation, Event
from events.participant_list.importing.plan import Plan
from participants.models import Organisation, Person, State

# Of the history so many of the latest versions are looked at: on PostgreSQL a version may be seen
# later than one with a greater number, once the transaction that wrote it has ended.
_LATEST = 100_000


@dataclass(frozen=True, slots=True)
class _Versions:
    """The versions of one model in its history: those seen, from a number on."""

    model: type[models.Model]
    beyond: int
    seen: frozenset[int]

    @classmethod
    def now(cls, model: type[models.Model]) -> "_Versions":
        numbers = model.history.order_by("-history_id").values_list("history_id", flat=True)
        seen = frozenset(numbers[:_LATEST])
        return cls(model, min(seen, default=0) - 1, seen)

    def added(self, condition: Q) -> Iterable[int]:
        """The keys of records that have a new version and fit `condition`."""
        found = self.model.history.filter(condition, history_id__gt=self.beyond)
        return (
            key for number, key in found.values_list("history_id", "id") if number not in self.seen
        )


class Basis:
    """What the register held when the plan of an import was begun. Make it before the plan."""

    def __init__(self, event: Event):
        self.event = event
        self.delegates = self._delegates()
        self.versions = {
            model: _Versions.now(model)
            for model in (Delegate, Delegation, Person, State, Organisation)
        }

    def _delegates(self) -> int:
        return Delegate.objects.filter(delegation__event=self.event).count()

    def holds_for(self, plan: Plan) -> bool:
        """Whether nobody has changed since what `plan` says, and would change.

        Asks in the transaction that carries the plan out, of the delegations and delegates of the
        event and of the persons, states and organisations that the plan means.
        """
        if self._delegates() != self.delegates:
            return False
        delegations = Delegation.objects.filter(event=self.event).values("pk")
        if any(self.versions[Delegation].added(Q(event_id=self.event.pk))):
            return False
        if any(self.versions[Delegate].added(Q(delegation_id__in=delegations))):
            return False
        concerned = {
            Person: {row.person for row in plan.rows if row.person is not None},
            State: {each.participant.pk for each in plan.places if each.is_state},
            Organisation: {each.participant.pk for each in plan.places if not each.is_state},
        }
        return not any(
            key in keys
            for model, keys in concerned.items()
            if keys
            for key in self.versions[model].added(Q())
        )
