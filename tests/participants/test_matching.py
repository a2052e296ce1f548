"""Which state or organisation a text means: one for certain, or proposals, never a guess."""

import pytest

from participants.matching import Match, ParticipantMatcher, is_territory
from tests.factories import OrganisationFactory, StateFactory

pytestmark = pytest.mark.django_db

STATES = {
    "PL": ("Poland", "Польша", "POL", ""),
    "CZ": ("Czechia", "Чехия", "CZE", "Czech Republic"),
    "CI": ("Côte d’Ivoire", "Кот-д’Ивуар", "CIV", "Ivory Coast"),
    "BA": ("Bosnia and Herzegovina", "Босния и Герцеговина", "BIH", ""),
    "MD": ("Moldova", "Молдова", "MDA", ""),
    "TR": ("Türkiye", "Турция", "TUR", "Turkey"),
    "XK": ("Kosovo", "Косово", None, "Kosovo (UNSCR 1244)"),
    "CG": ("Congo", "Конго", "COG", ""),
    "CD": ("Democratic Republic of the Congo", "Демократическая Республика Конго", "COD", ""),
    "KR": ("Republic of Korea", "Республика Корея", "KOR", "South Korea"),
    "KP": ("Democratic People's Republic of Korea", "КНДР", "PRK", "North Korea"),
    "GE": ("Georgia", "Грузия", "GEO", ""),
    "RS": ("Serbia", "Сербия", "SRB", ""),
    "CN": ("China", "Китай", "CHN", ""),
    "EC": ("Ecuador", "Эквадор", "ECU", ""),
    "UZ": ("Uzbekistan", "Узбекистан", "UZB", ""),
}


@pytest.fixture
def states():
    return {
        iso2: StateFactory(name_en=en, name_ru=ru, iso2=iso2, iso3=iso3, aliases=aliases)
        for iso2, (en, ru, iso3, aliases) in STATES.items()
    }


@pytest.fixture
def icmpd():
    return OrganisationFactory(
        name_en="International Centre for Migration Policy Development",
        name_ru="Международный центр по развитию миграционной политики",
        acronym_en="ICMPD",
        acronym_ru="МЦРМП",
        aliases="Centre for Migration Policy",
    )


@pytest.mark.parametrize(
    ("text", "iso2"),
    [
        *(("POLAND – ПОЛЬША", "PL"), ("Польша Poland", "PL"), ("от Польши", "PL")),
        ("Po\u00adland\u200b", "PL"),
        *(("Poland", "PL"), ("POLAND ", "PL"), ("польша", "PL"), ("Polska", "PL"), ("PL", "PL")),
        *(("pol", "PL"), ("Pologne", "PL"), ("Polonia", "PL"), ("Polen", "PL")),
        *(("Republic of Poland", "PL"), ("the Republic of Poland", "PL"), ("Poland*", "PL")),
        *(("Республика Польша", "PL"), ("Delegation of Poland", "PL"), ("Poland / Польша", "PL")),
        *(("Czech Republic", "CZ"), ("Česko", "CZ"), ("Cote d'Ivoire", "CI")),
        *(("Bosnia & Herzegovina", "BA"), ("Bosnia-Herzegovina", "BA")),
        *(("Moldova, Republic of", "MD"), ("Turkiye", "TR"), ("Turquie", "TR")),
        *(("Kosovo (UNSCR 1244/1999)", "XK"), ("Georgia", "GE"), ("Republic of Korea", "KR")),
        *(("Korea, Republic of", "KR"), ("Democratic Republic of Congo", "CD")),
        *(("O‘zbekiston", "UZ"), ("Oʻzbekiston", "UZ")),
    ],
)
def test_a_state_is_known_by_any_of_its_names(states, text, iso2):
    assert ParticipantMatcher().match(text) == Match(states[iso2])


@pytest.mark.parametrize(
    "text",
    [
        *("ICMPD", "icmpd", "МЦРМП", "International Centre for Migration Policy Development"),
        *("The International Centre for Migration Policy Development (ICMPD)",),
        *("Международный центр по развитию миграционной политики (МЦРМП)",),
        "Centre for Migration Policy",
    ],
)
def test_an_organisation_is_known_by_its_names_and_acronyms(icmpd, text):
    assert ParticipantMatcher().match(text) == Match(icmpd)


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        *(("Congo", "CD CG"), ("Конго", "CD CG"), ("Korea", "KR KP"), ("Corea", "KR KP")),
        *(("USSR", "GE MD UZ"), ("СССР", "GE MD UZ"), ("Yugoslavia", "BA RS XK")),
        *(("Югославия", "BA RS XK"), ("Czechoslovakia", "CZ"), ("Republic of China", "CN")),
        *(("Uzbekistn", "UZ"), ("Узбекистанн", "UZ"), ("Ecuadoor", "EC"), ("KOS", "XK")),
    ],
)
def test_what_is_not_certain_is_proposed_and_not_taken(states, text, proposed):
    match = ParticipantMatcher().match(text)
    assert match.record is None
    assert set(match.proposals) == {states[iso2] for iso2 in proposed.split()}


@pytest.mark.parametrize(
    ("text", "iso2"),
    [
        *(("Узбекистана", "UZ"), ("Республики Узбекистан", "UZ"), ("Боснии и Герцеговины", "BA")),
        *(("Kingdom of Serbia", None), ("Republic of Serbia", "RS"), ("Congo, Dem. Rep.", "CD")),
        *(("Republic of Ecuador", "EC"), ("Республики Сербии", "RS")),
        ("P.R. China", "CN"),
    ],
)
def test_official_names_are_known_in_the_cases_of_russian(states, text, iso2):
    assert ParticipantMatcher().match(text).record == (states[iso2] if iso2 else None)


@pytest.mark.parametrize("text", ["", " ", "!!!", "Atlantis", "x" * 5_000, "\0"])
def test_what_is_like_nothing_is_unknown(states, text):
    assert ParticipantMatcher().match(text) == Match(None)


def test_a_code_that_is_also_an_acronym_means_both(states):
    commission = OrganisationFactory(name_en="European Commission", acronym_en="EC")
    matcher = ParticipantMatcher()
    assert matcher.match("EC").record is None
    assert set(matcher.match("EC").proposals) == {states["EC"], commission}
    assert matcher.match("EC", "state") == Match(states["EC"])
    assert matcher.match("EC", "organisation") == Match(commission)


def test_a_former_state_with_a_record_is_that_record(states):
    former = StateFactory(name_en="Yugoslavia")
    assert ParticipantMatcher().match("Yugoslavia") == Match(former)


def test_the_names_of_the_list_come_first(states):
    matcher = ParticipantMatcher(here=[("Congo", states["CG"]), ("Old name", states["PL"])])
    assert matcher.match("Congo") == Match(states["CG"])
    assert matcher.match("old name") == Match(states["PL"])


def test_it_is_built_with_two_queries_and_then_asks_nothing(states, django_assert_num_queries):
    with django_assert_num_queries(2):
        matcher = ParticipantMatcher()
        for text in ("Poland", "Congo", "Uzbekistn", "Atlantis"):
            matcher.match(text)


def test_it_tells_headings_from_people(states, icmpd):
    matcher = ParticipantMatcher()
    for text in ("Poland", "Congo", "ICMPD", "USSR"):
        assert matcher.knows(text)
    for text in ("Jan Kowalski", "Sukarti", ""):
        assert not matcher.knows(text)


def test_territories_are_known_without_records():
    for text in ("Kazakhstan", "Казахстан", "Қазақстан", "Delegation of Lithuania"):
        assert is_territory(text)
    assert not is_territory("Jan Kowalski")
