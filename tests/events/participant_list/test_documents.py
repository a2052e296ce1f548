"""PDF and DOCX: the list of participants of a meeting, the same in either file."""

import datetime

import pytest

from events.models import Event
from events.participant_list import Audience, ListByName
from events.participant_list.errors import TooLong
from events.participant_list.issued.label import Issue, Standing
from events.participant_list.writers import document
from tests.events.participant_list.documents import (
    docx_of,
    docx_text,
    make_file,
    make_meeting,
    pdf_of,
    pdf_text,
)
from tests.factories import DelegationFactory, EventFactory, PublicDelegateFactory

# Of files: the rows that are written are the same in every database.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ISSUE = Issue(datetime.date(2019, 12, 1), Standing.FINAL, 3)


@pytest.fixture
def event() -> Event:
    return make_meeting()


@pytest.fixture(params=["pdf", "docx"])
def text(request):
    """The text of a document, in either format; bold and italic, lines and pages aside."""
    open_it, read = {"pdf": (pdf_of, pdf_text), "docx": (docx_of, docx_text)}[request.param]
    return lambda *args, **kind: read(open_it(*args, **kind))


def in_order(text: str, *parts: str) -> bool:
    """Whether `text` has `parts` one after the other; says which it lacks."""
    place = 0
    for part in parts:
        assert part in text[place:], part
        place = text.index(part, place) + len(part)
    return True


def test_it_says_what_when_where_and_who_organises(event, text):
    assert in_order(
        text(event),
        *("List of participants", "Meeting on migration", "Warsaw, Poland, 4 December 2019"),
        *("Organiser", "ICMPD (Secretariat of the Process)"),
        *("Corrections to", "Secretariat, lists@example.org"),
    )


def test_delegations_stand_under_their_sections_with_roles_and_remarks(event, text):
    seen = text(event)
    assert in_order(
        seen,
        *("States", "Kosovo*", "no names recorded", "Poland", "leading state, host"),
        *("Secretariat", "ICMPD", "Secretariat of the Process, organiser", "Statistics"),
    )
    assert "* Without prejudice to positions on status." in seen.replace("*Without", "* Without")


def test_people_stand_one_under_the_other_the_head_first(event, text):
    assert in_order(
        text(event),
        "H.E. Ms Anna ŁĄCKA-ŻAK, head of delegation",
        "Director of Division *one* #import Ministry & <b>",
        "ҚАЗЫБЕК, withdrawn",
    )


def test_it_holds_no_contact_data_and_says_whom_it_is_for(event, text):
    seen = text(event)
    assert "anna@example.org" not in seen
    assert "+48 22" not in seen


def test_statistics_leave_out_who_withdrew_and_do_not_count_the_unknown(event, text):
    seen = text(event)
    numbers = seen[seen.index("Statistics") :]
    assert numbers.startswith("Statistics Delegations by section Section Delegations")
    assert "States 2 1 Secretariat 1 – Total 3 1" in numbers


def test_it_speaks_russian(event, text):
    assert in_order(
        text(event, "ru"),
        *("Список участников", "Встреча «Миграция»", "Варшава, Польша, 4 декабря 2019"),
        *("Организатор", "МЦРМП (Секретариат Процесса)", "Предварительный список"),
        *("Государства", "Косово*", "имена не указаны", "Польша"),
        *("глава делегации", "отозван", "Статистика", "Всего 3 1"),
    )


def test_both_languages_stand_side_by_side(event, text):
    assert in_order(
        text(event, "both"),
        *("List of participants", "Список участников"),
        *("Meeting on migration", "Встреча «Миграция»"),
        *("States / Государства", "Kosovo / Косово*", "no names recorded / имена не указаны"),
        *("Poland / Польша", "leading state / ведущее государство"),
        *("Anna ŁĄCKA-ŻAK, head of delegation / глава делегации", "Total / Всего 3 1"),
    )


def test_a_list_of_an_event_ahead_is_provisional(event, text):
    assert "Provisional list, as at" in text(event)
    event.status = "held"
    event.save()
    seen = text(event)
    assert "As at" in seen
    assert "rovisional" not in seen


def test_an_issued_list_says_which_it_is(event, text):
    assert "Final list, version 3, as at 1 December 2019" in text(event, issue=ISSUE)
    assert "Окончательный список, версия 3, по состоянию на 1 декабря 2019" in text(
        event, "ru", issue=ISSUE
    )


def test_the_public_document_names_whom_the_public_may_know(text):
    event = EventFactory()
    delegation = DelegationFactory(event=event, state__name_en="Poland")
    PublicDelegateFactory(delegation=delegation, given_names="Jan", family_name="Lis")
    PublicDelegateFactory(delegation=delegation, family_name="Absent", status="nominated")
    seen = text(event, audience=Audience.PUBLIC)
    assert "Poland Jan LIS 1 participant not named" in seen
    assert "ABSENT" not in seen
    assert "States 1 2 Total 1 2" in seen


def test_with_chosen_columns_it_is_a_table(event, text):
    seen = text(event, names=["family_name", "email", "delegation"]).replace("\u200b", "")
    assert "Family name E-mail Delegation" in seen
    assert "Łącka-Żak" in seen
    assert "anna@example.org" in seen.replace("@ ", "@").replace(". ", ".")
    assert "Kosovo*" in seen
    assert "Without prejudice" in seen
    assert "Statistics" not in seen


def test_by_family_name_it_is_a_table_of_people_alone(event, text):
    seen = text(event, of=ListByName, names=["family_name", "delegation"])
    assert in_order(seen, "Family name", "Łącka-Żak", "Poland", "Қазыбек")
    assert "no names recorded" not in seen


@pytest.mark.parametrize(
    ("order", "states"),
    [
        ("alphabetical", ["Czech Republic", "Kosovo", "Poland"]),
        ("eu_protocol", ["Poland", "Czech Republic", "Kosovo"]),
        ("manual", ["Kosovo", "Poland", "Czech Republic"]),
        ("grouped", ["Leading ones", "Poland", "Others", "Czech Republic", "Kosovo"]),
    ],
)
def test_it_stands_in_the_order_of_the_event(event, text, european_union, order, states):
    event.list_order = order
    event.save()
    event.list_sections.create(title_en="Leading ones", role="leading_state")
    DelegationFactory(event=event, state__name_en="Czech Republic")
    european_union.memberships.create(state=event.host_state, role="participating")
    event.delegations.filter(state__name_en="Kosovo").update(position=1)
    event.delegations.filter(state__name_en="Poland").update(position=2)
    seen = text(event)
    assert in_order(seen[seen.index("Corrections") :], *states)


def test_sample_data_is_marked_on_every_page(event):
    event.sample = True
    event.save()
    for _number in range(40):
        DelegationFactory(event=event)
    pages = pdf_of(event).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        seen = " ".join(page.extract_text().split())
        assert "Sample data: this event and its people are fictional." in seen
        assert f"{number} / {len(pages)}" in seen.replace(f"{number}/", f"{number} /")
    header = docx_of(event).sections[0].header.paragraphs[0].text
    assert "Sample data: this event and its people are fictional." in header


@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_a_list_too_long_is_refused(event, monkeypatch, file_format):
    monkeypatch.setattr(document, "MOST_ROWS", 3)
    with pytest.raises(TooLong, match=f"4 rows, and a {file_format.upper()} file .* at most 3"):
        make_file(event, file_format)


@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_an_event_without_delegations_has_a_document(file_format):
    assert make_file(EventFactory(), file_format).read()


# --- PDF ------------------------------------------------------------------------------------
@pytest.mark.parametrize("names", [None, ["family_name", "email"]])
def test_the_pdf_is_tagged_and_promises_to_be_accessible(event, names):
    found = pdf_of(event, "both", names=names)
    root = found.trailer["/Root"]
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert root["/StructTreeRoot"]
    assert found.metadata.title.startswith("List of participants / Список участников: Meeting")
    assert found.metadata.author.startswith("ICMPD (Secretariat of the Process) / МЦРМП")


def test_its_headings_are_bookmarks(event):
    def titles(outline):
        for each in outline:
            if isinstance(each, list):
                yield from titles(each)
            else:
                yield each.title

    found = list(titles(pdf_of(event).outline))
    assert found == ["States", "Kosovo", "Poland", "Secretariat", "ICMPD", "Statistics"]


# --- DOCX -----------------------------------------------------------------------------------
def test_the_docx_uses_words_own_styles(event):
    found = docx_of(event)
    styles = {p.text: p.style.name for p in found.paragraphs}
    assert styles["List of participants"] == "Title"
    assert styles["States"] == "Heading 1"
    assert styles["Poland"] == "Heading 2"
    assert styles["leading state, host"] == "Delegation roles"
    assert found.styles["Heading 2"].paragraph_format.keep_with_next
    assert found.styles["Delegation roles"].paragraph_format.keep_with_next
    assert found.styles["Participant"].paragraph_format.keep_together


def test_it_names_no_person_as_its_author_and_speaks_its_language(event):
    properties = docx_of(event, "ru").core_properties
    assert properties.author == "МЦРМП (Секретариат Процесса)"
    assert properties.last_modified_by == ""
    assert properties.language == "ru-RU"
    assert properties.title == "Список участников: Встреча «Миграция»"


def test_russian_words_are_marked_as_russian(event):
    xml = docx_of(event, "both").element.xml
    assert '<w:lang w:val="ru-RU"/>' in xml[: xml.index("Польша")].rpartition("<w:r>")[2]
    assert "ru-RU" not in xml[: xml.index("Anna")].rpartition("<w:r>")[2]


def test_pages_are_numbered_and_table_headers_repeated(event):
    found = docx_of(event, names=["family_name"])
    footer = found.sections[0].footer._element.xml
    assert 'w:instr="PAGE"' in footer
    assert 'w:instr="NUMPAGES"' in footer
    assert "<w:tblHeader/>" in found.element.xml
    assert found.sections[0].page_width > found.sections[0].page_height
    assert [[cell.text for cell in row.cells] for row in found.tables[0].rows][:2] == [
        ["Family name"],
        ["no names recorded"],
    ]


def test_what_xml_has_no_place_for_is_a_space(event):
    delegate = event.delegations.get(state__name_en="Poland").delegates.first()
    delegate.position = "a\x0bb\x1fc\ufffed\te"
    delegate.save()
    assert "a b c d e" in docx_text(docx_of(event))
