"""The status of many delegates at once: what may follow what, and storing it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from core.bulk import update_all, update_in_passing
from events.models import Delegate
from events.models.delegation import DelegateStatus as Status

HEAD, DELEGATE = Delegate.Capacity.HEAD, Delegate.Capacity.DELEGATE


@dataclass(slots=True)
class StatusChange:
    """What became of the delegates for whom a status was asked."""

    changed: int = 0
    same: int = 0
    # Who has withdrawn is brought back by a step of its own, and is not counted as come by mistake.
    withdrawn: list[Delegate] = field(default_factory=list)


def may_follow(status: str) -> list[Status]:
    """What a delegate of this status can be given."""
    if status == Status.WITHDRAWN:
        return [Status.NOMINATED]
    return [each for each in Status if each != status]


def set_status(keys: Iterable[int], status: Status, *, user, reason: str) -> StatusChange:
    """Give the delegates `keys` this status; a head who withdraws leaves the seat to another.

    `keys` may be a query. Locked first, then written by statements for all of them together, with
    the history of each. The number of queries does not depend on how many there are.
    """
    outcome, keys_to_change, heads = StatusChange(), [], []
    with transaction.atomic():
        delegates = Delegate.objects.filter(pk__in=keys).order_by("pk").select_for_update()
        for delegate in delegates.only("status", "capacity", "given_names", "family_name"):
            if delegate.status == status:
                outcome.same += 1
            elif status not in may_follow(delegate.status):
                outcome.withdrawn.append(delegate)
            else:
                keys_to_change.append(delegate.pk)
                if status == Status.WITHDRAWN and delegate.capacity == HEAD:
                    heads.append(delegate.pk)
        if heads:
            update_in_passing(Delegate, heads, {"capacity": DELEGATE})
        update_all(Delegate, keys_to_change, {"status": status}, user=user, reason=reason)
    outcome.changed = len(keys_to_change)
    return outcome
