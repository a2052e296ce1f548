"""`manage.py export_participants`: the full list of an event as a file."""

import resource

import pytest
from django.core.management import CommandError, call_command
from python_calamine import CalamineWorkbook

from events.models import ParticipantExport
from events.participant_list.writers import WRITERS, document
from tests.factories import DelegateFactory, DelegationFactory, EventFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """A draft: what the command writes is for staff."""
    event = EventFactory(slug="conference", title_en="Conference", published=False)
    DelegateFactory(
        delegation=DelegationFactory(event=event, state__name_en="Poland", state__name_ru="Польша"),
        person=PersonFactory(email="anna@example.org"),
        family_name="Nowak",
    )
    return event


def test_it_writes_the_full_list(event, tmp_path, capsys):
    file = tmp_path / "list.csv"
    call_command("export_participants", "conference", "--output", str(file))
    header, row = file.read_text("utf-8-sig").splitlines()
    assert header.startswith("Delegation,Type,")
    assert "Nowak" in row
    assert "anna@example.org" in row
    assert capsys.readouterr().out == f"Rows written to {file}: 1\n"


def test_it_writes_a_workbook_in_russian(event, tmp_path):
    file = tmp_path / "list.xlsx"
    call_command(
        *("export_participants", "conference", "--format", "xlsx", "--language", "ru"),
        *("--output", str(file)),
    )
    header, row = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert (header[0], row[0], row[5]) == ("Делегация", "Польша", "Nowak")


def test_it_writes_both_languages_side_by_side(event, tmp_path):
    file = tmp_path / "list.csv"
    call_command("export_participants", "conference", "--language", "both", "--output", str(file))
    assert "Poland / Польша,State / Государство," in file.read_text("utf-8-sig")
    assert ParticipantExport.objects.get().language == "both"


@pytest.mark.parametrize(("file_format", "begins"), [("pdf", b"%PDF-1."), ("docx", b"PK")])
def test_it_writes_documents(event, tmp_path, file_format, begins):
    file = tmp_path / f"list.{file_format}"
    call_command(
        *("export_participants", "conference", "--format", file_format, "--output", str(file))
    )
    assert file.read_bytes().startswith(begins)


@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_a_list_too_long_for_a_document_is_refused(event, tmp_path, monkeypatch, file_format):
    monkeypatch.setattr(document, "MOST_ROWS", 0)
    file = tmp_path / "list"
    with pytest.raises(CommandError, match=r"made of at most 0\. Take the XLSX file"):
        call_command(
            *("export_participants", "conference", "--format", file_format, "--output", str(file))
        )
    assert list(tmp_path.iterdir()) == []
    assert not ParticipantExport.objects.exists()


def test_it_is_recorded_without_a_user(event, tmp_path):
    call_command("export_participants", "conference", "--output", str(tmp_path / "list.csv"))
    export = ParticipantExport.objects.get()
    assert (export.event, export.user) == (event, None)
    assert (export.file_format, export.language, export.rows) == ("csv", "en", 1)


def test_it_replaces_a_file_that_its_owner_alone_may_read(event, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("old")
    call_command("export_participants", "conference", "--output", str(file))
    assert "Nowak" in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [file]


def test_an_unknown_event_is_named(tmp_path):
    with pytest.raises(CommandError, match="No event has the slug “nowhere”"):
        call_command("export_participants", "nowhere", "--output", str(tmp_path / "list.csv"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("option", "value"), [("--format", "odt"), ("--language", "de")])
def test_other_formats_and_languages_are_refused(event, tmp_path, option, value):
    file = tmp_path / "list.csv"
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("export_participants", "conference", option, value, "--output", str(file))
    assert not file.exists()


@pytest.mark.parametrize(
    ("place", "reason"),
    [("missing/list.csv", "cannot be written: No such file or directory"), (".", "is a folder")],
)
def test_a_place_that_cannot_be_written_is_named(event, tmp_path, place, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("export_participants", "conference", "--output", str(tmp_path / place))
    assert not ParticipantExport.objects.exists()


@pytest.mark.parametrize("file_format", list(WRITERS))
def test_a_full_disk_leaves_the_old_file_and_no_half_one(event, tmp_path, file_format):
    file = tmp_path / "list"
    file.write_text("old")
    for _number in range(50):
        DelegateFactory(delegation=event.delegations.get(), position="x" * 300)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        with pytest.raises(CommandError, match="cannot be written"):
            call_command(
                *("export_participants", "conference", "--format", file_format),
                *("--output", str(file)),
            )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
    assert not ParticipantExport.objects.exists()
