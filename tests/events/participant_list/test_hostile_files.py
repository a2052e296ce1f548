"""Whatever the bytes: people and sentences, or a `ParticipantListError`; never a traceback."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.participant_list import ParticipantListError
from events.participant_list.readers import (
    MAX_BYTES,
    Reading,
    Table,
    find_columns,
    read_people,
    read_tables,
)
from events.participant_list.readers.limits import MAX_ROWS
from tests.events.participant_list.awkward.make import ENGLISH, RUSSIAN, ods, xls, xlsx

NAMES = st.sampled_from(["list.csv", "list.xlsx", "list.xls", "list.ods", "list", "списóк.TXT"])
WORKBOOKS = {"list.xlsx": xlsx(ENGLISH), "list.xls": xls(RUSSIAN), "list.ods": ods(ENGLISH)}
# What a cell may hold to trip a reader up.
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *("Name", "Country", "Делегация", "ФИО", "Title", "No", "Role", "Status", "Type"),
            *("Poland", "ICMPD", "1", "head", "no names recorded", "3 participants not named"),
            *("99999999999999999999 participants not named", "Mr", "H.E.", ",", "-", "\0", "M."),
            *("Kowalski,", ", Jan", "van der", "JAN", "Dr.,", "²", "٣", "1)", "II", "/", " / "),
        ]
    ),
)


def read(content: bytes, name: str) -> None:
    try:
        tables = read_tables(io.BytesIO(content), name)
    except ParticipantListError as error:
        is_sentence(error)
        return
    for table in tables:
        read_table(table)


def is_sentence(error: ParticipantListError) -> None:
    assert str(error)[-1] in ".!"


def read_table(table: Table) -> None:
    columns = find_columns(table)
    try:
        reading = read_people(table, columns)
    except ParticipantListError as error:
        is_sentence(error)
        return
    assert isinstance(reading, Reading)
    for row in reading.people:
        assert row.family_name
        assert row.delegation is None or len(row.delegation) <= 250
    for error in reading.errors:
        assert 1 <= error.row <= len(table.rows)
        assert error.reason


@settings(max_examples=300)
@given(st.binary(max_size=400), NAMES)
def test_any_bytes(content, name):
    read(content, name)


@settings(max_examples=60)
@given(
    st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"%PDF"]),
    st.binary(max_size=1_000),
    NAMES,
)
def test_any_bytes_that_begin_like_a_file(beginning, content, name):
    read(beginning + content, name)


@settings(max_examples=60)
@given(st.sampled_from(sorted(WORKBOOKS)), st.data())
def test_a_workbook_cut_off_anywhere(name, data):
    content = WORKBOOKS[name]
    length = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(ParticipantListError) as refused:
        read_tables(io.BytesIO(content[:length]), name)
    assert str(refused.value).endswith(".")


@settings(max_examples=120)
@given(st.sampled_from(sorted(WORKBOOKS)), st.data())
def test_a_workbook_with_bytes_changed(name, data):
    content = bytearray(WORKBOOKS[name])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(content), name)


@settings(max_examples=300)
@given(
    st.integers(1, 5).flatmap(
        lambda width: st.lists(
            st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=7
        )
    )
)
def test_any_table(rows):
    read_table(Table("List", rows))


def test_a_file_that_is_too_large_is_not_read_to_its_end():
    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def read(self, size=-1):
            assert 0 < size <= MAX_BYTES + 1
            return b"x" * size

    with pytest.raises(ParticipantListError, match="larger than 20 MB"):
        read_tables(Endless(), "list.csv")


def test_too_many_rows_are_refused():
    with pytest.raises(ParticipantListError, match="more than 50000 rows"):
        read_tables(io.BytesIO(b"Name\n" * (MAX_ROWS + 1)), "list.csv")


def test_the_largest_conferences_are_read():
    lines = "".join(f"Poland,Anna NOWAK,{number}\n" for number in range(20_000))
    (table,) = read_tables(io.BytesIO(f"Country,Name,Room\n{lines}".encode()), "list.csv")
    assert len(read_people(table, find_columns(table)).people) == 20_000


def test_no_list_is_read_while_the_virus_scanner_is_away(settings):
    settings.CLAMD_URL = "unix:///nowhere/clamd.ctl"

    with pytest.raises(ParticipantListError, match="virus scanner gives no answer"):
        read_tables(io.BytesIO(b"Family name\nNowak\n"), "list.csv")


def test_no_list_with_a_virus_is_read(monkeypatch):
    # The scanner itself: tests/core/test_uploaded_files.py
    monkeypatch.setattr("events.participant_list.readers.tables.virus_in", lambda file: "Eicar")

    with pytest.raises(ParticipantListError, match="holds a virus"):
        read_tables(io.BytesIO(b"Family name\nNowak\n"), "list.csv")
