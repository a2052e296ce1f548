"""The words of texts and queries, in every form: “countries” also finds “country”.

A word is compared by its beginning and by its stem. snowballstemmer finds the stems, in Python, so
that SQLite and PostgreSQL find the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from core.text import fold

# The longest query: enough for a title, too short to overload the database.
MAX_LENGTH, MAX_WORDS = 200, 12
# A stem of two letters begins too many words: “аз” of “Азии”. It is found only whole, since it is
# closed by letters that end no word.
_SHORT_STEM, _CLOSED = 2, "ъъ"
WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile("[а-яё]")

# Words that say nothing of what is sought. Written in capitals among others they are codes: “IT”.
_ENGLISH_STOP_WORDS = """
a about all an and any are as at be been by did do does done for from had has have how in into is
it its know me not of on or s show tell that the their there these this to us was we were what when
where which who why will with
"""
_RUSSIAN_STOP_WORDS = """
а без был была были было в вам во все всё где даны для до есть за и из или их к как какая какие
какой ко когда которые кто ли мне на над не нет о об обо от по под при про с сделано со так то у
что чтобы это
"""
STOP_WORDS = frozenset(f"{_ENGLISH_STOP_WORDS} {_RUSSIAN_STOP_WORDS}".split())
# Beginnings of words that British and American English spell differently.
_SPELLINGS = (
    *(("labour", "labor"), ("centre", "center"), ("organis", "organiz"), ("programme", "program")),
    *(("neighbour", "neighbor"), ("defence", "defense"), ("legalis", "legaliz")),
    *(("regularis", "regulariz"), ("harmonis", "harmoniz"), ("travell", "travel")),
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word searched for, as it was typed; it is found where a word has one of `beginnings`."""

    typed: str
    beginnings: tuple[str, ...]

    def begins(self, text: str) -> bool:
        """Whether a word of `text`, which is folded, has one of the beginnings."""
        spaced = f" {text}"
        return any(f" {beginning}" in spaced for beginning in self.beginnings)

    def is_form_of(self, name: str) -> bool:
        """Whether it is `name`, a single word, in some form."""
        return fold(self.typed).startswith(fold(name)) or stem(self.typed) == stem(name)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a word, folded: “Countries” gives “countri”, “Польшей” gives “польш”."""
    lower = unicodedata.normalize("NFC", word).casefold()
    language = "russian" if _CYRILLIC.search(lower) else "english"
    # A stemmer keeps the word that it works on, so that threads must not share one.
    found = fold(snowballstemmer.stemmer(language).stemWord(lower))
    return found if len(found) > _SHORT_STEM else found + _CLOSED


def words_of(query: str) -> list[Word]:
    """The words searched for, without repetition.

    Words that say nothing are left out, unless there are no others.
    """
    typed = _tokens(query[:MAX_LENGTH])
    telling = [word for word in typed if not _says_nothing(word, query)]
    words = {fold(word): word for word in reversed(telling or typed) if fold(word)}
    return [Word(word, _beginnings(word)) for word in reversed(words.values())][:MAX_WORDS]


def index_text(parts: Iterable[str | None]) -> str:
    """`parts` as the index holds them: folded, without repetition, with the stems of their words.

    Stems that are the beginning of their word are left out: a query finds them anyway.
    """
    texts = {fold(part): part for part in parts if part and fold(part)}
    words = {word for part in texts.values() for word in _tokens(part)}
    stems = {stem(word) for word in words if not fold(word).startswith(stem(word))}
    return " ".join([*texts, *sorted(stems)])


def is_found(word: str, words: Sequence[Word]) -> bool:
    """Whether `word`, of a text, is a form of one of the `words` searched for."""
    beginnings = tuple(beginning for each in words for beginning in each.beginnings)
    return fold(word).startswith(beginnings) or stem(word).startswith(beginnings)


def _tokens(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text))


def _says_nothing(word: str, query: str) -> bool:
    is_code = word.isupper() and len(word) > 1 and not query.isupper()
    return word.casefold() in STOP_WORDS and not is_code


def _beginnings(word: str) -> tuple[str, ...]:
    found = dict.fromkeys((stem(word), fold(word)))
    for text in tuple(found):
        found.update(dict.fromkeys(_other_spellings(text)))
    return tuple(found)


def _other_spellings(text: str) -> Iterator[str]:
    for british, american in _SPELLINGS:
        if text.startswith(british):
            yield american + text.removeprefix(british)
        elif text.startswith(american):
            yield british + text.removeprefix(american)
