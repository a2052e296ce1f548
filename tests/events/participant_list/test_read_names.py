"""A name in one cell, taken apart; more of them stand in awkward/names-of-all-kinds.csv."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.participant_list.readers.names import (
    FullName,
    is_prefix,
    order_of,
    several_people,
    split,
    wrong_with_name,
)


def parts(text, **order):
    found = split(text, **order)
    return found.prefix, found.given_names, found.family_name


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
        ("OZOLS, Juris (Mr)", "Mr", "Juris", "OZOLS"),
        ("płk Jan Mazur", "płk", "Jan", "Mazur"),
        ("Mgr. et Mgr. Jana Malá", "Mgr. et Mgr.", "Jana", "Malá"),
        ("генерал-майор Ткачук Олег Іванович", "генерал-майор", "Олег Іванович", "Ткачук"),
        ("Mari TAMM (née Roos)", "", "Mari", "TAMM"),
        ("Капанадзе Георгий (по согласованию)", "", "Георгий", "Капанадзе"),
    ],
)
def test_it_finds_prefix_given_names_and_family_name(text, prefix, given, family):
    assert parts(text) == (prefix, given, family)


@pytest.mark.parametrize(
    ("text", "given", "family"),
    [
        # Patronymics, before and behind the family name.
        ("Шевченко Андрій Йосипович", "Андрій Йосипович", "Шевченко"),
        ("Казлова Ганна Міхайлаўна", "Ганна Міхайлаўна", "Казлова"),
        ("Əliyev Vəli Həsən oğlu", "Vəli Həsən oğlu", "Əliyev"),
        ("Vəli Həsən oğlu Əliyev", "Vəli Həsən oğlu", "Əliyev"),
        ("Асанов Нурлан Эркин уулу", "Нурлан Эркин уулу", "Асанов"),
        ("Каримов Бахтиёр Анвар ўғли", "Бахтиёр Анвар ўғли", "Каримов"),
        ("Пётр Ильич Петрович", "Пётр Ильич", "Петрович"),
        ("Петрович Пётр Ильич", "Пётр Ильич", "Петрович"),
        ("Petar Jovanović", "Petar", "Jovanović"),
        # Particles.
        ("Ursula von der Leyen", "Ursula", "von der Leyen"),
        ("Berg, Anna van der", "Anna", "van der Berg"),
        ("De Luca Salvatore", "Salvatore", "De Luca"),
        ("Eoin Ó Sé", "Eoin", "Ó Sé"),
        ("Sorcha Uí Néill", "Sorcha", "Uí Néill"),
        ("Elena del Río Ortega", "Elena", "del Río Ortega"),
        ("Abd al-Karim Haddad", "Abd al-Karim", "Haddad"),
        ("Elçin Məmmədov Rauf oğlu", "Elçin Rauf oğlu", "Məmmədov"),
        ("Генерал Пётр Ильич", "Пётр Ильич", "Генерал"),
        ("José Maria da Costa Lima", "José Maria", "da Costa Lima"),
        ("María del Mar Ruiz", "María del Mar", "Ruiz"),
        ("Hof, Jan van 't", "Jan", "van 't Hof"),
        ("VELDE, Anke VAN DE", "Anke", "VAN DE VELDE"),
        ("Nguyen, Thi Van", "Thi Van", "Nguyen"),
        ("Carlos Souza Filho", "Carlos", "Souza Filho"),
        ("Juan Cruz III", "Juan", "Cruz III"),
        ("King, Martin Jr.", "Martin", "King Jr."),
        ("Chiara dell'Acqua", "Chiara", "dell'Acqua"),
        ("Bríd Mhic Ghiolla", "Bríd", "Mhic Ghiolla"),
        ("Р.Д.Крук", "Р.Д.", "Крук"),
        ("José Ortega y Gasset", "José", "Ortega y Gasset"),
        ("Khalid bin Salman Al Saud", "Khalid bin Salman", "Al Saud"),
        ("Anne Le Gall", "Anne", "Le Gall"),
        ("LANE Ben", "Ben", "LANE"),
        ("Sara El-Masry", "Sara", "El-Masry"),
        # Initials, titles that are names, suffixes.
        ("Иванов И. И.", "И. И.", "Иванов"),
        ("Е. П. Иванова", "Е. П.", "Иванова"),
        ("Major Owen", "Major", "Owen"),
        ("John Smith Jr.", "John", "Smith Jr."),
        ("Nguyen Van Anh", "Van Anh", "Nguyen"),
        ("João da Silva Neto", "João", "da Silva Neto"),
        ("Thi Văn AN", "Thi Văn", "AN"),
    ],
)
def test_it_finds_the_family_name(text, given, family):
    assert parts(text)[1:] == (given, family)


@pytest.mark.parametrize("text", ["Jan KOWALSKI (Head of delegation)", "Jan KOWALSKI – HoD"])
def test_it_takes_the_capacity_off(text):
    found = split(text)
    assert (found.given_names, found.family_name, found.capacity) == ("Jan", "KOWALSKI", "head")


def test_it_parts_a_name_in_two_scripts():
    for text in ("Saule Mukanova / Муканова Сауле", "Муканова Сауле (Saule Mukanova)"):
        found = split(text)
        assert (found.given_names, found.family_name) == ("Saule", "Mukanova")
        assert found.other == "Муканова Сауле"


def test_the_header_says_that_the_family_name_comes_first():
    assert parts("Ковальский Ян", family_first=True) == ("", "Ян", "Ковальский")


def test_the_certain_names_of_a_column_decide_the_others():
    first = order_of(["NOWAK Anna", "LIS Ewa", "Kowalski Jan"])
    assert parts("Kowalski Jan", family_first=first) == ("", "Jan", "Kowalski")
    assert order_of(["Anna NOWAK", "Jan Lis"]) is False
    assert order_of(["Anna Nowak", "Jan Lis"]) is None


@pytest.mark.parametrize(
    "text",
    [
        *("Juris OZOLS\nIlze KALNA", "Tiit ROOS and Mari TAMM", "Jan KOWALSKI / Anna NOWAK"),
        *("Ms Anna Liepa, Mr Juris Ozols", "Рахимов Фаррух Саидович и Шарифова Нигора Рустамовна"),
        "Mr Jan Nowak Ms Anna Lis",
    ],
)
def test_two_people_in_one_cell_are_two(text):
    assert len(several_people(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        *("José Ortega y Gasset", "Marta Badia i Coll", "KOWALSKI, H.E. Ms. Anna Maria"),
        *("Timur Zhaksylykov / Жаксылыков Тимур", "Jan Kowalski, PhD"),
        "Его Превосходительство г-н Рахимов Фаррух Саидович",
    ],
)
def test_one_person_is_one(text):
    assert several_people(text) == []


def test_what_cannot_be_a_name_is_told():
    assert all(map(wrong_with_name, ["jan@example.org", "12.05.2021", "Kowalski 2", "#N/A"]))
    assert not any(map(wrong_with_name, ["Jan (Johnny) Lis", "O'Brien", "Anna-Maria", "Null"]))


def test_prefixes_are_told_from_names():
    assert all(map(is_prefix, ["Mr", "H.E. Ms.", "г-н", "Prof. Dr.", "Mme"]))
    assert not any(map(is_prefix, ["He", "Jan", "Mr Jan", "", "M"]))


@given(
    st.text(st.sampled_from("aBcDÉж Ж.,-'’12()"), max_size=40),
    st.sampled_from([True, False, None]),
)
def test_no_letter_of_a_name_is_lost(text, family_first):
    name: FullName = split(text, family_first=family_first)
    kept = "".join([name.prefix, name.given_names, name.family_name, name.other, name.note])
    # A number or bullet in front is no part of the name.
    numbered = text.lstrip(" .,-'’()")[:1].isdecimal()
    if not numbered and not name.capacity:
        assert sorted(filter(str.isalnum, kept)) == sorted(filter(str.isalnum, text))
