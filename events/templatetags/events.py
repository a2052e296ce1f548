"""What pages say of events."""

from django import template

from events.models import Event, Nomination
from participants.names import collation_key

register = template.Library()
NAMES_IN_A_LINE = 12


@register.simple_tag
def states_line(event: Event) -> dict:
    """The delegations of states at `event` (from `for_cards`), alphabetical, as many as fit a line.

    Returns `delegations` and how many `more` there are.
    """
    delegations = sorted(event.state_delegations, key=lambda d: collation_key(d.name))
    if len(delegations) <= NAMES_IN_A_LINE + 1:
        return {"delegations": delegations, "more": 0}
    return {
        "delegations": delegations[:NAMES_IN_A_LINE],
        "more": len(delegations) - NAMES_IN_A_LINE,
    }


@register.simple_tag
def nominations_due(event: Event) -> int:
    """How many delegations to `event` were asked for names and have not submitted them."""
    return Nomination.objects.due().filter(delegation__event=event).count()
