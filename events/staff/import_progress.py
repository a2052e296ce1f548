"""The page that tells how far a long import is while it is carried out, and what an import does."""

import logging
from collections.abc import Generator, Iterator
from contextlib import closing

from django.db import DatabaseError
from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.models import Event, ParticipantImport
from events.participant_list import ParticipantListError
from events.participant_list.importing.apply import Progress
from events.participant_list.importing.plan import Plan

logger = logging.getLogger(__name__)

# Stands in the page between what is sent before the work and what is sent after it.
_CUT = "<!-- progress -->"


# --- Line by line ---------------------------------------------------------------------------
def progress_page(
    page: str, event: Event, record: ParticipantImport, steps: Iterator[Progress]
) -> StreamingHttpResponse:
    """`page`, with a line for each of `steps` as it is done, and what was done at the end."""
    before, after = page.split(_CUT)
    lines = _lines(event, record, steps)
    return StreamingHttpResponse(_in_language(get_language(), lines, before, after))


def _lines(event: Event, record: ParticipantImport, steps: Iterator[Progress]) -> Generator[str]:
    """What the page tells, line by line; at the end what was done, with a link to go on."""
    yield format_html("<p>{}</p>\n", _("The list is being compared with the register."))
    state = "errornote"
    link = reverse("admin:events_event_import_preview", args=[event.pk, record.pk])
    try:
        plan = yield from _counted(steps)
    except ParticipantListError as error:
        sentence = str(error)
    except DatabaseError as error:
        # Its text may repeat what was to be stored.
        logger.error("An import was not applied: %s", type(error).__name__)
        sentence = _("Nothing was imported: the database did not answer. Try again later.")
    else:
        state, link = "success", reverse("admin:events_event_import", args=[event.pk])
        sentence = what_was_done(plan)
    yield format_html(
        '<p class="{}">{}</p>\n<p><a href="{}" class="button">{}</a></p>\n',
        *(state, sentence, link, _("Go on")),
    )


def _counted(steps: Iterator[Progress]) -> Generator[str, None, Plan]:
    """A line for each step; returns what the steps return."""
    while True:
        try:
            at = next(steps)
        except StopIteration as end:
            return end.value
        line = _("%(done)d of %(total)d rows are prepared.") % {"done": at.done, "total": at.total}
        yield format_html("<p>{}</p>\n", line)


def _in_language(language: str, lines: Generator[str], before: str, after: str) -> Iterator[str]:
    """The page in `language`: its lines are made after the middleware has reset the language."""
    yield before
    with closing(lines):
        while True:
            with translation.override(language):
                line = next(lines, None)
            if line is None:
                break
            yield line
    yield after


# --- In words -------------------------------------------------------------------------------
def what_it_does(plan: Plan) -> str:
    """What the button will do: “Add 118 people, change 4”."""
    parts = []
    if plan.added:
        parts.append(
            ngettext("add %(number)d person", "add %(number)d people", plan.added)
            % {"number": plan.added}
        )
    if plan.changed:
        parts.append(
            _("change %(number)d") % {"number": plan.changed}
            if plan.added
            else ngettext("change %(number)d person", "change %(number)d people", plan.changed)
            % {"number": plan.changed}
        )
    if plan.withdrawn:
        parts.append(_("withdraw %(number)d") % {"number": plan.withdrawn})
    if not parts and plan.added_places:
        number = len(plan.added_places)
        parts.append(
            ngettext("add %(number)d delegation", "add %(number)d delegations", number)
            % {"number": number}
        )
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def what_was_done(plan: Plan) -> str:
    """The same, once it is done."""
    if plan.changes_nothing:
        return _("The register says all of this already: nothing was changed.")
    numbers = {
        "added": plan.added,
        "changed": plan.changed,
        "withdrawn": plan.withdrawn,
        "new": len(plan.added_places),
    }
    if plan.withdrawn:
        text = _(
            "Imported. Persons added: %(added)d, changed: %(changed)d, withdrawn: %(withdrawn)d; "
            "delegations: %(new)d."
        )
    else:
        text = _("Imported. Persons added: %(added)d, changed: %(changed)d; delegations: %(new)d.")
    return text % numbers
