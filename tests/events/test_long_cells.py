"""Texts and files of any length: cut or refused before any work is done on them."""

import io
import time

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from events.nominations import uploads
from events.nominations.forms import MOST_LOOKED_AT, OneLine
from events.nominations.uploads import MOST_PEOPLE, MOST_ROWS
from events.nominations.views import ERRORS_SHOWN
from events.participant_list.errors import UnreadableFile
from events.participant_list.readers import read_tables
from events.participant_list.readers.limits import MAX_CELL
from tests.caches import clear_caches
from tests.factories import EventFactory, NominationFactory, StateFactory

pytestmark = pytest.mark.django_db
UPLOAD = "/nominate/a-token/upload/"
HEADER = "Country,Given names,Family name,E-mail\n"


@pytest.fixture
def nomination():
    clear_caches()
    return NominationFactory(token="a-token", delegation__state__name_en="Tajikistan")


def sent(client, text: str):
    file = SimpleUploadedFile("list.csv", text.encode())
    return client.post(UPLOAD, {"file": file})


def test_a_cell_is_cut_where_it_is_read():
    book, file = Workbook(), io.BytesIO()
    book.active.append(["Family name"])
    book.active.append(["Ж" * 30_000])
    book.save(file)

    [table] = read_tables(io.BytesIO(file.getvalue()), "list.xlsx")

    assert [len(row[0]) for row in table.rows] == [11, MAX_CELL]


@pytest.mark.slow
def test_a_name_of_100_000_letters_takes_no_time_and_is_named_as_too_long(client, nomination):
    begun = time.monotonic()

    page = sent(client, HEADER + f"Tajikistan,Anna,{'Жа' * 50_000},\n").content.decode()

    assert "cannot be taken over" in page
    assert len(page) < 50_000
    assert time.monotonic() - begun < 3


def test_a_field_of_the_form_is_cut_before_it_is_looked_at():
    assert len(OneLine(max_length=10**7).clean("a b " * 10**6)) <= MOST_LOOKED_AT


def test_a_file_of_very_many_rows_is_refused_before_its_people_are_looked_for(
    nomination, monkeypatch
):
    monkeypatch.setattr(uploads, "read_opened", lambda opened: pytest.fail("they were read"))
    content = HEADER + "Tajikistan,Anna,Nowak,\n" * (MOST_ROWS + 1)

    with pytest.raises(UnreadableFile, match=f"more than {MOST_PEOPLE} people"):
        uploads.read(io.BytesIO(content.encode()), "list.csv")


def test_of_very_many_errors_the_first_are_shown_with_their_number(client, nomination):
    rows = "".join(
        f"Tajikistan,Anna,Name{chr(97 + n // 26)}{chr(97 + n % 26)},no address\n"
        for n in range(250)
    )

    page = sent(client, HEADER + rows).content.decode()

    assert "250 rows cannot be taken over" in page
    assert f"These are the first {ERRORS_SHOWN} of 250." in page
    assert page.count(">no address<") == ERRORS_SHOWN


def test_the_command_shows_the_first_errors_too(tmp_path, capsys):
    StateFactory(name_en="Tajikistan")
    EventFactory(slug="conference")
    rows = "".join(
        f"Tajikistan,Anna,Name{chr(97 + n // 26)}{chr(97 + n % 26)},no address\n"
        for n in range(250)
    )
    (tmp_path / "list.csv").write_text(HEADER + rows)

    with pytest.raises(CommandError):
        call_command("import_participants", "conference", str(tmp_path / "list.csv"))

    assert "These are the first 100 of 250." in (told := capsys.readouterr().err)
    assert told.count("Write one address") == 100


def test_a_search_in_the_admin_has_an_end(client, django_assert_max_num_queries):
    client.force_login(User.objects.create_superuser("editor"))

    with django_assert_max_num_queries(30) as asked:
        page = client.get("/admin/participants/person/", {"q": "word " * 1_500})

    assert page.status_code == 200
    assert max(len(query["sql"]) for query in asked) < 60_000


def test_a_sealed_list_is_taken_over_within_its_hours_alone(client, nomination, monkeypatch):
    found = uploads.read(io.BytesIO(f"{HEADER}Tajikistan,Anna,Nowak,\n".encode()), "list.csv")
    sealed = uploads.seal(nomination, found.people)
    now = time.time()

    monkeypatch.setattr(time, "time", lambda: now + uploads.SECONDS_TO_CONFIRM - 60)
    assert len(uploads.unseal(nomination, sealed)) == 1
    monkeypatch.setattr(time, "time", lambda: now + uploads.SECONDS_TO_CONFIRM + 60)
    with pytest.raises(uploads.Stale, match="too much time has passed"):
        uploads.unseal(nomination, sealed)
