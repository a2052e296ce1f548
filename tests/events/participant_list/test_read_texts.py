"""CSV: its encoding and its delimiter are told from short lists, too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.participant_list.readers.texts import decode, rows_of

NAMES = st.lists(
    st.sampled_from(
        [
            *("Иванов", "Сейткалиева", "Ковальский", "Петренко", "Рахимов", "Айгуль", "Ян"),
            *("ИВАНОВ", "ТАДЖИКИСТАН", "КАЗАХСТАН", "Министерство внутренних дел", "Ёлкина"),
            *("директор департамента", "Щербаков", "г-жа", "Jan Kowalski", "Ministry", "МВД"),
        ]
    ),
    min_size=3,
    max_size=30,
).filter(lambda names: sum(not name.isascii() for name in names) > 2)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-8", "utf-16", "utf-8-sig"])
@given(NAMES)
def test_russian_lists_are_told_apart(encoding, names):
    text = "Фамилия;Имя;Страна\r\n" + ";".join(names)
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Ковальчук;Олексій;Київ"),
        ("cp1252", "Lefèvre;François"),
        ("cp1252", "Müller;Großmann"),
        ("cp1252", "Núñez;José"),
        ("cp1250", "Łukasz;Wiśniewski"),
        ("cp1250", "Dvořák;Jiří;Růžička"),
        ("cp1250", "Szűcs;Gergő"),
        ("cp1257", "Žukauskas;Jūratė;Šimonytė"),
    ],
)
def test_other_languages_are_told_apart(encoding, text):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_even_rows(delimiter):
    rows = [["List"], ["a, b; c", "d", "e"], ["f", "g|h", "i"], ["j", "k", "l, m"]]
    text = "".join(
        delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) + "\n"
        for row in rows
    )
    assert list(rows_of(text)) == rows
