"""What the list becomes on the day, as PDF: name badges, table plates, the attendance sheet.

The same rows as every other file, in the same order. Take a list of those who take part alone:
nobody else needs a badge.
"""

import datetime
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count, groupby

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.participant_list.errors import NothingToPrint
from events.participant_list.languages import distinct, in_language, in_languages, languages_of
from events.participant_list.rows import ParticipantList
from events.participant_list.types import ListedDelegation, Row
from events.participant_list.writers.document import (
    in_capitals,
    printed_lines,
    refuse_too_long,
    with_capitals,
)
from events.participant_list.writers.typst import pdf

# A sheet has room for so many days to sign for; more take another one.
DAYS_A_SHEET = 4
# Where nobody is named, so many may sign by hand.
EMPTY_LINES = 3


def badges(participants: ParticipantList) -> bytes:
    """A badge for everyone in the list, ten on a sheet of A4, with marks to cut along."""
    people = [row for row in participants if row.is_person]
    if not people:
        raise NothingToPrint
    return _pdf(
        "badges",
        _("Name badges"),
        participants,
        badges=[_badge(participants, row) for row in people],
    )


def plates(participants: ParticipantList) -> bytes:
    """A plate for each delegation, to fold along the middle of a sheet of A4."""
    if not participants.delegations:
        raise NothingToPrint
    # In both languages, the names stand one under the other.
    names = [
        {
            listed.pk: listed.marked_name
            for listed in ParticipantList(
                participants.event, participants.audience, language
            ).delegations
        }
        for language in languages_of(participants.language)
    ]
    return _pdf(
        "plates",
        _("Table plates"),
        participants,
        plates=[
            {
                "names": distinct(of[listed.pk] for of in names),
                "lines": distinct([listed.in_capacity_of, listed.footnote]),
            }
            for listed in participants.delegations
        ],
    )


def attendance(participants: ParticipantList) -> bytes:
    """Everyone in the list under their delegation, with a place to sign for each day."""
    if not participants.delegations:
        raise NothingToPrint
    language, numbers = participants.language, count(1)
    days = list(_days(participants))
    delegations = [
        _signing(participants, listed, list(rows), numbers)
        for listed, rows in groupby(participants, key=lambda row: row.listed)
    ]
    return _pdf(
        "attendance",
        _("Attendance sheet"),
        participants,
        heading=in_language(language, lambda: _("Attendance sheet")),
        about=distinct(
            [
                *in_languages(language, lambda: participants.event.title),
                *in_languages(language, lambda: _when_and_where(participants)),
            ]
        ),
        headers=[
            in_language(language, lambda: pgettext("number in a list", "No.")),
            in_language(language, lambda: _("Name")),
            in_language(language, lambda: _("Position and institution")),
        ],
        delegations=delegations,
        sheets=[days[n : n + DAYS_A_SHEET] for n in range(0, len(days), DAYS_A_SHEET)],
    )


PAPERS: dict[str, Callable[[ParticipantList], bytes]] = {
    "badges": badges,
    "plates": plates,
    "attendance": attendance,
}


def _pdf(name: str, title: str, participants: ParticipantList, **content) -> bytes:
    refuse_too_long(participants, "pdf")
    language, event = participants.language, participants.event
    sample = in_language(language, lambda: _("Sample")) if event.sample else ""
    return pdf(
        f"{name}.typ",
        {
            "title": f"{title}: {event.title}",
            "language": languages_of(language)[0],
            "authors": participants.organisers,
            "sample": sample,
            **content,
        },
    )


def _badge(participants: ParticipantList, row: Row) -> dict:
    return {
        "event": in_language(participants.language, lambda: participants.event.title),
        "delegation": row.listed.marked_name,
        "footnote": row.listed.footnote,
        **_person(participants, row),
    }


def _person(participants: ParticipantList, row: Row) -> dict:
    (given_names, family_name), *others = row.names
    return {
        "first": " ".join(distinct([row.prefix, given_names])),
        "family_name": in_capitals(family_name),
        "capacity": "" if row.capacity == participants.plain_capacity else row.capacity,
        "lines": [*map(with_capitals, others), *printed_lines(row)],
    }


def _signing(
    participants: ParticipantList, listed: ListedDelegation, rows: list[Row], numbers: Iterator[int]
) -> dict:
    people = [_person(participants, row) for row in rows if row.is_person]
    nobody = {"first": "", "family_name": "", "capacity": "", "lines": []}
    return {
        "name": listed.marked_name,
        "note": ", ".join(distinct([listed.in_capacity_of, *listed.notable_roles])),
        "people": [
            {"number": str(next(numbers)), **person} for person in people or [nobody] * EMPTY_LINES
        ],
    }


def _days(participants: ParticipantList) -> Iterator[str]:
    """The heading of each place to sign: a day of the event, if its days are known."""
    event, language = participants.event, participants.language
    if not event.starts:
        yield in_language(language, lambda: _("Signature"))
        return
    for number in range(((event.ends or event.starts) - event.starts).days + 1):
        day = event.starts + datetime.timedelta(number)
        yield in_language(language, partial(_heading, day))


def _heading(day: datetime.date) -> str:
    return capfirst(date_format(day))


def _when_and_where(participants: ParticipantList) -> str:
    event = participants.event
    return ", ".join(distinct([event.venue, event.place_text, event.date_text]))
