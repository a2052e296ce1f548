"""A name in one cell, taken apart; more of them stand in awkward/names-of-all-kinds.csv."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.participant_list.readers.names import FullName, is_prefix, split


@pytest.mark.parametrize(
    ("text", "prefix", "given", "family"),
    [
        ("H.E. Mr. Jan KOWALSKI", "H.E. Mr.", "Jan", "KOWALSKI"),
        ("H. E. Ms Anna Maria van der BERG", "H. E. Ms", "Anna Maria", "van der BERG"),
        ("VAN DER BERG Anna", "", "Anna", "VAN DER BERG"),
        ("Kowalski, Mr Jan", "Mr", "Jan", "Kowalski"),
        ("MÜLLER-SCHMIDT, Dr. Max, PhD", "Dr. PhD", "Max", "MÜLLER-SCHMIDT"),
        ("Kowalski, Mr", "Mr", "", "Kowalski"),
        ("г-жа СЕЙТКАЛИЕВА Айгуль", "г-жа", "Айгуль", "СЕЙТКАЛИЕВА"),
        ("Саидова Лола Каримовна", "", "Лола Каримовна", "Саидова"),
        ("Mr", "", "", "Mr"),
        ("", "", "", ""),
    ],
)
def test_it_finds_prefix_given_names_and_family_name(text, prefix, given, family):
    assert split(text) == FullName(prefix, given, family)


def test_the_header_says_that_the_family_name_comes_first():
    assert split("Ковальский Ян", family_first=True) == FullName("", "Ян", "Ковальский")


def test_prefixes_are_told_from_names():
    assert all(map(is_prefix, ["Mr", "H.E. Ms.", "г-н", "Prof. Dr.", "Mme"]))
    assert not any(map(is_prefix, ["He", "Jan", "Mr Jan", "", "M"]))


@given(st.text(st.sampled_from("aBcDÉж Ж.,-'’12()"), max_size=40), st.booleans())
def test_no_letter_of_a_name_is_lost(text, family_first):
    name = split(text, family_first=family_first)
    kept = "".join([name.prefix, name.given_names, name.family_name])
    numbered = text.strip()[:1].isdecimal()
    if not numbered:
        assert sorted(filter(str.isalnum, kept)) == sorted(filter(str.isalnum, text))
