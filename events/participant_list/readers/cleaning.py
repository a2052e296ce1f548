"""Cells without what programs leave in them, and what a cell shows of damage on its way.

Damaged text (decoded twice, letters of two alphabets in one word) is never stored as it is, and
never mended without a word: the reader stops with the text that was probably meant.
"""

import html
import re
import unicodedata
from functools import lru_cache

_LINE = re.compile("[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+|_x000[DdAa]_")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]|_x00[01][0-9A-Fa-f]_")
# They are not seen and divide no words: soft hyphens, zero-width spaces and joiners, marks of
# direction, variation selectors.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_ENTITY = re.compile(r"&(#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|amp|quot|apos|lt|gt|nbsp|[A-Za-z]{3,8});")
_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000]")


def clean(text: str, lines: str = " ") -> str:
    """`text` without odd spaces, control and format characters; its lines are joined by `lines`."""
    if _is_clean(text):
        return text.rstrip(",;") if lines == ", " else text
    text = unseen_removed(text)
    parts = [" ".join(_CONTROL.sub(" ", line).split()) for line in _LINE.split(text)]
    if lines == ", ":
        parts = [part.rstrip(",;") for part in parts]
    return lines.join(part for part in parts if part)


def _is_clean(text: str) -> bool:
    """Whether `text` plainly has nothing to clean, as nearly all cells: this is asked first."""
    return (
        text.isprintable()
        and (text.isascii() or (max(text) < "\u0530" and unicodedata.is_normalized("NFC", text)))
        and "\u034f" not in text
        and not text.startswith(" ")
        and not text.endswith(" ")
        and "  " not in text
        and "&" not in text
        and "_x" not in text
    )


def unseen_removed(text: str) -> str:
    """`text` composed, without characters that nobody sees and with entities of HTML resolved."""
    if text.isascii() and "&" not in text:
        return text
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = _FULL_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def lines_of(text: str) -> list[str]:
    """The lines of a cell, each clean, without empty ones."""
    return [line for each in _LINE.split(text) if (line := clean(each))]


def divided_lines_of(text: str) -> list[str]:
    """The lines of a paragraph like `lines_of`; the tabs that divide its parts stay."""
    lines = ("\t".join(filter(None, map(clean, line.split("\t")))) for line in _LINE.split(text))
    return [line for line in lines if line]


# --- Text decoded twice -----------------------------------------------------------------------
# What the bytes of UTF-8 look like in another encoding: "Ã¼", "РџРѕ", "√º".
_TWICE = re.compile(
    "[ÂÃÄÅÆÇÐÑØÙÎÏâ][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|[РСТУЎЋ][\u00a0-\u00bf\u0402-\u040f\u0452-\u045f\u2013-\u203a\u20ac\u2116\u2122\u0490\u0491]"
    "|√[\u00a0-\uffff]|[├┬][\u00a0-\uffff]|[╨╤][\u00a0-\uffff]|ÃƒÂ|\ufffd"
)
_ENCODINGS = (
    *("cp1252", "latin-1", "cp1251", "cp1250", "cp1254", "cp1257", "mac_roman", "cp437", "cp850"),
    *("cp866", "cp852"),
)
# Cyrillic of one byte a letter, read as Western: "Ïåòðîâ" is "Петров".
_WESTERN = re.compile(r"[À-ÿ]{3,}")


@lru_cache(maxsize=20_000)
def decoded_once(text: str) -> str:
    """What `text` was before it was decoded twice; empty if it does not look so."""
    if text.isascii():
        return ""
    if _TWICE.search(text):
        for _time in range(2):
            mended = _decoded_again(text)
            if not mended:
                break
            if not _TWICE.search(mended):
                return mended
            text = mended
        return ""
    found = _WESTERN.findall(text)
    letters = [c for c in text if c.isalpha()]
    if found and sum(map(len, found)) > 0.8 * len(letters) and len(letters) > 3:
        return _from_western(text)
    return ""


_LOST = re.compile(r"\w\?+\w|\?{2,}\w|\w\?{2,}|\?{5,}|\?{3,}\s\?{3,}")


def is_damaged(text: str) -> bool:
    """Whether letters of `text` are lost: replaced by "�" or by question marks."""
    return "\ufffd" in text or _LOST.search(text) is not None


def _decoded_again(text: str) -> str:
    for encoding in _ENCODINGS:
        try:
            mended = _bytes(text, encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if mended != text and all(c.isprintable() for c in mended):
            return mended
    return ""


def _bytes(text: str, encoding: str) -> bytes:
    """`text` in `encoding`; what it has no letter for is taken as the byte of that number."""
    encoded = bytearray()
    for character in text:
        try:
            encoded += character.encode(encoding)
        except UnicodeEncodeError:
            if ord(character) > 255:
                raise
            encoded.append(ord(character))
    return bytes(encoded)


_COMMON = set("оеаинтсрвлкмдпуя")


def _from_western(text: str) -> str:
    try:
        mended = text.encode("cp1252").decode("cp1251")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return ""
    letters = [c for c in mended.casefold() if c.isalpha() and not c.isascii()]
    common = sum(c in _COMMON for c in letters)
    shaped = all(
        word.islower() or word.isupper() or word[1:].islower()
        for word in re.findall(r"[^\W\d_]+", mended)
    )
    return mended if letters and common >= 0.6 * len(letters) and shaped else ""


# --- Letters of two alphabets -----------------------------------------------------------------
_LATIN_TWINS = dict(zip("ABCEHIKMOPTXYaceiopxyj", "АВСЕНІКМОРТХУасеіорхуј", strict=True))
_CYRILLIC_TWINS = {cyrillic: latin for latin, cyrillic in _LATIN_TWINS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


@lru_cache(maxsize=20_000)
def of_one_alphabet(text: str) -> str:
    """`text` whose words have letters of one alphabet; empty if they have already.

    "Иванoв" with a Latin o gives "Иванов".
    """
    if text.isascii() or not (_CYRILLIC.search(text) and _LATIN.search(text)):
        return ""
    mended = _WORD.sub(lambda found: _in_one_alphabet(found[0]), text)
    return mended if mended != text else ""


def _in_one_alphabet(word: str) -> str:
    latin, cyrillic = _LATIN.findall(word), _CYRILLIC.findall(word)
    if not latin or not cyrillic:
        return word
    if all(c in _LATIN_TWINS for c in latin):
        return "".join(_LATIN_TWINS.get(c, c) for c in word)
    if all(c in _CYRILLIC_TWINS for c in cyrillic):
        return "".join(_CYRILLIC_TWINS.get(c, c) for c in word)
    return word
