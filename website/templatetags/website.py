"""Parts of the public pages: the states of an event, a cell of the matrix, the tile map."""

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import npgettext

from core.templatetags.register import footnote_number
from core.text import collation_key
from events.models import Event
from website import tile_map as tiles
from website.cooperation import MatrixCell

register = template.Library()
NAMES_IN_A_LINE = 12


@register.simple_tag
def states_line(event: Event) -> dict:
    """The delegations of states at `event` (from `for_cards`), alphabetical, as many as fit a line.

    Returns `delegations` and how many `more` there are.
    """
    of_states: list = event.state_delegations  # type: ignore[attr-defined]  # by `for_cards`
    delegations = sorted(of_states, key=lambda d: collation_key(d.name))
    if len(delegations) <= NAMES_IN_A_LINE + 1:
        return {"delegations": delegations, "more": 0}
    return {
        "delegations": delegations[:NAMES_IN_A_LINE],
        "more": len(delegations) - NAMES_IN_A_LINE,
    }


@register.simple_tag
def matrix_cell(cell: MatrixCell) -> SafeString:
    """A cell of the cooperation matrix; empty where there was no event.

    It is not a template, because a matrix has hundreds of cells and white space would be most
    of the page.
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


@register.inclusion_tag("website/includes/_tile_map.html", takes_context=True)
def tile_map(context, marked: Sequence, title: str, *, with_list: bool = True) -> dict:
    """The tile map with the `marked` states, and their list beside it unless the page has one.

    `marked` are states, or delegations of states under their names of the day.
    """
    for one in marked:
        if one.footnote:
            footnote_number(context, one)
    return {
        "request": context["request"],
        "tiles": tiles.tiles({getattr(one, "state", one): one.marked_name for one in marked}),
        "map": tiles,
        "states": marked,
        "title": title,
        "with_list": with_list,
    }
