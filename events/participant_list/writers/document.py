"""The list as a document: what PDF and DOCX print, in words, before either sets a line of it.

Two forms. `listed` is the “List of participants” of an intergovernmental meeting: delegations
under their sections, their people one under the other, footnotes, statistics. `table` is the same
rows with chosen columns, for the desk of a hotel or the door.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Delegate
from events.participant_list.columns import Column, columns_for, headers
from events.participant_list.errors import TooLong
from events.participant_list.languages import (
    SEPARATOR,
    distinct,
    in_language,
    in_languages,
    languages_of,
)
from events.participant_list.rows import ParticipantList
from events.participant_list.types import Audience, ListedDelegation, Row
from events.querysets import GONE

# More are not set in seconds, and nobody reads them on paper; CSV and XLSX know no such limit.
MOST_ROWS = 2_500


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the title page: “Organisers”, with each of them."""

    label: str
    texts: list[str]


@dataclass(frozen=True, slots=True)
class PersonPart:
    """`labels`, as a notable capacity, stand beside the name; `lines` under it."""

    name: str
    family_name: str
    labels: list[str]
    lines: list[str]


@dataclass(frozen=True, slots=True)
class DelegationPart:
    """`mark` is that of its footnote, `note` its text where it is first mentioned.

    `remark` stands for those who are not named.
    """

    name: str
    mark: str
    note: str
    roles: list[str]
    in_capacity_of: str
    people: list[PersonPart]
    remark: str


@dataclass(frozen=True, slots=True)
class SectionPart:
    title: str
    delegations: list[DelegationPart]


@dataclass(frozen=True, slots=True)
class TableOfText:
    """Rows of text; of a list, also the names and widths of its columns."""

    title: str
    headers: list[str]
    rows: list[list[str]]
    widths: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NumbersPart:
    """A table of the statistics: every cell but the first of a row is a number, as text."""

    title: str
    headers: list[str]
    rows: list[list[str]]
    total: list[str] | None
    note: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above either form, and what the file says of itself."""

    title: str
    languages: list[str]
    heading: list[str]
    event: list[str]
    when_and_where: list[str]
    facts: list[Fact]
    standing: list[str]
    notices: list[str]
    authors: list[str]


@dataclass(frozen=True, slots=True)
class ListDocument:
    head: Head
    sections: list[SectionPart]
    notes: list[tuple[str, str]]
    statistics: list[NumbersPart]
    statistics_title: str


@dataclass(frozen=True, slots=True)
class TableDocument:
    head: Head
    table: TableOfText
    notes: list[tuple[str, str]]


def document_of(
    participants: ParticipantList,
    columns: Sequence[Column] | None,
    file_format: str,
) -> ListDocument | TableDocument:
    """The form that `participants` take: a table where columns were chosen, or the order."""
    refuse_too_long(participants, file_format)
    if columns is None and participants.grouped:
        return _listed(participants)
    return _table(participants, columns or columns_for(participants.audience))


def refuse_too_long(participants: ParticipantList, file_format: str) -> None:
    """Raise `TooLong` where no document is made of so many rows."""
    if len(participants) > MOST_ROWS:
        raise TooLong(len(participants), MOST_ROWS, file_format)


# --- The two forms --------------------------------------------------------------------------
def _listed(participants: ParticipantList) -> ListDocument:
    words, head = _Words(participants), _head(participants)
    sections = []
    for title, in_section in groupby(participants, key=lambda row: row.listed.section):
        delegations = []
        for _pk, rows in groupby(in_section, key=lambda row: row.listed.pk):
            people = list(rows)
            delegations.append(_delegation(people[0].listed, people, words))
        sections.append(SectionPart(title, delegations))
    title = in_language(participants.language, lambda: _("Statistics"))
    return ListDocument(head, sections, words.notes, _statistics(participants), title)


def _table(participants: ParticipantList, columns: Sequence[Column]) -> TableDocument:
    language, words = participants.language, _Words(participants)
    names = [column.name for column in columns]

    def cells(row: Row) -> list[str]:
        cells: list[str] = [row[column.field] for column in columns]
        if "delegation" in names and row.listed.footnote:
            cells[names.index("delegation")] += words.marks[row.listed.footnote]
        return cells

    table = TableOfText(
        title=in_language(language, lambda: _("Participants")),
        headers=headers(columns, language),
        rows=[cells(row) for row in participants],
        widths=[column.width_in(language) for column in columns],
        names=names,
    )
    notes = words.notes if "delegation" in names else []
    return TableDocument(_head(participants), table, notes)


# --- Their parts ----------------------------------------------------------------------------
class _Words:
    """What the parts of one document have to know of the whole."""

    def __init__(self, participants: ParticipantList):
        footnotes = distinct(listed.footnote for listed in participants.delegations)
        # The footnotes of the names, each once, marked *, **, *** as they come.
        self.notes = [("*" * number, text) for number, text in enumerate(footnotes, 1)]
        self.marks = {text: mark for mark, text in self.notes}
        self.unmentioned = set(footnotes)
        self.plain_capacity = participants.plain_capacity
        statuses = participants.labels(Delegate.Status)
        self.gone = {statuses[status] for status in GONE}


def _head(participants: ParticipantList) -> Head:
    event, language = participants.event, participants.language
    organisers = participants.organisers
    facts = []
    if organisers:
        label = in_language(language, lambda: ngettext("Organiser", "Organisers", len(organisers)))
        facts.append(Fact(label, organisers))
    if event.corrections_contact:
        facts.append(
            Fact(in_language(language, lambda: _("Corrections to")), [event.corrections_contact])
        )
    notices = []
    if event.sample:
        notices += in_languages(
            language, lambda: _("Sample data: this event and its people are fictional.")
        )
    if participants.audience is not Audience.PUBLIC:
        notices += in_languages(
            language, lambda: _("For official use: this list holds personal data.")
        )
    heading = in_languages(language, lambda: _("List of participants"))
    return Head(
        title=f"{SEPARATOR.join(heading)}: {in_language(language, lambda: event.title)}",
        languages=languages_of(language),
        heading=heading,
        event=in_languages(language, lambda: event.title),
        when_and_where=in_languages(
            language,
            lambda: ", ".join(distinct([event.venue, event.place_text, event.date_text])),
        ),
        facts=facts,
        standing=in_languages(language, lambda: participants.issue),
        notices=notices,
        authors=organisers,
    )


def _delegation(listed: ListedDelegation, rows: list[Row], words: _Words) -> DelegationPart:
    first = listed.footnote in words.unmentioned
    words.unmentioned.discard(listed.footnote)
    return DelegationPart(
        name=listed.name,
        mark=words.marks.get(listed.footnote, ""),
        note=listed.footnote if first else "",
        roles=list(listed.notable_roles),
        in_capacity_of=listed.in_capacity_of,
        people=[_person(row, words) for row in rows if row.is_person],
        remark=listed.remark,
    )


def _person(row: Row, words: _Words) -> PersonPart:
    # A list for staff has those too who withdrew or did not come: nobody is to be misled.
    labels = [
        *([row.capacity] if row.capacity != words.plain_capacity else []),
        *([row.status] if row.status in words.gone else []),
    ]
    (given_names, family_name), *others = row.names
    return PersonPart(
        name=" ".join(distinct([row.prefix, given_names])),
        family_name=in_capitals(family_name),
        labels=labels,
        lines=[*map(with_capitals, others), *printed_lines(row)],
    )


def with_capitals(name: tuple[str, str]) -> str:
    """Given names and family name in one line, as in a list in both languages under the first."""
    return " ".join(distinct([name[0], in_capitals(name[1])]))


def printed_lines(row: Row) -> list[str]:
    """What stands under the name, line by line."""
    return [line for text in row.lines for line in text.splitlines()]


def in_capitals(name: str) -> str:
    """`name` as lists print family names. Georgian has no capitals that are used so."""
    return "".join(c if "\u10d0" <= c <= "\u10ff" else c.upper() for c in name)


def _statistics(participants: ParticipantList) -> list[NumbersPart]:
    def written(row: list[str | int | None]) -> list[str]:
        # It is not known how many came: that is no nought.
        return ["–" if cell is None else str(cell) for cell in row]

    return [
        NumbersPart(
            title=table.title,
            headers=table.header,
            rows=[written(row) for row in table.rows],
            total=written(table.total) if table.total else None,
            note=table.note,
        )
        for table in participants.statistics
        # Who was only nominated is for the desk, not for the document.
        if table.name != "statuses"
    ]
