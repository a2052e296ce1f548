"""How names are compared: folded for search, keyed to find the same person, collated for lists."""

import re
import unicodedata
from functools import lru_cache

from pyuca import Collator
from text_unidecode import unidecode

_WORD = re.compile(r"[^\W_]+")
# Letters that Unicode does not decompose, as they are written without a diacritic.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae"})


def fold(text: str) -> str:
    """`text` as words in small letters without accents or punctuation, joined by single spaces.

    Scripts are kept: "Türkiye" gives "turkiye", "Таджикистан" gives "таджикистан".
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_PLAIN)
    return " ".join(_WORD.findall(plain))


def person_key(family_name: str, given_names: str) -> str:
    """A key that is equal for likely spellings of one person's name.

    Blind to case, accents, hyphens, the order of the names and to Cyrillic against its plain
    transliteration. Empty only for names without a letter or digit.
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
