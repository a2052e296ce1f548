"""The public participant list: its page and its files."""

import csv
import io
import re

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from events.participant_list.writers import WRITERS, document
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    OrganisationDelegationFactory,
    PersonFactory,
    PublicDelegateFactory,
)

pytestmark = pytest.mark.django_db

FORMATS = ["csv", "xlsx"]


@pytest.fixture
def event():
    return EventFactory(title_en="Conference", title_ru="Конференция", slug="conference")


@pytest.fixture
def poland(event):
    return DelegationFactory(event=event, state__name_en="Poland", state__name_ru="Польша")


def page(client: Client, address: str = "/events/conference/participants/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def text(html: str) -> str:
    """What a reader sees of the page's content, on one line."""
    content = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", content))


def download(client: Client, file_format: str, prefix: str = "") -> list[list[str]]:
    """The rows of the public file, the header first."""
    response = client.get(f"{prefix}/events/conference/participants.{file_format}")
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    if file_format == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


# --- The page -------------------------------------------------------------------------------
def test_it_names_those_with_a_basis_and_counts_the_others(client, poland):
    PublicDelegateFactory(
        delegation=poland,
        prefix="H.E. Ms",
        given_names="Anna",
        family_name="Nowak",
        position="Director",
        institution="Ministry of the Interior",
        capacity="head",
    )
    DelegateFactory(delegation=poland, family_name="Hiddenova")
    DelegateFactory(delegation=poland, family_name="Secretski")
    html = page(client)
    seen = text(html)
    assert "H.E. Ms Anna Nowak, Director, Ministry of the Interior head of delegation" in seen
    assert "2 participants not named" in seen
    assert "Delegations 1 Named participants 1 Other participants 2" in seen
    assert "Hiddenova" not in html
    assert "Secretski" not in html


def test_it_shows_no_contact_data(client, poland):
    person = PersonFactory(email="anna@example.org", phone="+48 22 601 0199")
    PublicDelegateFactory(delegation=poland, person=person, family_name="Nowak")
    html = page(client)
    assert "Nowak" in html
    assert "anna@example.org" not in html
    assert "601 0199" not in html


def test_delegations_stand_in_protocol_order_under_their_sections(client, event, poland):
    OrganisationDelegationFactory(
        event=event, organisation__name_en="EEAS", organisation__kind="eu_institution"
    )
    DelegationFactory(event=event, state__name_en="Austria")
    seen = text(page(client))
    places = [seen.index(word) for word in ("States", "Austria", "Poland", "EU institut", "EEAS")]
    assert places == sorted(places)


def test_it_shows_roles_capacity_and_footnotes(client, event):
    DelegationFactory(
        event=event,
        state__name_en="Kosovo",
        state__footnote_en="This designation is without prejudice to positions on status.",
        role="observer",
        in_capacity_of_en="Chair of a working group",
    )
    html = page(client)
    seen = text(html)
    assert "Kosovo* Chair of a working group observer" in seen
    assert "* This designation is without prejudice to positions on status." in seen
    assert 'href="#footnote-1"' in html


def test_it_keeps_the_name_of_the_day(client, event):
    DelegationFactory(event=event, state__name_en="Türkiye", name_as_of_event_en="Turkey")
    assert "Turkey" in text(page(client))


def test_it_leads_to_the_event_the_participants_and_the_files(client, poland):
    html = page(client)
    for address in (
        *("/events/conference/", poland.state.get_absolute_url()),
        *(f"/events/conference/participants.{file_format}" for file_format in WRITERS),
    ):
        assert f'href="{address}"' in html


def test_it_speaks_russian(client, poland):
    DelegateFactory(delegation=poland)
    html = page(client, "/ru/events/conference/participants/")
    assert "Польша" in html
    assert "1 участник не назван поимённо" in html
    assert 'href="/ru/events/conference/participants.csv"' in html


def test_an_event_without_names_shows_its_delegations(client, poland):
    assert "Poland no names recorded" in text(page(client))


def test_an_event_without_delegations_says_so(client, event):
    html = page(client)
    assert "No delegations are recorded for this event." in html
    assert "participants.csv" not in html


def test_names_cannot_become_markup(client, poland):
    PublicDelegateFactory(delegation=poland, family_name="<script>alert(1)</script>")
    assert "<script>alert" not in page(client)


def test_sample_data_is_marked(client, event, poland):
    assert "fictional" not in text(page(client))
    event.sample = True
    event.save()
    seen = text(page(client))
    assert "Sample data: this event and its people are fictional." in seen
    assert "no names recorded (sample data)" in seen


def test_a_withdrawn_consent_takes_effect_at_once(client, poland):
    delegate = PublicDelegateFactory(delegation=poland, family_name="Nowak")
    assert "Nowak" in page(client)
    delegate.basis = "none"
    delegate.save()
    assert "Nowak" not in page(client)


# --- Long lists -----------------------------------------------------------------------------
@pytest.fixture
def five(poland, monkeypatch):
    """Five people and a remark, on pages of two rows."""
    monkeypatch.setattr("website.views.participant_lists.ROWS_A_PAGE", 2)
    for number in range(5):
        PublicDelegateFactory(delegation=poland, family_name=f"Family{number}")
    DelegateFactory(delegation=poland)


@pytest.mark.usefixtures("five")
def test_a_long_list_has_pages(client):
    address = "/events/conference/participants/"
    assert "Family0" in page(client)
    assert "Family2" not in page(client)
    assert 'href="?page=2"' in page(client)
    second = text(page(client, f"{address}?page=2"))
    assert "Poland (continued)" in second
    assert "Family2" in second
    assert "Family4" not in second
    assert "1 participant not named" in page(client, f"{address}?page=3")


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("number", ["4", "99999", "-1", "0", "abc", "1.5", "9" * 10_000])
def test_a_page_that_is_not_there_is_not_found(client, number):
    response = client.get("/events/conference/participants/", {"page": number})
    assert response.status_code == 404


# --- The files ------------------------------------------------------------------------------
@pytest.mark.parametrize("file_format", FORMATS)
def test_a_file_holds_what_the_page_shows(client, poland, file_format):
    person = PersonFactory(email="anna@example.org", phone="+48 22 601 0199")
    PublicDelegateFactory(delegation=poland, person=person, given_names="Anna", family_name="Nowak")
    DelegateFactory(delegation=poland, family_name="Hiddenova")
    assert download(client, file_format) == [
        [
            *("Delegation", "Type", "Role", "Prefix", "Given names", "Family name"),
            *("Capacity", "Position", "Institution"),
        ],
        ["Poland", "State", "participating", "", "Anna", "Nowak", "delegate", "", ""],
        ["Poland", "State", "participating", "", "", "1 participant not named", "", "", ""],
    ]


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_file_is_in_the_language_of_its_address(client, poland, file_format):
    header, row = download(client, file_format, "/ru")
    assert header[0] == "Делегация"
    assert row == ["Польша", "Государство", "участник", "", "", "имена не указаны", "", "", ""]


@pytest.mark.parametrize(
    ("file_format", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_a_file_says_what_it_is_and_how_it_is_called(client, poland, file_format, content_type):
    today = timezone.localdate()
    response = client.get(f"/ru/events/conference/participants.{file_format}")
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="participants-conference-ru-{today}.{file_format}"; '
        "filename*=UTF-8''%D1%83%D1%87%D0%B0%D1%81%D1%82%D0%BD%D0%B8%D0%BA%D0%B8-conference-ru-"
        f"{today}.{file_format}"
    )


def test_the_name_of_a_file_says_that_it_is_a_sample(client, event, poland):
    event.sample = True
    event.save()
    response = client.get("/events/conference/participants.csv")
    assert 'filename="participants-SAMPLE-conference-en-' in response.headers["Content-Disposition"]


def test_csv_is_streamed_and_workbooks_know_their_length(client, poland):
    assert "Content-Length" not in client.get("/events/conference/participants.csv").headers
    response = client.get("/events/conference/participants.xlsx")
    assert int(response.headers["Content-Length"]) == len(b"".join(response.streaming_content))


@pytest.mark.parametrize("file_format", WRITERS)
def test_a_head_request_gets_the_headers_alone(client, poland, file_format):
    address = f"/events/conference/participants.{file_format}"
    head, get = client.head(address), client.get(address)
    assert head.status_code == 200
    for name in ("Content-Type", "Content-Disposition"):
        assert head.headers[name] == get.headers[name]


def test_the_documents_name_whom_the_page_names(client, poland):
    PublicDelegateFactory(delegation=poland, given_names="Anna", family_name="Nowak")
    DelegateFactory(delegation=poland, family_name="Hiddenova")
    response = client.get("/ru/events/conference/participants.pdf")
    pages = PdfReader(io.BytesIO(b"".join(response.streaming_content))).pages
    seen = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Список участников" in seen
    assert "Польша Anna NOWAK 1 участник не назван поимённо" in seen
    assert "HIDDENOVA" not in seen
    assert "служебного" not in seen


@pytest.mark.parametrize("file_format", ["pdf", "docx"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_list_too_long_for_a_document_leads_to_the_spreadsheet(
    client, poland, monkeypatch, file_format, method
):
    monkeypatch.setattr(document, "MOST_ROWS", 0)
    address = f"/events/conference/participants.{file_format}"
    response = getattr(client, method)(address)
    assert response.status_code == 400
    if method == "get":
        html = response.content.decode()
        assert "This list has 1 rows" in html
        assert 'href="/events/conference/participants.xlsx"' in html


# --- Refused --------------------------------------------------------------------------------
ADDRESSES = [f"/events/conference/participants{end}" for end in ("/", *(f".{f}" for f in WRITERS))]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_draft_is_not_found(client, event, poland, address):
    PublicDelegateFactory(delegation=poland)
    event.published = False
    event.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unknown_event_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("file_format", ["doc", "CSV", "csv.exe", "xlsx%00", "x" * 1000])
def test_an_unknown_format_is_not_found(client, poland, file_format):
    response = client.get(f"/events/conference/participants.{file_format}")
    assert response.status_code in (400, 404)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(client, poland, address, method):
    assert getattr(client, method)(address).status_code == 405


# --- Cost -----------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ADDRESSES)
def test_it_asks_as_often_for_many_as_for_few(
    client, event, address, django_assert_max_num_queries
):
    def ask() -> int:
        with django_assert_max_num_queries(9) as queries:
            response = client.get(address)
            if response.streaming:
                b"".join(response.streaming_content)
        return len(queries)

    def grow(number: int) -> None:
        for _number in range(number):
            delegation = DelegationFactory(event=event, state__footnote_en="A note.")
            PublicDelegateFactory(delegation=delegation)
            DelegateFactory(delegation=delegation)
            OrganisationDelegationFactory(event=event)

    grow(2)
    few = ask()
    grow(20)
    assert ask() == few
