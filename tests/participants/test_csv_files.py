"""CSV files of lists: what any program reads, and no spreadsheet runs."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.utils.translation import get_language
from hypothesis import given
from hypothesis import strategies as st

from core.csv import chunks, unescape

COLUMNS = {"first_name": lambda row: row[0], "second": lambda row: row[1]}


def written(rows, columns=COLUMNS, language="en") -> str:
    return b"".join(chunks(columns, rows, language)).decode("utf-8")


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_it_begins_with_a_bom_and_ends_lines_as_the_standard_says():
    assert written([("Жан", 'a "b", c')]) == ('\ufefffirst_name,second\r\nЖан,"a ""b"", c"\r\n')


def test_without_a_record_it_has_its_header():
    assert written([]) == "\ufefffirst_name,second\r\n"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        *((None, ""), ("", ""), (0, "0"), (True, "true"), (False, "false")),
        *((datetime.date(2019, 12, 4), "2019-12-04"), (Decimal("1.50"), "1.50")),
    ],
)
def test_each_kind_of_value_is_written_for_programs(value, cell):
    assert read(written([("x", value)]))[1] == ["x", cell]


def test_no_cell_runs_as_a_formula():
    assert read(written([("=1+1", "-2")]))[1] == ["'=1+1", "'-2"]


@given(st.lists(st.tuples(st.text("'=+-@,\"\r\nЖa", min_size=1), st.text("'=;, \n")), max_size=5))
def test_every_cell_comes_back(rows):
    found = read(written(rows))[1:]
    assert [tuple(map(unescape, row)) for row in found] == rows


def test_many_records_are_read_piece_by_piece():
    taken = []

    def records():
        for number in range(2_000):
            taken.append(number)
            yield (number, "")

    pieces = chunks(COLUMNS, records(), "en")
    next(pieces)
    assert taken == []
    next(pieces)
    assert len(taken) < 1_000


def test_it_speaks_its_language_and_leaves_ours_alone():
    pieces = chunks({"language": lambda _row: get_language()}, [1], "ru")
    next(pieces)

    assert next(pieces) == b"ru\r\n"
    assert get_language() == "en"
