"""Fingerprints: equal for equal values alone, in every process."""

import datetime
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fingerprint import fingerprint, secret_fingerprint
from events.models import Event

NOON = datetime.datetime(2019, 12, 4, 12, tzinfo=datetime.UTC)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.decimals(-9, 9),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(min_size=2), inner),
)


@dataclass
class Listed:
    name: str
    number: int


def test_values_that_look_alike_differ():
    alike = [
        (),
        ("",),
        (None,),
        ([],),
        ("None",),
        ("1",),
        (1,),
        (1.0,),
        (True,),
        (Decimal(1),),
        (b"1",),
        ("ab", "c"),
        ("a", "bc"),
        ("abc",),
        ("a\nb",),
        ("a", "b"),
        (["a", "b"],),
        (["a", ["b"]],),
        ('["a","b"]',),
        ({"a": "b"},),
        ({"a", "b"},),
        (datetime.date(2019, 12, 4),),
        ("2019-12-04",),
        (datetime.datetime(2019, 12, 4, 12),),  # noqa: DTZ001
        (NOON,),
        (Listed("a", 1),),
        ({"name": "a", "number": 1},),
    ]
    for one, other in combinations(alike, 2):
        assert fingerprint(*one) != fingerprint(*other), (one, other)


def test_values_that_are_equal_have_one():
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint({"a", "b", "c"}) == fingerprint({"c", "b", "a"})
    assert fingerprint(("a", 1)) == fingerprint(["a", 1])
    assert fingerprint(Decimal("1.50")) == fingerprint(Decimal("1.5"))
    assert fingerprint(Event.Kind.WORKSHOP) == fingerprint("workshop")
    assert fingerprint(NOON) == fingerprint(NOON.astimezone(ZoneInfo("Europe/Warsaw")))
    assert fingerprint("\ud800") == fingerprint("\ud800")


@given(PLAIN, PLAIN)
def test_any_two_values(one, other):
    assert fingerprint(one) == fingerprint(one)
    if repr(one) != repr(other):
        same = one == other and type(one) is type(other)
        assert same or fingerprint(one) != fingerprint(other)


def test_another_process_finds_the_same():
    values = "{'a', 'b', 'c'}, {'x': 1, 'y': None}, 'ł'"
    program = f"from core.fingerprint import fingerprint; print(fingerprint({values}))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == fingerprint({"a", "b", "c"}, {"x": 1, "y": None}, "ł")


def test_a_record_has_none_of_its_own():
    with pytest.raises(TypeError, match="No fingerprint is made of a Event"):
        fingerprint(Event())


def test_the_secret_one_changes_with_the_secret(settings):
    before = secret_fingerprint("+48 22 000 00 00")
    assert before == secret_fingerprint("+48 22 000 00 00")
    assert before != fingerprint("+48 22 000 00 00")
    settings.SECRET_KEY = "another"
    assert secret_fingerprint("+48 22 000 00 00") != before
