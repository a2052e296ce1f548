"""The full participant list, for staff who may export it: its page and its files."""

import csv
import io
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from python_calamine import CalamineWorkbook

from events.models import ParticipantExport
from events.views import lists
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
ENDS = ["/", ".csv", ".xlsx"]


@pytest.fixture
def officer() -> User:
    user = User.objects.create_user("officer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="export_participants"))
    return user


@pytest.fixture
def staff(officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def event():
    """A draft with two delegations, one of them without names."""
    event = EventFactory(title_en="Conference", slug="conference", published=False)
    poland = DelegationFactory(event=event, state__name_en="Poland", state__name_ru="Польша")
    OrganisationDelegationFactory(
        event=event, organisation__name_en="ICMPD", organisation__kind="intergovernmental"
    )
    DelegateFactory(
        delegation=poland,
        person=PersonFactory(email="anna@example.org", phone="+48 22 601"),
        given_names="Anna",
        family_name="Nowak",
        capacity="head",
    )
    DelegateFactory(delegation=poland, family_name="Lis", given_names="", status="withdrawn")
    return event


HEADER = [
    *("Delegation", "Type", "Role", "Prefix", "Given names", "Family name", "Capacity"),
    *("Position", "Institution", "Status", "E-mail", "Phone"),
]
ROWS = [
    [
        *("Poland", "State", "participating", "", "Anna", "Nowak", "head of delegation", "", ""),
        *("confirmed", "anna@example.org", "+48 22 601"),
    ],
    [
        *("Poland", "State", "participating", "", "", "Lis", "delegate", "", ""),
        *("withdrawn", "", ""),
    ],
    ["ICMPD", "Organisation", "participating", "", "", "no names recorded", *[""] * 6],
]


def address(event, end: str, **query) -> str:
    parameters = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/admin/events/event/{event.pk}/participants{end}?{parameters}"


def cells(html: str) -> list[list[str]]:
    """The cells of the list on the page, the header first."""
    table = html[html.rindex("<table") : html.rindex("</table>")]
    return [
        [cell.strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in table.split("<tr>")[1:]
    ]


def read(response, file_format: str) -> list[list[str]]:
    content = b"".join(response.streaming_content)
    if file_format == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


# --- The page -------------------------------------------------------------------------------
def test_it_shows_the_list_as_its_files_have_it(staff, event):
    html = staff.get(address(event, "/")).content.decode()
    assert cells(html) == [HEADER, *ROWS]
    assert read(staff.get(address(event, ".xlsx")), "xlsx") == [HEADER, *ROWS]
    from_csv = read(staff.get(address(event, ".csv")), "csv")
    assert from_csv[1][-1] == "'+48 22 601"
    from_csv[1][-1] = "+48 22 601"
    assert from_csv == [HEADER, *ROWS]


def test_it_shows_the_list_in_russian(staff, event):
    found = cells(staff.get(address(event, "/", language="ru")).content.decode())
    assert found[0][0] == "Делегация"
    assert found[1][0] == "Польша"
    assert found[3][5] == "имена не указаны"


def test_it_says_how_many_there_are_and_who_may_see_them(staff, event):
    seen = re.sub(r"\s+", " ", staff.get(address(event, "/")).content.decode())
    assert "2 delegations. 2 delegates. Confirmed: 1. Withdrawn: 1." in seen
    assert "The event is a draft: nobody but staff sees any of this." in seen
    assert "/events/conference/participants/" not in seen
    assert re.search(r"States</th> <td>1</td> <td>2</td>", seen)
    assert re.search(r"Intergovernmental organisations</th> <td>1</td> <td>0</td>", seen)


def test_it_says_how_many_the_public_sees(staff, event):
    event.published = True
    event.save()
    PublicDelegateFactory(delegation=event.delegations.first())
    seen = re.sub(r"\s+", " ", staff.get(address(event, "/")).content.decode())
    assert "The public sees 1 of them by name" in seen
    assert 'href="/events/conference/participants/"' in seen


def test_it_offers_each_file_in_both_languages(staff, event):
    html = staff.get(address(event, "/")).content.decode()
    for file_format in FORMATS:
        for language in ("en", "ru"):
            assert f'{event.pk}/participants.{file_format}?language={language}"' in html


def test_it_leads_back_to_the_event(staff, event):
    html = staff.get(address(event, "/")).content.decode()
    assert f'href="/admin/events/event/{event.pk}/change/"' in html


def test_an_event_without_delegations_says_so(staff):
    html = staff.get(address(EventFactory(), "/")).content.decode()
    assert "No delegations are recorded for this event." in html


def test_sample_data_is_marked(staff, event):
    event.sample = True
    event.save()
    html = staff.get(address(event, "/")).content.decode()
    assert "Sample data: this event and its people are fictional." in html
    response = staff.get(address(event, ".csv"))
    assert "participants-SAMPLE-conference-en-" in response.headers["Content-Disposition"]
    assert read(response, "csv")[3][5] == "no names recorded (sample data)"


def test_a_long_list_has_pages(staff, event, monkeypatch):
    monkeypatch.setattr(lists, "ROWS_A_PAGE", 2)
    html = staff.get(address(event, "/", language="en")).content.decode()
    assert cells(html) == [HEADER, *ROWS[:2]]
    assert "?language=en&amp;page=2" in html
    assert cells(staff.get(address(event, "/", page=2)).content.decode()) == [HEADER, ROWS[2]]
    assert staff.get(address(event, "/", page=3)).status_code == 404


def test_names_cannot_become_markup(staff, event):
    DelegateFactory(delegation=event.delegations.first(), family_name="<script>alert(1)</script>")
    assert "<script>alert" not in staff.get(address(event, "/")).content.decode()


# --- The files ------------------------------------------------------------------------------
@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_file_is_in_the_language_asked_for(staff, event, file_format, language):
    response = staff.get(address(event, f".{file_format}", language=language))
    header, first, *_others = read(response, file_format)
    assert (header[0], first[0]) == {"en": ("Delegation", "Poland"), "ru": ("Делегация", "Польша")}[
        language
    ]
    assert f"participants-conference-{language}-" in response.headers["Content-Disposition"]


def test_the_language_is_that_of_the_admin_unless_asked_for(staff, event):
    [header, *_rows] = read(staff.get("/ru" + address(event, ".csv")), "csv")
    assert header[0] == "Делегация"


@pytest.mark.parametrize("file_format", FORMATS)
def test_each_file_taken_is_recorded(staff, officer, event, file_format):
    staff.get(address(event, f".{file_format}", language="ru"))
    export = ParticipantExport.objects.get()
    assert (export.event, export.event_title, export.user) == (event, "Conference", officer)
    assert (export.file_format, export.language, export.rows) == (file_format, "ru", 3)


@pytest.mark.parametrize("end", ["/", ".pdf", ".csv?language=xx", ".csv"])
def test_what_takes_nothing_out_is_not_recorded(staff, event, end):
    where = f"/admin/events/event/{event.pk}/participants{end}"
    staff.head(where) if end == ".csv" else staff.get(where)
    assert not ParticipantExport.objects.exists()


@pytest.mark.parametrize("end", ENDS)
def test_nobody_keeps_a_copy_on_the_way(staff, event, end):
    directives = staff.get(address(event, end)).headers["Cache-Control"]
    assert "no-store" in directives
    assert "private" in directives


# --- Refused --------------------------------------------------------------------------------
@pytest.mark.parametrize("end", ENDS)
def test_it_requires_the_permission(event, end):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["view_event", "change_event", "view_delegate"])
    )
    client = Client()
    client.force_login(user)
    assert client.get(address(event, end)).status_code == 403
    assert not ParticipantExport.objects.exists()


@pytest.mark.parametrize("end", ENDS)
def test_it_requires_to_be_signed_in(client, event, end):
    response = client.get(address(event, end))
    assert response.status_code == 302
    assert "/admin/login/" in response.headers["Location"]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("language", ["xx", "EN", "", "ru-RU", "x" * 10_000])
def test_an_unknown_language_is_refused_with_a_sentence(staff, event, end, language):
    response = staff.get(address(event, end, language=language))
    assert response.status_code == 400
    assert "Ask for “en” or “ru”." in response.content.decode()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("end", [".pdf", ".exe", ".CSV"])
def test_an_unknown_format_is_not_found(staff, event, end):
    assert staff.get(address(event, end)).status_code == 404


@pytest.mark.parametrize("end", ENDS)
def test_an_unknown_event_is_not_found(staff, event, end):
    event.delete()
    event.pk = 10**12
    assert staff.get(address(event, end)).status_code == 404


@pytest.mark.parametrize("end", ENDS)
def test_it_is_only_read(staff, event, end):
    assert staff.post(address(event, end)).status_code == 405


# --- Cost -----------------------------------------------------------------------------------
@pytest.mark.parametrize("end", ENDS)
def test_it_asks_as_often_for_many_as_for_few(staff, event, end, django_assert_max_num_queries):
    def ask() -> int:
        with django_assert_max_num_queries(12) as queries:
            response = staff.get(address(event, end))
            if response.streaming:
                b"".join(response.streaming_content)
        return len(queries)

    few = ask()
    for _number in range(20):
        DelegateFactory(delegation=DelegationFactory(event=event))
        OrganisationDelegationFactory(event=event)
    assert ask() == few
