"""An event whose list has all that a document shows, and how its documents are read back."""

import io

from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from events.models import Event
from events.participant_list import Audience, ParticipantList
from events.participant_list.columns import chosen_columns
from events.participant_list.writers import WRITERS
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    OrganisationDelegationFactory,
    PersonFactory,
    StateFactory,
)


def make_meeting() -> Event:
    poland = StateFactory(name_en="Poland", name_ru="Польша", own_name="Polska")
    event = EventFactory(
        title_en="Meeting on migration",
        title_ru="Встреча «Миграция»",
        status="planned",
        city_en="Warsaw",
        city_ru="Варшава",
        host_state=poland,
        corrections_contact="Secretariat, lists@example.org",
    )
    polish = DelegationFactory(event=event, state=poland, role="leading_state")
    DelegateFactory(
        delegation=polish,
        person=PersonFactory(email="anna@example.org", phone="+48 22 601"),
        prefix="H.E. Ms",
        given_names="Anna",
        family_name="Łącka-Żak",
        position="Director\nof Division *one*",
        institution="#import Ministry & <b>",
        capacity="head",
    )
    DelegateFactory(
        delegation=polish, given_names="", family_name="Қазыбек", rank=1, status="withdrawn"
    )
    DelegationFactory(
        event=event,
        state__name_en="Kosovo",
        state__name_ru="Косово",
        state__footnote_en="Without prejudice to positions on status.",
        state__footnote_ru="Без ущерба для позиций по статусу.",
    )
    OrganisationDelegationFactory(
        event=event,
        organisation__name_en="ICMPD",
        organisation__name_ru="МЦРМП",
        organisation__kind="secretariat",
        role="organiser",
        in_capacity_of_en="Secretariat of the Process",
        in_capacity_of_ru="Секретариат Процесса",
    )
    return event


def make_file(event: Event, file_format: str, language="en", *, names=None, issue=None, **kind):
    """The file of the list of `event`: for `audience`, else staff; a list `of` another class."""
    audience = kind.get("audience", Audience.STAFF)
    of = kind.get("of", ParticipantList)
    if issue:
        of = type("Issued", (of,), {"issue": issue})
    participants = of(event, audience, language)
    columns = chosen_columns(names, audience) if names else None
    file = io.BytesIO()
    WRITERS[file_format].write(participants, file, columns)
    file.seek(0)
    return file


def pdf_of(*args, **kind) -> PdfReader:
    return PdfReader(make_file(args[0], "pdf", *args[1:], **kind))


def docx_of(*args, **kind):
    return Document(make_file(args[0], "docx", *args[1:], **kind))


def pdf_text(document: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def docx_text(document) -> str:
    """The text of paragraphs and tables in their order, on one line."""
    elements = document.element.body.iter(qn("w:p"), qn("w:br"), qn("w:t"))
    pieces = [element.text if element.tag == qn("w:t") else "\n" for element in elements]
    return " ".join("".join(pieces).split())
