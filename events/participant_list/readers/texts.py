"""CSV of any encoding and delimiter: bytes to text, text to rows of cells."""

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import charset_normalizer
from django.utils.translation import gettext as _

from events.participant_list.errors import UnreadableFile
from events.participant_list.writers.csv import unescape

# The marks by which a file says its encoding itself, the longer first.
_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў"
# The encodings of one byte a letter, with the letters beyond ASCII of a language that is written
# in them. Where two fit equally, the first counts.
_LETTERS = [
    ("cp1251", _CYRILLIC),
    ("koi8_u", _CYRILLIC),
    ("cp866", _CYRILLIC),
    ("iso8859_5", _CYRILLIC),
    ("mac_cyrillic", _CYRILLIC),
    ("kz1048", _CYRILLIC + "әғқңөұүһі"),
    ("koi8_t", _CYRILLIC + "ғӣқӯҳҷ"),
    ("cp1252", "àâæçéèêëîïôœùûüÿ"),
    ("cp1252", "áéíñóúü"),
    ("cp1252", "äöüß"),
    ("cp1252", "àèéìòùáâãçêíóôõúäåæøö"),
    ("cp1254", "çğıöşüâîû"),
    ("cp1252", "áðéíóúýþæö"),
    ("cp1250", "ąćęłńóśźż"),
    ("cp1250", "áčďéěíňóřšťúůýž"),
    ("cp1250", "áäčďéíĺľňóôŕšťúýž"),
    ("cp1250", "áéíóöőúüű"),
    ("cp1250", "čćđšžăâîşţ"),
    ("cp1257", "ąčęėįšųūž"),
    ("cp1257", "āčēģīķļņšūžäöõü"),
    ("iso8859_2", "ąćęłńóśźż"),
    ("iso8859_2", "áčďéěíňóřšťúůýž"),
    ("iso8859_4", "āčēģīķļņšūž"),
    ("iso8859_13", "ąčęėįšųūž"),
    ("iso8859_16", "ăâîșț"),
    ("cp1253", "άέήίόύώαβγδεζηθικλμνξοπρσςτυφχψω"),
    ("mac_roman", "àâæçéèêëîïôœùûüÿáíñóúäößãõåøìò"),
    ("mac_latin2", "ąćęłńóśźżáčďéěíňóřšťúůýž"),
    ("mac_turkish", "çğıöşüâîû"),
    ("cp852", "ąćęłńóśźżáčďéěíňóřšťúůýž"),
    ("cp857", "çğıöşüâîû"),
    ("cp850", "àâæçéèêëîïôœùûüÿáíñóúäößãõåøìò"),
]
# A list of several states has the letters of all their languages. These are looked at only where
# no single language fits: nearly every byte is a letter of one of them.
_LETTERS_OF_SEVERAL = [
    ("cp1250", "ąćęłńóśźżáčďéěíňřšťúůýžäĺľôŕöőüűđăâîşţßç"),
    ("cp1257", "ąčęėįšųūžāēģīķļņäõöüćłńóśźż"),
    ("iso8859_2", "ąćęłńóśźżáčďéěíňřšťúůýžäĺľôŕöőüűđăâîşţßç"),
    ("cp775", "āčēģīķļņšūžąęėįųäöõü"),
]
# Most letters of Russian text are of these: koi8-r read as cp1251, or the other way round, is all
# Cyrillic too, but says “хБЮМНБ”.
_COMMON = set("оеаинтсрвлкмдпуя")
_WORD = re.compile(r"[^\W\d_]+")
# Below this part of the letters read, none of ours is the file's encoding.
_ENOUGH = 0.8
_ENOUGH_CYRILLIC = 0.7
# An encoding shows in the first letters beyond ASCII; more of them need not be looked at.
_SAMPLE = 20_000

_DELIMITERS = ",;\t|"
# Excel's own way to name the delimiter, in a first line that it does not show.
_NAMED_DELIMITER = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_ROWS_LOOKED_AT = 200
# The part of the rows that have one width, if a delimiter divides them all.
_EVEN = 0.75
# More lines than any cell of a list has.
_MOST_LINES = 60


def decode(content: bytes) -> str:
    """The text of a file, in whatever encoding it is."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return _text(content[len(mark) :].decode(encoding))
            except UnicodeDecodeError:
                raise UnreadableFile(
                    _(
                        "The file begins as text in %(encoding)s, but what follows is not. It was "
                        "damaged on its way: ask the sender for it again, as XLSX if possible."
                    )
                    % {"encoding": encoding.upper()}
                ) from None
    if b"\0" in content:
        return _text(_utf_16(content))
    try:
        return _text(content.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    return _text(content.decode(_encoding(content), errors="replace"))


def rows_of(text: str) -> Iterable[list[str]]:
    """The rows of CSV, as a spreadsheet counts them; a cell may hold line breaks.

    Raises `UnreadableFile` at a quotation mark that is not closed, with the row where it stands.
    """
    delimiter = ""
    if named := _NAMED_DELIMITER.match(text):
        delimiter, text = named[1], text[named.end() :]
    delimiter = delimiter or delimiter_of(text)
    width = 0
    try:
        for number, row in enumerate(_read(text, delimiter), 1):
            width = max(width, len(row))
            if any(_swallowed(cell, delimiter, width) for cell in row):
                raise _not_closed(number)
            yield [unescape(cell) for cell in row]
    except csv.Error:
        raise UnreadableFile(
            _(
                "The file cannot be divided into rows: a quotation mark is probably not closed. "
                "Open it in a spreadsheet program and save it as XLSX."
            )
        ) from None


def _swallowed(cell: str, delimiter: str, width: int) -> bool:
    """Whether a quotation mark that is not closed has drawn whole rows into a cell."""
    if "\n" not in cell and "\r" not in cell:
        return False
    lines = cell.splitlines()
    if len(lines) > _MOST_LINES:
        return True
    # The first and the last line are cut off from the cells that they belong to.
    counts = [line.count(delimiter) for line in lines[1:-1]]
    whole = sum(count >= max(width - 1, 1) for count in counts)
    ends = [line.count(delimiter) for line in (lines[0], lines[-1])]
    return whole > (width < 3) or (all(ends) and sum(ends) >= max(width - 1, 2))


def _not_closed(number: int) -> UnreadableFile:
    return UnreadableFile(
        _(
            "In row %(row)d a quotation mark is not closed, so that several rows stand in one "
            "cell. "
            "Take the mark away or close it, or save the list as XLSX."
        )
        % {"row": number}
    )


def _read(text: str, delimiter: str) -> Iterable[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def delimiter_of(text: str) -> str:
    """What divides the cells: with it, the most rows have the same number of cells.

    Where it is so with several, the one that divides the first of these rows, the header, and that
    no space follows: the commas in "Mr Jan NOWAK, Director" are no delimiters.
    """

    def evenness(delimiter: str) -> tuple[int, int]:
        widths: Counter[int] = Counter()
        begins: dict[int, int] = {}
        stray = spaced = 0
        try:
            for number, row in enumerate(_read(text[:200_000], delimiter)):
                if number == _ROWS_LOOKED_AT:
                    break
                widths[len(row)] += 1
                if any(cell.strip() for cell in row):
                    begins.setdefault(len(row), number)
                spaced += sum(cell.startswith(" ") for cell in row[1:])
                # With another delimiter, the marks around a cell stand inside one.
                stray += sum(cell.count('"') for cell in row)
        except csv.Error:
            return -_ROWS_LOOKED_AT, 0
        score, width = max(
            ((rows * (width - 1), width) for width, rows in widths.items()), default=(0, 0)
        )
        even = score > 2 * stray and widths[width] >= _EVEN * widths.total() and 2 * spaced < score
        first = begins.get(width, _ROWS_LOOKED_AT) if even else _ROWS_LOOKED_AT
        return -first, score - 2 * stray

    return max(_DELIMITERS, key=evenness)


def _text(text: str) -> str:
    text = text.removeprefix("\ufeff")
    strange = sum(
        1 for c in text[:_SAMPLE] if unicodedata.category(c) == "Cc" and c not in "\t\r\n"
    )
    if "\0" in text or strange * 20 > len(text[:_SAMPLE]):
        raise UnreadableFile(
            _(
                "This is neither a table nor text. Send the list as XLSX, XLS, ODS or CSV: open it "
                "in the program that it was written with and save it as one of these."
            )
        )
    return text


def _utf_16(content: bytes) -> str:
    """Text in UTF-16 that does not say so."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = content.decode(encoding, errors="replace")
        plain = sum(1 for c in text[:_SAMPLE] if c in "\t\r\n" or " " <= c < "\u0600")
        if plain > 0.95 * len(text[:_SAMPLE]):
            return text
    return "\0"


def _encoding(content: bytes) -> str:
    """The likeliest encoding of text with one byte a letter."""
    words = b" ".join(re.findall(rb"[A-Za-z']*[\x80-\xff][A-Za-z'\x80-\xff]*", content))[:_SAMPLE]
    for languages in (_LETTERS, _LETTERS_OF_SEVERAL):
        best, encoding, letters = max(
            ((_fit(words, *each), *each) for each in languages), key=lambda found: found[0]
        )
        # Russian of uncommon letters alone has the least that a text in Cyrillic can have.
        if best >= (_ENOUGH_CYRILLIC if letters.startswith(_CYRILLIC) else _ENOUGH):
            break
    else:
        # A language or an encoding that we do not know.
        guess = charset_normalizer.from_bytes(content[: 10 * _SAMPLE]).best()
        if guess is not None:
            return guess.encoding
    return encoding


def _lower(word: str) -> str:
    """`word` in small letters; a capital İ has a small letter of two characters."""
    return word.replace("İ", "ı").lower()


def _fit(words: bytes, encoding: str, letters: str) -> float:
    """How much of what is not ASCII in `words` is, in `encoding`, text written with `letters`.

    1 is all of it; common letters of Russian add a little.
    """
    text = words.decode(encoding, errors="replace")
    cyrillic = letters.startswith(_CYRILLIC)
    foreign = good = common = 0
    for word in text.split():
        beyond = [c for c in _lower(word) if c > "\x7f"]
        foreign += len(beyond)
        for part in _WORD.findall(word):
            shaped = part.islower() or part.isupper() or part[1:].islower()
            pure = not cyrillic or not any(c.isascii() for c in part)
            if shaped and pure:
                ours = [c for c in _lower(part) if c > "\x7f" and c in letters]
                good += len(ours)
                common += sum(c in _COMMON for c in ours)
    if not foreign:
        return 0
    return (good + (0.3 * (common - good) if cyrillic else 0)) / foreign
