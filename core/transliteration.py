"""Names from Cyrillic to Latin letters as passports have them, and back: proposals, for people to
confirm.

A passport is the authority on its holder's name, and states let people choose another spelling. So
nothing that is made here is stored before somebody has looked at it.

Sources. ICAO: Doc 9303, Part 3, section 6.B (8th edition, 2021), which Russia and others apply
letter by letter. Its table lacks most letters of the Turkic languages and of Tajik: these follow
the state's own alphabet in Latin letters or its usual romanization, without diacritics. For Һ it
has “C”, which is a misprint: it is H everywhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

_ICAO = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufye", strict=True)),
    "ё": "e",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "ie",
    "ь": "",
    "ю": "iu",
    "я": "ia",
    "є": "ie",
    "ѕ": "dz",
    "і": "i",
    "ї": "i",
    "ј": "j",
    "љ": "lj",
    "њ": "nj",
    "ќ": "k",
    "ў": "u",
    "џ": "dz",
    "ђ": "d",
    "ћ": "c",
    "ѓ": "g",
    "ґ": "g",
    "ғ": "g",
    "һ": "h",
    "ѫ": "u",
    "ѵ": "y",
    # Not in the table of ICAO.
    "ә": "a",
    "қ": "k",
    "ң": "n",
    "ө": "o",
    "ұ": "u",
    "ү": "u",
    "ҳ": "h",
    "ҷ": "j",
    "ӣ": "i",
    "ӯ": "u",
    "җ": "j",
    "ҝ": "g",
    "ҹ": "j",
    "’": "",
    "ʼ": "",
    "'": "",
}
_VOWELS = "аеёиоуыэюяәөұүіїєӣӯў"


@dataclass(frozen=True, slots=True)
class System:
    """How a state writes names in Latin letters: `source`, and where it differs from ICAO.

    `first` holds for the first letter of a word, `after_vowel` after a vowel; `pairs` are letters
    that are read together.
    """

    source: str
    letters: Mapping[str, str] = field(default_factory=dict)
    first: Mapping[str, str] = field(default_factory=dict)
    after_vowel: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[str, str] = field(default_factory=dict)


_WITH_Y = {"й": "y", "ё": "yo", "ю": "yu", "я": "ya", "ъ": ""}
_SOUTH_SLAVIC = {
    "ж": "ž",
    "х": "h",
    "ц": "c",
    "ч": "č",
    "ш": "š",
    "ђ": "đ",
    "ћ": "ć",
    "џ": "dž",
}
# By the two-letter code of the state; all others write as ICAO has it.
SYSTEMS = {
    "BG": System(
        "Transliteration Act, State Gazette 19/2009",
        {"й": "y", "х": "h", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu", "я": "ya"},
    ),
    "BY": System(
        "ICAO Doc 9303, with its exceptions for Belarusian",
        {"г": "h", "ё": "io", "ў": "u"},
    ),
    "UA": System(
        "Cabinet of Ministers, resolution 55 of 27 January 2010",
        {"г": "h", "и": "y"},
        first={"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"},
        pairs={"зг": "zgh"},
    ),
    "MK": System(
        "ICAO Doc 9303, with its exceptions for Macedonian",
        {"х": "h", "ц": "c", "ќ": "kj", "џ": "dj", "ѓ": "gj"},
    ),
    **dict.fromkeys(
        ["RS", "ME", "BA"],
        System("The Latin alphabet of the state itself", _SOUTH_SLAVIC),
    ),
    "KZ": System(
        "Usual spelling of passports: ICAO Doc 9303, with Y for Й and in Ё, Ю, Я",
        {**_WITH_Y, "ң": "ng"},
    ),
    "KG": System(
        "BGN/PCGN 1979 without diacritics, which Kyrgyzstan adopted for geographic names",
        {**_WITH_Y, "ж": "j", "ң": "ng"},
    ),
    "TJ": System(
        "BGN/PCGN 1994 without diacritics",
        {**_WITH_Y, "ғ": "gh", "қ": "q"},
    ),
    "TM": System(
        "Alphabet of the law of 12 April 1993, as corrected in 1999",
        {
            "в": "w",
            "ж": "ž",
            "җ": "j",
            "й": "ý",
            "х": "h",
            "ц": "s",
            "ч": "ç",
            "ш": "ş",
            "щ": "şç",
            "ъ": "",
            "ё": "ýo",
            "ю": "ýu",
            "я": "ýa",
            "ә": "ä",
            "ң": "ň",
            "ө": "ö",
            "ү": "ü",
        },
        first={"е": "ýe"},
        after_vowel={"е": "ýe"},
    ),
    "UZ": System(
        "Alphabet of the laws of 1993 and 1995",
        {
            **_WITH_Y,
            "ж": "j",
            "х": "x",
            "ц": "ts",
            "ы": "i",
            "щ": "shch",
            "ў": "oʻ",
            "қ": "q",
            "ғ": "gʻ",
            "ҳ": "h",
            "ъ": "ʼ",
        },
        first={"е": "ye"},
        after_vowel={"е": "ye"},
    ),
}
_BY_ICAO = System("ICAO Doc 9303, Part 3, section 6.B")

# Of these states, names in Latin letters are likely to have been Cyrillic ones.
CYRILLIC_STATES = frozenset(
    [
        *("AM", "AZ", "BA", "BG", "BY", "GE", "KG", "KZ", "MD", "ME", "MK", "RS", "RU", "TJ"),
        *("TM", "UA", "UZ"),
    ]
)


def system_of(state: str) -> System:
    """How names of the state with this two-letter code are written in Latin letters."""
    return SYSTEMS.get(state, _BY_ICAO)


def to_latin(text: str, state: str = "") -> str:
    """A name in Cyrillic letters, in Latin ones as the passports of the state have it."""
    return "".join(_in_latin(text, system_of(state)))


def _in_latin(text: str, system: System) -> Iterator[str]:
    table = {**_ICAO, **system.letters}
    place = 0
    while place < len(text):
        pair = text[place : place + 2]
        if latin := system.pairs.get(pair.casefold()):
            yield _in_case(latin, pair[0], text[place + 2 : place + 3])
            place += 2
            continue
        sign, lower = text[place], text[place].casefold()
        before = text[place - 1 : place].casefold()
        latin = table.get(lower, sign)
        if lower in system.first and not before.isalpha():
            latin = system.first[lower]
        elif lower in system.after_vowel and before and before in _VOWELS:
            latin = system.after_vowel[lower]
        yield _in_case(latin, sign, text[place + 1 : place + 2] or before.upper() * sign.isupper())
        place += 1


def _in_case(latin: str, sign: str, beside: str) -> str:
    """`latin` with the capitals of `sign`: “Shch”, and “SHCH” among capitals."""
    if not sign.isupper() or not latin:
        return latin
    return latin.upper() if beside.isupper() else latin[0].upper() + latin[1:]


def to_cyrillic(text: str, state: str) -> str:
    """A name in Latin letters in Russian ones; empty where there is no sensible proposal.

    Only for states whose names are likely to have been Cyrillic ones: how other names are written
    in Russian follows from their sound, and not from their letters.
    """
    if state not in CYRILLIC_STATES:
        return ""
    return "".join(_in_cyrillic(text, _reversed(state), is_slavic=state in _SLAVIC))


def _in_cyrillic(text: str, table: Mapping[str, str], *, is_slavic: bool) -> Iterator[str]:
    lower, place = text.casefold(), 0
    while place < len(text):
        length = next((n for n in (4, 3, 2) if lower[place : place + n] in table), 1)
        letters = lower[place : place + length]
        cyrillic = table.get(letters, text[place : place + length])
        before, after = lower[place - 1 : place], lower[place + length : place + length + 1]
        ends_after_vowel = before in _LATIN_VOWELS and not after.isalpha()
        is_glide = before in _LATIN_VOWELS or after in _LATIN_VOWELS
        if (letters == "i" and ends_after_vowel) or (letters == "y" and is_glide):
            cyrillic = "й"
        elif letters == "y" and is_slavic and before.isalpha() and not after.isalpha():
            cyrillic = "ий"
        elif letters == "i" and _begins_with_a(lower, place) and after.isalpha():
            # Айгуль, Айбек; but Михаил.
            cyrillic = "й"
        elif letters == "e" and not before.isalpha() and not is_slavic:
            cyrillic = "э"
        if text[place].isupper():
            capitals = text[place : place + length + 1].isupper() and len(text) > 1
            cyrillic = cyrillic.upper() if capitals else cyrillic.capitalize()
        yield cyrillic
        place += length


def _begins_with_a(lower: str, place: int) -> bool:
    """Whether an A stands before `place`, first in its word."""
    return lower[place - 1 : place] == "a" and not lower[: place - 1][-1:].isalpha()


_SLAVIC = frozenset(["BA", "BG", "BY", "ME", "MK", "RS", "RU", "UA"])
_LATIN_VOWELS = tuple("aeiouäöüý")


@lru_cache(maxsize=32)
def _reversed(state: str) -> dict[str, str]:
    """Latin letters by what they stand for in Russian, in the system of a state."""
    own = {
        latin: russian
        for russian, latin in {**_ICAO, **system_of(state).letters}.items()
        if latin and russian in "абвгдежзийклмнопрстуфхцчшщэюя"
    }
    everywhere = {
        "shch": "щ",
        "sch": "щ",
        "zh": "ж",
        "kh": "х",
        "ts": "ц",
        "ch": "ч",
        "sh": "ш",
        "yu": "ю",
        "iu": "ю",
        "ya": "я",
        "ia": "я",
        "yo": "ё",
        "io": "ё",
        "ye": "е",
        "dj": "дж",
        "dzh": "дж",
        "gh": "г",
        "oʻ": "у",
        "o‘": "у",
        "gʻ": "г",
        "g‘": "г",
        "ng": "нг",
        "w": "в",
        "q": "к",
        "x": "кс",
        "h": "х",
        "j": "дж",
        "y": "ы",
        "c": "ц",
        "ä": "я" if state == "TM" else "е",
        "ö": "ё",
        "ü": "ю",
        "ý": "й",
        "ž": "ж",
        "ň": "н",
        "ç": "ч",
        "ş": "ш",
        "č": "ч",
        "ć": "ч",
        "š": "ш",
        "đ": "дж",
        "ʼ": "ъ",
        "'": "ь",
        "’": "ь",
        "‘": "",
    }
    vowels = {"i": "и", "e": "е", "y": "и" if state == "UA" else "ы", "ie": "ие", "a": "а"}
    return {**everywhere, **own, **vowels}
