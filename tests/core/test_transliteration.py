"""Names from Cyrillic to Latin letters as passports have them, and back."""

import pytest

from core.transliteration import SYSTEMS, to_cyrillic, to_latin


@pytest.mark.parametrize(
    ("state", "name", "latin"),
    [
        # The tables of ICAO and of the states, with names that they give, or of well-known people.
        ("RU", "Юлия Щеглова", "Iuliia Shcheglova"),
        ("", "Артём Разъездной", "Artem Razieezdnoi"),
        ("UA", "Їжакевич Згурський Юрій Гайович", "Yizhakevych Zghurskyi Yurii Haiovych"),
        ("BY", "Марыя Рудзь", "Maryia Rudz"),
        ("BG", "Щерев Христо Ълов", "Shterev Hristo Alov"),
        ("KZ", "Нұрсұлтан Әбілов", "Nursultan Abilov"),
        ("KG", "Жапаров Юсуп", "Japarov Yusup"),
        ("TJ", "Ҷамшед Қодиров", "Jamshed Qodirov"),
        ("TM", "Ныязов", "Nyýazow"),
        ("UZ", "Ўрикзода Хўжаев Етимов Абдуллаев", "Oʻrikzoda Xoʻjayev Yetimov Abdullayev"),
        ("MK", "Ќосев Ѓорѓи", "Kjosev Gjorgji"),
        ("RS", "Живковић Ђорђе", "Živković Đorđe"),
    ],
)
def test_a_name_is_written_as_passports_of_the_state_have_it(state, name, latin):
    assert to_latin(name, state) == latin


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("ЩУКИН", "SHCHUKIN"),
        ("Щ", "Shch"),
        ("ЖУКОВ-Щукин", "ZHUKOV-Shchukin"),
        ("Ю. А. Ли", "Iu. A. Li"),
        ("Smith", "Smith"),
        ("", ""),
    ],
)
def test_capitals_and_signs_stay(name, latin):
    assert to_latin(name) == latin


@pytest.mark.parametrize(
    ("state", "name", "cyrillic"),
    [
        ("RU", "Iuliia Shcheglova", "Юлия Щеглова"),
        ("RU", "Andrei Dmitry Elena", "Андрей Дмитрий Елена"),
        ("RU", "DMITRII", "ДМИТРИЙ"),
        ("RU", "Mikhail Zhukov", "Михаил Жуков"),
        ("UA", "Mykola Hnatiuk", "Микола Гнатюк"),
        ("KZ", "Aigul Akhmetova", "Айгул Ахметова"),
        ("TJ", "Jamshed Rahmonov", "Джамшед Рахмонов"),
        ("UZ", "Oʻtkir Xasanov", "Уткир Хасанов"),
        ("TM", "Gurbanguly Eziz", "Гурбангулы Эзиз"),
        ("PL", "Jan Kowalski", ""),
        ("", "Jan Kowalski", ""),
    ],
)
def test_a_name_in_latin_letters_is_proposed_in_russian_ones(state, name, cyrillic):
    assert to_cyrillic(name, state) == cyrillic


@pytest.mark.parametrize("state", ["", *SYSTEMS])
def test_every_cyrillic_letter_of_names_has_its_latin_one(state):
    letters = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяєіїґўәғқңөұүһҳҷӣӯҗјљњќџђћѓѕ"
    latin = to_latin(" ".join(letters), state)
    assert not any("\u0400" <= letter <= "\u052f" for letter in latin)


def test_every_system_names_its_source():
    assert all(system.source for system in SYSTEMS.values())
