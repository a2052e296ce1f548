"""What pages say of events."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import npgettext

from events.cooperation import Cell
from events.models import Event, Nomination
from events.participant_list.statistics import Table
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


@register.simple_tag
def matrix_cell(cell: Cell) -> SafeString:
    """A cell of the cooperation matrix; empty where there was no event.

    Not a template: a matrix has hundreds of cells, and white space would be most of them.
    """
    if not cell.events:
        return SafeString("<td></td>")
    contributions = ""
    if cell.contributions:
        contributions = format_html(
            ' <span class="contributions">{}<span class="unit"> {}</span></span>',
            cell.contributions,
            npgettext("after a number", "contribution", "contributions", cell.contributions),
        )
    return format_html(
        '<td data-label="{}"><a href="{}?{}">{}<span class="unit"> {}</span></a>{}</td>',
        cell.topic,
        reverse("event_list"),
        cell.query,
        cell.events,
        npgettext("after a number", "event", "events", cell.events),
        contributions,
    )


@register.simple_tag
def lang_of_label(table: Table, label: str) -> SafeString:
    """The attribute that says in which language a label of a table of numbers stands, if needed."""
    language = table.languages.get(label, "")
    return format_html(' lang="{}"', language) if language else SafeString()
