"""Comparing names: folding for search, one spelling for the same person, collation for order."""

import re
import unicodedata
from functools import lru_cache

from pyuca import Collator
from text_unidecode import unidecode

_WORD = re.compile(r"[^\W_]+")
# Not seen, and no end of a word: soft hyphens, zero-width spaces and joiners, marks of direction.
_UNSEEN = dict.fromkeys((0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF))
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
# Letters that Unicode does not decompose, with their form without a diacritic.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae"})


def fold(text: str) -> str:
    """`text` in lower case without accents and punctuation, with single spaces between words.

    The script stays the same: "Türkiye" gives "turkiye", "Таджикистан" gives "таджикистан".
    """
    if text.isascii():
        return " ".join(_WORD.findall(text.casefold()))
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_UNSEEN))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_PLAIN)
    return " ".join(_WORD.findall(plain))


def in_cyrillic(text: str) -> bool:
    """Whether more letters of `text` are Cyrillic than not."""
    if text.isascii():
        return False
    letters = [c for c in text if c.isalpha()]
    return 2 * sum("\u0400" <= c <= "\u052f" for c in letters) > len(letters)


def person_key(family_name: str, given_names: str) -> str:
    """A key that is equal for likely spellings of one person's name.

    It ignores case, accents, hyphens and the order of the names. A Cyrillic name has the same key
    as its plain transliteration. The key is empty only for names without a letter or digit.
    """
    return " ".join(sorted(fold(unidecode(fold(f"{family_name} {given_names}"))).split()))[:200]


@lru_cache(maxsize=1)
def _collator() -> Collator:
    return Collator()


@lru_cache(maxsize=5_000)
def _letter_key(text: str) -> tuple[int, ...]:
    return _collator().sort_key(text)


def collation_key(text: str) -> bytes:
    """Bytes that sort as the Unicode collation algorithm sorts `text` (accents after letters).

    Comparable with `<` in Python and, as a binary column, in SQLite and PostgreSQL.
    """
    return b"".join(weight.to_bytes(2, "big") for weight in _letter_key(text))


# --- Spellings of one name ------------------------------------------------------------------
# Lower-case letters mean themselves. Capitals mean sounds with many spellings: Z as in Zhukov, S as
# in Shevchenko, C as in Chekhov, X for "ch", which may be C or "kh".
_DIGRAPHS = {
    **dict.fromkeys(("schtsch", "szcz", "shch", "shh"), "S"),
    **dict.fromkeys(("dsch", "dzh", "dsh", "dj", "zh"), "Z"),
    **dict.fromkeys(("tsch", "tch", "cz"), "C"),
    **dict.fromkeys(("sch", "sh", "sz"), "S"),
    "ch": "X",
    "kh": "h",
    "gh": "g",
    "ph": "f",
    "ck": "k",
    "ts": "c",
    "tz": "c",
    "zw": "cv",
    "ou": "u",
}
_DIGRAPH = re.compile("|".join(sorted(_DIGRAPHS, key=len, reverse=True)))
_LETTERS = str.maketrans(
    # Russian, and the letters that other languages add to it.
    dict(zip("абвгдезийклмнопрстуфхцчшщыэ", "abvgdeziiklmnoprstufhcCSSie", strict=True))
    | {"ё": "io", "ж": "Z", "ю": "iu", "я": "ia", "ь": "", "ъ": ""}
    | dict(zip("ґєіїўәғқңөұүһҳҷӣӯҝӷ", "geiiuagknouuhhZiukg", strict=True))
    # Serbian and Macedonian; in Latin, "đ" may be "d" too: see `match_keys`.
    | {"ђ": "Z", "đ": "Z", "ћ": "C", "џ": "Z", "ј": "j", "љ": "lj", "њ": "nj", "ѕ": "dz"}
    # Georgian.
    | dict(zip("აბგდევზთიკლმნოპჟრსტუფქღყშჩცწჭხჯჰ", "abgdevztiklmnopZrstupkgkSCccChjh", strict=True))
    | {"ძ": "dz"}
    | {"ž": "Z", "ż": "Z", "š": "S", "ş": "S", "ș": "S", "č": "C", "ç": "C", "ć": "C", "ś": "S"}
    | {"ź": "Z", "ə": "a", "q": "k", "w": "v", "y": "i", "ý": "i"}
)
_SOFT_MARK = re.compile(r"['‘’`´ʹʺʻʼʾʿ]")
_REPEATED = re.compile(r"(.)\1+")
# Latin and Cyrillic "dj", and the letter that stands in passports for it.
_DJ = str.maketrans("đĐђЂ", "dDdD")
# Arabic and Hebrew letters: of the vowels, hardly any is written.
_NO_VOWELS = re.compile("[\u0590-\u06ff]")
_SPELLED_WORD = re.compile("[a-zA-Z0-9]+")

# For a look-up only consonants remain, and those that spellings confuse become the same.
_SOUNDS = str.maketrans(
    dict.fromkeys("aeiouyjzZ", "") | dict.fromkeys("cghksxSCX", "k") | {"f": "v"}
)


@lru_cache(maxsize=50_000)
def spell(text: str) -> tuple[str, ...]:
    """The words of a name in one spelling, for any script and any system of transliteration.

    "Юрий", "Yury" and "Iurii" give "iuri". Ambiguous letters stay ("x" is "ks" or "kh", "j" is
    "y" or "zh", "ue" may be "ü"): `likeness` allows for them.
    """
    letters = unicodedata.normalize("NFC", _SOFT_MARK.sub("", text).casefold())
    letters = _DIGRAPH.sub(lambda found: _DIGRAPHS[found[0]], letters).translate(_LETTERS)
    letters = "".join(c for c in unicodedata.normalize("NFKD", letters) if not _is_accent(c))
    letters = re.sub(
        r"[^\x00-\x7f]+",
        lambda found: unidecode(found[0]).lower(),
        letters.translate(_PLAIN),
    )
    letters = _REPEATED.sub(r"\1", letters.replace("ks", "x").replace("dZ", "Z"))
    return tuple(_SPELLED_WORD.findall(letters))


def _is_accent(character: str) -> bool:
    return bool(unicodedata.combining(character))


def sound(word: str) -> str:
    """The consonants that all spellings of a spelled `word` share; never empty."""
    consonants = word.removesuffix("h").replace("ng", "n").translate(_SOUNDS)
    return _REPEATED.sub(r"\1", consonants) or "-"


def match_keys(
    family_name: str,
    given_names: str,
    family_name_cyrillic: str = "",
    given_names_cyrillic: str = "",
) -> tuple[str, str, str]:
    """Three keys. Two records of one person share at least one key that is not empty.

    A key is made of the sounds of one family name and the first given name, in any order. So a
    patronymic, a second family name or swapped names make no difference. The first key uses the
    first family name, the second the last family name, the third the name in Cyrillic. The second
    and third are empty if they would repeat another key. Of a single family name, the second reads
    "đ" as "d": Đoković may be Djokovic or Dokovic, and Đức is Duc.
    """
    first, last = _keys_of(family_name, given_names)
    if last == first:
        _first, last = _keys_of(family_name.translate(_DJ), given_names.translate(_DJ))
    cyrillic, _last = _keys_of(family_name_cyrillic, given_names_cyrillic)
    return first, "" if last == first else last, "" if cyrillic in (first, last) else cyrillic


def _keys_of(family_name: str, given_names: str) -> tuple[str, str]:
    families, given = spell(family_name), spell(given_names)
    if not given:
        # The whole name in one field, or the only name.
        families, given = families[:1], families[1:]
    first, last = (
        " ".join(sorted(map(sound, [*family, *given[:1]])))[:200]
        for family in (families[:1], families[-1:])
    )
    return first, last


# The cost of replacing a letter, for pairs that spellings confuse; other pairs cost 1.2 or more.
_CLOSE = {
    frozenset(letters): cost
    for cost, pairs in {
        0.1: ("ij", "jZ", "xh", "hX", "CX", "ck", "Xc"),
        0.2: ("ou", "ei", "sS", "zZ", "cC", "cz", "ej", "xk"),
        0.3: ("ao", "ae", "gh", "Xk", "xX", "kh", "dZ"),
        0.5: ("gk", "sz", "ZS", "vf", "ZC", "dt"),
    }.items()
    for letters in pairs
}
_VOWELS = frozenset("aeiouj")


def _replacing(one: str, other: str) -> float:
    if one == other:
        return 0
    if cost := _CLOSE.get(frozenset((one, other))):
        return cost
    return 1.2 if one in _VOWELS and other in _VOWELS else 1.5


def _leaving_out(letter: str) -> float:
    if letter in "eijh":
        return 0.3
    return 0.8 if letter in _VOWELS else 1.5


# Below this, two words are not spellings of one name.
ALIKE = 0.8


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str) -> float:
    """How similar two spelled words are, from 0 to 1 (the same)."""
    if one == other:
        return 1
    if len(one) == 1 or len(other) == 1:
        # An initial may mean any name that begins with it.
        return ALIKE if one[:1] == other[:1] else 0
    ends = {one[-1], other[-1]}
    if "a" in ends and ends - {"a", "o"}:
        # Aleksandr and Aleksandra are two people, as are Kowalski and Kowalska. Abdullo may be
        # Abdulla.
        return 0
    costs = [0.0]
    for letter in other:
        costs.append(costs[-1] + _leaving_out(letter))
    for letter in one:
        row = [costs[0] + _leaving_out(letter)]
        for place, against in enumerate(other):
            row.append(
                min(
                    costs[place] + _replacing(letter, against),
                    costs[place + 1] + _leaving_out(letter),
                    row[place] + _leaving_out(against),
                )
            )
        costs = row
    return max(0, 1 - costs[-1] / max(len(one), len(other)))


def words_alike(some: tuple[str, ...], others: tuple[str, ...]) -> float:
    """How similar the words of the shorter name are to words of the longer one, from 0 to 1."""
    few, many = sorted((some, others), key=len)
    if not few:
        return 0
    left, least = list(many), 1.0
    for word in few:
        best = max(left, key=lambda candidate: likeness(*sorted((word, candidate))))
        least = min(least, likeness(*sorted((word, best))))
        left.remove(best)
    return least


def has_no_vowels(text: str) -> bool:
    """Whether `text` has letters of a script that writes hardly any vowel."""
    return bool(_NO_VOWELS.search(text))


def has_control_characters(text: str) -> bool:
    """Whether `text` holds control characters other than line breaks and tabs, or characters that
    turn the direction of writing: unseen, these make a name look like another one.
    """
    return bool(_CONTROL.search(text))
