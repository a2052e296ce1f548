"""The full participant list, for staff who may export it: its page and its files."""

import csv
import io
import re
from html import escape, unescape
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from python_calamine import CalamineWorkbook

from events.models import Delegate, ParticipantExport
from events.participant_list import writers
from events.participant_list.writers import document
from events.staff import lists
from tests.admin.pages import submit
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    ListPresetFactory,
    OrganisationDelegationFactory,
    PersonFactory,
    PublicDelegateFactory,
)

pytestmark = pytest.mark.django_db

FORMATS = ["csv", "xlsx"]
DOCUMENTS = ["pdf", "docx"]
ENDS = ["/", ".csv", ".xlsx", ".pdf", ".docx"]


@pytest.fixture
def officer() -> User:
    user = User.objects.create_user("officer", is_staff=True)
    names = ["export_participants", "view_contact_data"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def clerk() -> Client:
    """May take lists out, but not see contact data."""
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="export_participants"))
    client = Client()
    client.force_login(user)
    return client


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
    table = re.sub(r"</?a\b[^>]*>", "", table)
    return [
        [cell.strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.split(r"<tr\b[^>]*>", table)[1:]
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
    header, poland, *_withdrawn, organisation = found
    assert poland[header.index("Делегация")] == "Польша"
    assert organisation[header.index("Фамилия")] == "имена не указаны"


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


def test_it_offers_each_file_as_the_page_shows_it(staff, event):
    query = "language=both&preset=hotel&people=all"
    html = unescape(staff.get(f"{address(event, '/')}{query}").content.decode())
    for file_format in (*FORMATS, *DOCUMENTS):
        assert f'{event.pk}/participants.{file_format}?{query}"' in html


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
    header, *_poland, organisation = read(response, "csv")
    assert organisation[header.index("Family name")] == "no names recorded (sample data)"


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


# --- What it is asked for -------------------------------------------------------------------
def table(client, event, **query) -> list[list[str]]:
    """The cells of the page, which its files have too."""
    found = cells(client.get(address(event, "/", **query)).content.decode())
    from_xlsx = read(client.get(address(event, ".xlsx", **query)), "xlsx")
    assert [[unescape(cell) for cell in row] for row in found] == from_xlsx
    return from_xlsx


def test_both_languages_stand_side_by_side(staff, event):
    header, first, _second, last = table(staff, event, language="both")
    assert header[:3] == ["Delegation / Делегация", "Type / Тип", "Role / Роль"]
    assert first[:3] == ["Poland / Польша", "State / Государство", "participating / участник"]
    assert first[4:7] == ["Anna", "Nowak", "head of delegation / глава делегации"]
    assert (last[0], last[5]) == ("ICMPD", "no names recorded / имена не указаны")


@pytest.mark.parametrize(
    "query",
    [
        {"columns": "family_name,delegation"},
        {"columns": "family_name&columns=delegation"},
        {"columns": "family_name,delegation,family_name,,"},
    ],
)
def test_it_has_the_columns_asked_for_in_their_order(staff, event, query):
    assert table(staff, event, **query) == [
        ["Family name", "Delegation"],
        *(["Nowak", "Poland"], ["Lis", "Poland"], ["no names recorded", "ICMPD"]),
    ]


def test_a_preset_gives_columns_order_and_people(staff, event):
    ListPresetFactory(
        slug="badges", columns=["family_name", "phone"], by_name=True, taking_part=False
    )
    assert table(staff, event, preset="badges") == [
        ["Family name", "Phone"],
        *(["Lis", ""], ["Nowak", "+48 22 601"]),
    ]
    assert table(staff, event, preset="badges", people="taking_part")[1:] == [
        ["Nowak", "+48 22 601"]
    ]
    assert table(staff, event, preset="badges", order="protocol")[1][0] == "Nowak"
    assert table(staff, event, preset="badges", columns="delegation")[0] == ["Delegation"]


def test_a_preset_with_a_column_that_lists_no_longer_have_gives_the_others(staff, event):
    ListPresetFactory(slug="cars", columns=["number_plate", "family_name"])
    ListPresetFactory(slug="plates", columns=["number_plate"])
    assert table(staff, event, preset="cars")[0] == ["Family name"]
    assert len(table(staff, event, preset="plates")[0]) == 12
    for slug in ("cars", "plates"):
        assert staff.get(address(event, "/", preset=slug)).status_code == 200


def test_the_shipped_presets_serve_transport_hotel_and_door(staff, event):
    html = staff.get(address(event, "/")).content.decode()
    for slug in ("transport", "hotel", "door"):
        assert f"?language=en&amp;preset={slug}" in html
    assert table(staff, event, preset="transport")[0][-1] == "Phone"
    # Withdrawn people need no bed and no car.
    assert [row[0] for row in table(staff, event, preset="hotel")] == ["Family name", "Nowak"]
    assert table(staff, event, preset="door", language="ru")[0][0] == "Фамилия"


def test_a_choice_can_be_kept_as_a_preset(admin_client, event):
    html = unescape(
        admin_client.get(address(event, "/", columns="phone", order="name")).content.decode()
    )
    assert "/admin/events/listpreset/add/?columns=phone&by_name=1&taking_part=" in html


def test_chosen_columns_stay_text(staff, event):
    delegate = DelegateFactory(delegation=event.delegations.first(), family_name="0012")
    delegate.person.phone = "=1+1"
    delegate.person.save()
    found = table(staff, event, columns="family_name,phone", language="both")
    assert ["0012", "=1+1"] in found


def test_who_may_not_see_contact_data_gets_a_list_without_it(clerk, event):
    ListPresetFactory(name_en="Calls", columns=["family_name", "phone"])
    header, *rows = table(clerk, event)
    assert header == HEADER[:-2]
    assert rows == [row[:-2] for row in ROWS]
    html = clerk.get(address(event, "/")).content.decode()
    assert "Calls" not in html
    assert "door" in html
    for end in (".csv", ".pdf", ".docx"):
        content = b"".join(clerk.get(address(event, end, order="name")).streaming_content)
        assert b"anna@example.org" not in content


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("query", [{"columns": "phone"}, {"preset": "hotel"}])
def test_contact_data_asked_for_by_others_is_refused_with_a_sentence(clerk, event, end, query):
    response = clerk.get(address(event, end, **query))
    assert response.status_code == 400
    assert "holds contact data, which you may not see" in response.content.decode()


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"columns": "salary"}, "A list has no column “salary”. Choose among: delegation, type,"),
        ({"preset": "spa"}, "There is no preset “spa”. Choose among: door, hotel, transport."),
        ({"order": "random"}, "“order” can be “protocol” or “name”, not “random”."),
        ({"people": "none"}, "“people” can be “all” or “taking_part”, not “none”."),
        ({"columns": "x" * 10_000}, "A list has no column"),
    ],
)
def test_what_is_not_known_is_refused_with_a_sentence(staff, event, end, query, sentence):
    response = staff.get(address(event, end, **query))
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not ParticipantExport.objects.exists()


@pytest.mark.parametrize("name", ["columns", "preset", "order", "people", "language"])
def test_a_nul_byte_is_no_error_of_ours(staff, event, name):
    assert staff.get(address(event, "/", **{name: "%00"})).status_code == 400


# --- The documents --------------------------------------------------------------------------
@pytest.mark.parametrize("file_format", DOCUMENTS)
def test_each_document_taken_is_recorded(staff, officer, event, file_format):
    staff.get(address(event, f".{file_format}", language="both"))
    export = ParticipantExport.objects.get()
    assert (export.user, export.file_format, export.language) == (officer, file_format, "both")


@pytest.mark.parametrize("file_format", DOCUMENTS)
def test_a_list_too_long_for_a_document_leads_to_the_spreadsheet(
    staff, event, monkeypatch, file_format
):
    monkeypatch.setattr(document, "MOST_ROWS", 2)
    monkeypatch.setattr(writers, "MOST_ROWS", 2)
    response = staff.get(address(event, f".{file_format}", language="ru", columns="prefix"))
    assert response.status_code == 400
    html = unescape(response.content.decode())
    assert "This list has 3 rows" in html
    assert f"{event.pk}/participants.xlsx?language=ru&columns=prefix" in html
    assert not ParticipantExport.objects.exists()
    html = staff.get(address(event, "/")).content.decode()
    assert f"participants.{file_format}" not in html
    assert "choose fewer people, or take XLSX or CSV" in html


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


def test_the_page_is_recorded_where_it_shows_contact_data(staff, officer, event):
    staff.get(address(event, "/", columns="family_name"))
    assert not ParticipantExport.objects.exists()
    staff.get(address(event, "/"))
    staff.head(address(event, "/"))
    export = ParticipantExport.objects.get()
    assert (export.event, export.user) == (event, officer)
    assert (export.file_format, export.rows) == ("page", 3)


@pytest.mark.parametrize("end", ["/?columns=prefix", ".odt", ".csv?columns=x", ".csv"])
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
    assert "Ask for “en”, “ru” or “both”." in response.content.decode()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("end", [".odt", ".exe", ".CSV"])
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
        with django_assert_max_num_queries(15) as queries:
            response = staff.get(address(event, end))
            if response.streaming:
                b"".join(response.streaming_content)
        return len(queries)

    few = ask()
    for _number in range(20):
        DelegateFactory(delegation=DelegationFactory(event=event))
        OrganisationDelegationFactory(event=event)
    assert ask() == few


# --- From a row to its record, and back --------------------------------------------------------
@pytest.fixture
def protocol() -> Client:
    user = User.objects.create_user("protocol", is_staff=True)
    user.groups.add(Group.objects.get(name="Protocol"))
    client = Client()
    client.force_login(user)
    return client


def link_of(response, text: str) -> str:
    """The address behind `text` in the rows of the page."""
    rows = response.content.decode().partition("The list as its files have it")[2]
    return unescape(re.search(rf'<a href="([^"]+)">{text}</a>', rows).group(1))


@pytest.mark.parametrize("query", ["", "?order=name", "?columns=family_name,delegation&page=1"])
def test_a_row_leads_to_its_records_and_saving_leads_back(protocol, event, query):
    address = f"/admin/events/event/{event.pk}/participants/{query}"
    nowak = Delegate.objects.get(family_name="Nowak")
    to_delegate = link_of(protocol.get(address), "Nowak")
    assert to_delegate.startswith(f"/admin/events/delegate/{nowak.pk}/change/?back=")
    to_delegation = link_of(protocol.get(address), "Poland")
    assert to_delegation.startswith(f"/admin/events/delegation/{nowak.delegation_id}/change/?")
    back = f"{address}#delegate-{nowak.pk}"
    for link in (to_delegate, to_delegation):
        assert "Back to the list" in protocol.get(link).content.decode()
    assert f'href="{escape(back)}"' in protocol.get(to_delegate).content.decode()
    assert submit(protocol, to_delegate, position="Minister").headers["Location"] == back
    nowak.refresh_from_db()
    assert nowak.position == "Minister"
    assert f'id="delegate-{nowak.pk}"' in protocol.get(address).content.decode()


def test_without_a_column_for_the_name_another_cell_leads_to_the_person(protocol, event):
    page = protocol.get(f"/admin/events/event/{event.pk}/participants/?columns=delegation,capacity")
    assert "/delegate/" in link_of(page, "head of delegation")


def test_who_may_not_open_the_records_has_no_links(staff, event):
    html = staff.get(f"/admin/events/event/{event.pk}/participants/").content.decode()
    assert "/admin/events/delegate/" not in html
    assert "/admin/events/delegation/" not in html


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:x", "x"])
def test_no_address_leads_out_of_the_register(protocol, event, back):
    delegate = Delegate.objects.first()
    address = f"/admin/events/delegate/{delegate.pk}/change/?{urlencode({'back': back})}"
    assert "Back to the list" not in protocol.get(address).content.decode()
    answer = submit(protocol, address, position="Minister")
    assert answer.headers["Location"] == "/admin/events/delegate/"
