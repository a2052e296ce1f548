"""From a name in one cell to prefix, given names and family name.

What tells the family name, the surest first: a comma ("Kowalski, Jan"), capitals ("Jan KOWALSKI",
"van der BERG Anna"), a patronymic ("Иванов Иван Иванович"), initials ("Иванов И. И."), the order of
the column ("Surname, name" above it, or the certain names in it), the ending of a family name in
Cyrillic, and last the Western order. Everything is kept as it is written.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from core.text import fold, in_cyrillic
from events.participant_list.readers import vocabulary, words
from events.participant_list.readers.name_words import (
    CLEAR_TITLES,
    DEGREES,
    ENDINGS,
    FAMILY_ENDING,
    FAMILY_NAMES_TOO,
    GENERATIONS,
    GIVEN_TOO,
    GIVEN_WITH_SUCH_ENDING,
    JOINING,
    LONGEST,
    NAMES_TOO,
    OF_FAMILY,
    PARTICLES,
    PLAIN_ENDING,
    RANKS,
    ROMAN,
    SHORT_PATRONYMICS,
    SMALL_PARTICLES,
    SON_OR_DAUGHTER,
    STEM,
    TITLES,
    TITLES_OR_NAMES,
    VIETNAMESE,
    VIETNAMESE_MIDDLE,
    WITH_STOP,
)

_INITIAL = re.compile(r"(\w\.-?)+|\w|(\w\.)+\w?")
_MIXED_CAPITALS = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]{1,3}(?=[^\W\d_a-z]{2,})")
_MC = re.compile(r"(Mc|Mac|Fitz|O['’ʼ]|[DdLl]['’ʼ]|Мак)(?=\w)")
_NUMBERED = re.compile(
    r"\s*((?:\d{1,3}\.){1,3}\d{1,3}[.)]?(?=\s)|№?\s*\d{1,4}\s*[.)]?(?=\s)|\d{1,4}\s*[.)]|[-–—•*·▪◦‣→])\s*(?=\S)"
)
_STUCK = re.compile(r"\b(Mrs?|Ms|Dr|Prof|Mme|Sra?|H\.E|г-н|г-жа)\.(?=[^\W\d_]{2})")
_STUCK_INITIALS = re.compile(r"\b((?:[^\W\d_]\.){1,3})(?=[^\W\d_]{3})")
# Marks of footnotes behind a name.
_MARKS = re.compile(r"\s*(?:[*†‡§¹²³⁰⁴-⁹]+|\(?\*+\)?)$")
_APOSTROPHES = re.compile("['’‘ʻʼ`´ʹʽ′ʾʿ]")
_WITH_PARTICLE = re.compile(
    r"((Al|El|Ash|As|Ad|At|Az|Ez|Es|Ben|Bin|Abu|Аль|Эль)-|"
    r"(O|D|L|Dell|Dall|Nell|Sull|d|l|dell|dall|nell|sull)['’ʼ]|Mc|Mac|Fitz)"
    r"(?=[^\W\d_a-z])"
)
_BRACKET = re.compile(r"\s*[(\[]\s*([^()\[\]]*?)\s*[)\]]")
_FAMILY_FIRST = (
    *("surname", "family", "last name", "apellido", "nom et", "nom prenom", "noms et", "фамилия"),
    *("фио", "ф и о", "lastname", "nazwisko", "nachname", "familienname", "cognome", "прізвище"),
    *("піб", "п і б", "аты жоні", "тегі", "soyadi", "ном ва насаб", "насаб", "f i sh"),
    *("familiyasi",),
    *("фиш", "ф и ш", "аа", "аты жөні"),
)


@dataclass(frozen=True, slots=True)
class FullName:
    """A name taken apart.

    `capacity` is what a bracket said ("head"); `other` is the same name in the other script, as
    written; `sure` is False where nothing but a usual order told which is the family name.
    """

    prefix: str
    given_names: str
    family_name: str
    capacity: str = ""
    other: str = ""
    note: str = ""
    sure: bool = True


# --- Questions about a text -------------------------------------------------------------------
def is_degree(text: str) -> bool:
    """Whether `text`, behind a name, is a degree or a suffix of it: "PhD", "Jr."."""
    return fold(text) in DEGREES | GENERATIONS


def is_prefix(text: str) -> bool:
    """Whether `text` is nothing but titles."""
    found = text.split()
    return bool(found) and _leading_titles(found, alone=True) == len(found)


def says_family_first(header: str) -> bool:
    """Whether the header of a column of names puts the family name first."""
    return fold(header).startswith(_FAMILY_FIRST)


def begins_with_title(text: str) -> bool:
    """Whether a title that is nobody's name stands before at least one more word."""
    found = _tidied(text).split()
    number = _leading_titles(found)
    if not 0 < number < len(found):
        return False
    titles = " ".join(found[:number])
    return any(part in CLEAR_TITLES for part in _title_parts(titles)) or "." in titles


def looks_like_a_name(text: str) -> bool:
    """Whether `text` is, by its looks, a name in full."""
    found = _without_brackets(_tidied(text)).replace(",", " ").split()
    found = found[_leading_titles(found) :]
    return (
        2 <= len(found) <= 7
        and not any(c.isdigit() or c in "@:;?!%&/+" for c in text)
        and all(_is_name_word(word) for word in found)
        and not vocabulary.names_a_post(text)
        and not vocabulary.names_an_institution(text)
        and (
            begins_with_title(text)
            or any(is_capital(word) for word in found)
            or all(
                word[:1].isupper() or not word[:1].islower() or _squash(word) in _ALL_PARTICLES
                for word in found
            )
        )
    )


def surely_a_name(text: str) -> bool:
    """Whether `text` shows that it is a name: a title, a family name in capitals, a patronymic."""
    if not looks_like_a_name(text):
        return False
    if begins_with_title(text):
        return True
    found = _merged(_without_brackets(_tidied(text)).replace(",", " ").split())
    capital = [is_capital(word) for word in found]
    plain = [word for word in found if word[:1].isupper() and not is_capital(word)]
    return (any(capital) and bool(plain)) or any(map(_is_patronymic, found))


def reads_like_a_sentence(text: str) -> bool:
    """Whether `text`, alone in a column of names, is rather a note: "Prepared by the protocol"."""
    found = without_prefix(text)[1].split()
    small = [word for word in found if word[:1].islower() and _squash(word) not in _ALL_PARTICLES]
    return bool(found) and found[0][:1].isupper() and len(small) > 1


def without_prefix(text: str) -> tuple[str, str]:
    """`text` as the titles that it begins with, and the rest."""
    found = _tidied(text).split()
    number = _leading_titles(found)
    if number == len(found):
        return "", " ".join(found)
    return " ".join(found[:number]), " ".join(found[number:])


def without_number(text: str) -> tuple[bool, str]:
    """Whether a number or bullet stands in front of `text`, and the rest."""
    if vocabulary.is_count(text):
        return False, text
    if numbered := _NUMBERED.match(text):
        return True, text[numbered.end() :].strip()
    return False, text


def in_latin(text: str) -> bool:
    """Whether more letters of `text` are Latin than not."""
    letters = [c for c in text if c.isalpha()]
    return 2 * sum(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in letters) > len(letters)


_MAY_BE_TWO_SCRIPTS = re.compile(r"[/|;\n(]")


def two_scripts(text: str) -> tuple[str, str] | None:
    """`text` as its name in Latin and in Cyrillic, where it is one name written in both."""
    if text.isascii() or not _MAY_BE_TWO_SCRIPTS.search(text):
        return None
    for found in re.split(r"\s*[/|;\n]\s*", text), _in_brackets(text):
        parts = [part for part in found if part.strip()]
        if len(parts) == 2:
            if in_latin(parts[0]) and in_cyrillic(parts[1]):
                return parts[0], parts[1]
            if in_cyrillic(parts[0]) and in_latin(parts[1]):
                return parts[1], parts[0]
    return None


def _in_brackets(text: str) -> list[str]:
    found = re.fullmatch(r"([^()]+)\(([^()]+)\)\s*", text)
    return [found[1].strip(), found[2].strip()] if found else []


_BETWEEN_PEOPLE = re.compile(
    r"\s*\n\s*|\s*;\s*|\s*/\s*|\s+(?:and|und|et|и|та|y|&|е|e|ва|va|ve|және|жана|oraz)\s+"
)


_MAY_BE_SEVERAL = re.compile(
    rf"{_BETWEEN_PEOPLE.pattern}|,|\s(?:mrs?|ms|mme|herr|frau|г-н|г-жа|господин|госпожа)\b",
    re.IGNORECASE,
)


def several_people(text: str) -> list[str]:
    """The names in a cell that names more than one person; empty if it names one."""
    if not _MAY_BE_SEVERAL.search(text) or two_scripts(text):
        return []
    parts = [_without_brackets(part).strip(" ,") for part in _BETWEEN_PEOPLE.split(text)]
    parts = [without_number(part)[1] for part in parts if part]
    full = [part for part in parts if looks_like_a_name(part)]
    if len(parts) > 1 and len(full) == len(parts):
        return parts
    # "Juris OZOLS, Ilze KALNA": two names in full divided by a comma.
    parts = [part.strip() for part in text.split(",")]
    names = [part for part in parts if looks_like_a_name(part) and surely_a_name(part)]
    if len(parts) > 1 and len(names) == len(parts):
        return parts
    # "Mr. Juris OZOLS, Director, Ms. Ilze KALNA, Adviser"
    titled = [part for part in re.split(r"\s*[,;]\s*", text) if begins_with_title(part)]
    if len(titled) > 1 and all(map(looks_like_a_name, titled)):
        return titled
    # "Орлова А.С., Соколов И.П."
    if len(parts) > 1 and all(
        looks_like_a_name(part) and _by_initials(part.split()) for part in parts
    ):
        return parts
    titles = [at for at, word in enumerate(text.split()) if at and _is_clear_title(word)]
    before = text.split()
    for at in titles:
        # "Mr Jan Nowak Ms Anna Lis"
        first = before[:at]
        named = first[_leading_titles(first, alone=True) :]
        if (
            len(named) > 1
            and not named[-1].endswith((",", "."))
            and looks_like_a_name(" ".join(first))
            and at + 1 < len(before)
        ):
            return [" ".join(before[:at]), " ".join(before[at:])]
    return []


def wrong_with_name(text: str) -> str:
    """What in `text` cannot stand in a name: "@", a digit, a date; empty if nothing."""
    if "@" in text:
        return "@"
    if found := re.search(r"\d", text):
        return found[0]
    return next((c for c in text if c in "#{}<>=|\\_%;?!"), "")


# --- Taking a name apart ----------------------------------------------------------------------
def split(text: str, *, family_first: bool | None = None) -> FullName:
    """A name in one cell, taken apart.

    `family_first` is the order of its column, where that is known: None where it is not.
    """
    if (scripts := two_scripts(text)) is not None:
        latin, cyrillic = scripts
        return replace(split(latin, family_first=None), other=cyrillic)
    text, capacity, note = _take_brackets(_tidied(text))
    prefix, name = without_prefix(text)
    before, comma, after = name.partition(",")
    prefixes = [prefix]
    if comma:
        parts = [part.strip() for part in after.split(",")]
        degrees = [part for part in parts if fold(part) in DEGREES]
        born = [part for part in parts if fold(part) in GENERATIONS and part not in degrees]
        titles = [part for part in parts if part not in (*degrees, *born) and is_prefix(part)]
        if len(titles) < len(parts):
            prefixes += titles
            parts = [part for part in parts if part not in titles]
        names = [part for part in parts if part and part not in (*degrees, *born)]
        if born:
            before = f"{before.strip()} {' '.join(born)}"
        if names:
            more, given = without_prefix(", ".join(names))
            if is_prefix(given):
                more, given = given, ""
            found = _around_comma(before, given) if given else _by_words(before, family_first)
            return _joined([*prefixes, more, *degrees], found, capacity, note)
        prefixes += degrees
        name = before
    words = name.split()
    while len(words) > 2 and fold(words[-1]) in DEGREES:
        prefixes.insert(1, words.pop().strip(","))
    return _joined(prefixes, _by_words(" ".join(words), family_first), capacity, note)


def _around_comma(family: str, given: str) -> FullName:
    """ "Berg, Anna van der": particles at the end belong to the family name."""
    found = given.split()
    at = len(found)
    vietnamese = _squash(family) in VIETNAMESE
    while at > 1 and _ends_given_names(found[at - 1], vietnamese=vietnamese):
        at -= 1
    born = at
    while born > 1 and _squash(found[born - 1]) in GENERATIONS:
        born -= 1
    family = " ".join([*found[at:], family.strip(), *found[born:at]])
    return FullName("", " ".join(found[:born]), family)


def _ends_given_names(word: str, *, vietnamese: bool) -> bool:
    """Whether `word`, behind given names, is a particle of the family name before the comma."""
    key = _squash(word)
    if word.lstrip("'’‘")[:1].islower():
        return key in _ALL_PARTICLES
    return key in PARTICLES - GIVEN_TOO and _is_particle(word) and not vietnamese


def order_of(texts: Iterable[str]) -> bool | None:
    """Whether the names of a column put the family name first, by those that show it."""
    first = last = 0.0
    others = by_ending = 0
    for text in texts:
        clean = _take_brackets(_tidied(text))[0]
        name = _merged(without_prefix(clean)[1].split())
        if "," in clean or len(name) < 2:
            continue
        weight = 1.0
        found = (
            _by_capitals(name)
            or _by_patronymic(name)
            or _by_initials(name)
            or (_by_inner_particle(name) if any(map(str.islower, name[1:-1])) else None)
        )
        if found is None:
            weight, found = 0.5, _by_ending(name)
            by_ending += found is not None
        if found is None:
            others += 1
            continue
        start, end = found
        if start == 0 and end < len(name):
            first += weight
        elif end == len(name) and start:
            last += weight
    if first + last == 0.5 * by_ending and by_ending <= others:
        # Endings say nothing of names from other lands, if these are as many.
        return None
    if first + last < 1 or 0.4 < first / (first + last) < 0.6:
        return None
    return first > last


def _joined(prefixes: list[str], name: FullName, capacity: str, note: str) -> FullName:
    prefix = " ".join(filter(None, prefixes))
    return replace(name, prefix=prefix, capacity=capacity, note=note)


def _take_brackets(text: str) -> tuple[str, str, str]:
    """`text` without brackets that are no name, the capacity one says, and what else was said.

    A nickname stays where it is: "Jingwan (Cynthia) Lu".
    """
    capacity, notes = "", []
    for bracket in list(_BRACKET.finditer(text)):
        inside = bracket[1]
        if is_prefix(inside):
            # "OZOLS, Juris (Mr)"
            text = f"{inside} {text.replace(bracket[0], ' ', 1)}"
            continue
        found = words.value_of("capacity", inside) or words.value_of(
            "capacity", inside.partition(",")[0]
        )
        if found:
            capacity = capacity or found
        elif not (
            vocabulary.is_filler(inside)
            or vocabulary.is_remark_on_person(inside)
            or vocabulary.names_a_post(inside)
        ):
            continue
        else:
            notes.append(inside)
        text = text.replace(bracket[0], " ", 1)
    text = " ".join(text.split())
    # "Jan KOWALSKI, Head of Delegation" or "Head of Delegation: Jan KOWALSKI"
    found, rest = words.take_capacity(text)
    if found and rest:
        capacity, text = capacity or found, rest
    return text.strip(" ,;–-:"), capacity, ", ".join(notes)


def _without_brackets(text: str) -> str:
    return " ".join(_BRACKET.sub(" ", text).split())


def _tidied(text: str) -> str:
    """`text` without a number or bullet in front, "Mr.Jan" as two words."""
    text = without_number(text)[1]
    if text and not text[-1].isalpha():
        text = _MARKS.sub("", text)
    if " -" in text or " –" in text:
        text = re.sub(r"(?<=\w)\s+([-–])\s+(?=\w)", r" \1 ", text)
    if "." in text:
        text = _STUCK.sub(r"\1. ", _STUCK_INITIALS.sub(r"\1 ", text))
    return text.strip(" ,;\t\r\n")


def _by_words(name: str, family_first: bool | None) -> FullName:
    found = _merged(name.split())
    if len(found) < 2:
        return FullName("", "", name.strip())
    born: list[str] = []
    while len(found) > 2 and _squash(found[-1]).strip(".") in GENERATIONS:
        if _squash(found[-1]) in ("junior", "neto") and len(found) < 4:
            break
        born.insert(0, found.pop())
    sure = True
    place = (
        _by_capitals(found)
        or _by_son_or_daughter(found)
        or _by_patronymic(found)
        or _by_initials(found)
        or _vietnamese(found)
        or _by_leading_particle(found)
        or _by_inner_particle(found)
        or _by_ending(found, PLAIN_ENDING)
    )
    if place is None and born:
        # "Juan Cruz III": nobody writes that behind given names.
        family_first = False
    if place is None and family_first is not None:
        place = _by_order(found, family_first)
    if place is None or (place[1] == len(found) and not family_first):
        place = _by_small_particle(found) or place
    if place is None:
        place = _by_ending(found) if in_cyrillic(name) else None
    if place is None:
        # In Latin, two or three words in the Western order are what lists have.
        sure = not in_cyrillic(name) and len(found) < 4
        place = _by_order(found, False)
    start, end = place
    if end == 0:
        start, end = 0, len(found)
    family = [*found[start:end], *born]
    given = [*found[:start], *found[end:]]
    return FullName("", " ".join(given), " ".join(family), sure=sure)


def _by_order(found: list[str], family_first: bool) -> tuple[int, int]:
    if family_first:
        end = 0
        while end < len(found) - 2 and _is_particle(found[end]):
            end += 1
        end += 1
        while (
            end + 1 < len(found) - 1 and _squash(found[end]) in JOINING and _is_joining(found, end)
        ):
            end += 2
        return 0, end
    return _with_particles(found, len(found) - 1, len(found)), len(found)


def _is_joining(found: list[str], at: int) -> bool:
    """Whether the word at `at` joins two family names: "Badia i Coll", "RUIZ I VELASCO"."""
    word = found[at]
    if _squash(word) not in JOINING or not 0 < at < len(found) - 1:
        return False
    if word.islower() or word == "Y":
        return True
    around = found[at - 1], found[at + 1]
    return (
        not word.endswith(".")
        and all(map(is_capital, around))
        and not all(is_capital(each) or len(each) == 1 for each in found)
    )


def _merged(found: list[str]) -> list[str]:
    """`found` with words that belong together as one: "Anvar o'g'li", "SRISA - ARD"."""
    merged: list[str] = []
    at = 0
    while at < len(found):
        word = found[at]
        if merged and word in "-–" and at + 1 < len(found):
            merged[-1] = f"{merged[-1]} {word} {found[at + 1]}"
            at += 2
            continue
        if len(merged) > 1 and _squash(word) in SON_OR_DAUGHTER:
            merged[-1] = f"{merged[-1]} {word}"
        else:
            merged.append(word)
        at += 1
    return merged


def _by_capitals(found: list[str]) -> tuple[int, int] | None:
    """Where the family name begins and ends, if it alone is in capitals."""
    capital = [is_capital(word) for word in found]
    others = [
        word
        for word, is_it in zip(found, capital, strict=True)
        if not is_it and not _is_initial(word) and not (word.islower() and _is_particle(word))
    ]
    if not any(capital):
        return None
    initials = [_is_initial(word) for word in found]
    if not others:
        if not any(initials) or not (initials[-1] or initials[0]):
            return None
        # "ИВАНОВ И. И.", "J.R. SMITH"
        if all(each or is_it for each, is_it in zip(capital, initials, strict=True)) and (
            sum(capital) > 1 and not initials[-1]
        ):
            return None
    start = capital.index(True)
    end = start + 1
    while end < len(found):
        # "GARCÍA y LÓPEZ", "ESPINOSA de los MONTEROS": what stands between capitals is of one name.
        following = end
        while following < len(found) and (
            _is_particle(found[following]) or _squash(found[following]) in JOINING
        ):
            if capital[following]:
                break
            following += 1
        if following == len(found) or not capital[following]:
            break
        end = following + 1
    while end < len(found) and _squash(found[end]) in ROMAN:
        end += 1
    return _with_particles(found, start, end), end


def _with_particles(found: list[str], start: int, end: int) -> int:
    """Where the family name begins that has its last certain word at `start`."""
    while start:
        word = found[start - 1]
        if (
            _is_joining(found, start - 1)
            and start > 2
            and is_capital(found[start]) == is_capital(found[start - 2])
        ):
            start -= 2
            continue
        if not _is_particle(word):
            break
        key = _squash(word)
        if not word.islower():
            if start == 1 and end == len(found):
                # Somebody's only given name: "Ben WEISS", "San Martín".
                break
            if key in VIETNAMESE_MIDDLE and _squash(found[start]) in VIETNAMESE:
                break
            if (
                start == 1
                and is_capital(found[start])
                and not is_capital(word)
                and key in NAMES_TOO - {"o", "di", "da", "le", "la", "ben"}
            ):
                break
        elif start == 1 and end == len(found) and key in NAMES_TOO and len(found) == 2:
            break
        start -= 1
    return start


def _by_patronymic(found: list[str]) -> tuple[int, int] | None:
    """Where the family name stands, if there is a patronymic that shows it."""
    places = [at for at, word in enumerate(found) if at and _is_patronymic(word)]
    if len(found) < 3 or not places:
        return None
    at = places[0]
    if at == 2 == len(found) - 1 and _by_ending(found[:2]) == (1, 2):
        # "Elçin Məmmədov Rauf oğlu"
        return 1, 2
    if at == len(found) - 1:
        # Before the given name; of four words it may have two.
        return 0, max(1, len(found) - 2)
    # "Петр Ильич Петрович" ends in a family name that looks like a patronymic.
    return at + 1, len(found)


def _by_son_or_daughter(found: list[str]) -> tuple[int, int] | None:
    """Where the father's name stands as a family name: "Nurlan uulu Azamat"."""
    if len(found) == 3 and _squash(found[1]) in SON_OR_DAUGHTER:
        return 0, 2
    if len(found) == 2 and " " in found[1] and _is_patronymic(found[1]):
        return None if _by_ending(found) == (0, 1) else (1, 2)
    return None


def _by_initials(found: list[str]) -> tuple[int, int] | None:
    """Where the family name stands, if all other words are initials: "Иванов И. И.", "J. Smith"."""
    whole = [at for at, word in enumerate(found) if not _is_initial(word)]
    if not whole or len(whole) == len(found) or whole[-1] - whole[0] + 1 != len(whole):
        return None
    start, end = whole[0], whole[-1] + 1
    named = [word for word in found[start:end] if not _is_particle(word)]
    if len(named) != 1:
        return None
    return start, end


def _by_ending(
    found: list[str], pattern: re.Pattern[str] = FAMILY_ENDING
) -> tuple[int, int] | None:
    """Where the family name stands, if the ending of one outer word alone shows it."""
    ends = [bool(pattern.fullmatch(_squash(word))) for word in (found[0], found[-1])]
    ends = [
        is_it and _squash(word) not in GIVEN_WITH_SUCH_ENDING
        for is_it, word in zip(ends, (found[0], found[-1]), strict=True)
    ]
    if ends == [True, False]:
        return 0, 1
    if ends == [False, True]:
        return len(found) - 1, len(found)
    return None


def _vietnamese(found: list[str]) -> tuple[int, int] | None:
    keys = [_squash(word) for word in found]
    if len(found) > 2 and keys[0] in VIETNAMESE and keys[1] in VIETNAMESE_MIDDLE:
        return 0, 1
    return None


def _by_leading_particle(found: list[str]) -> tuple[int, int] | None:
    """Where the family name stands that the name begins with: "De Luca Salvatore"."""
    keys = [_squash(word) for word in found]
    at = 0
    if keys[0] == "abd" and len(found) > 2:
        # "Abd al-Karim Haddad" is no family name, but a given one.
        while at < len(found) - 2 and _is_particle(found[at]):
            at += 1
        return at + 1, len(found)
    while at < len(found) - 1 and _is_particle(found[at]) and keys[at] not in NAMES_TOO - {"da"}:
        at += 1
    if not at or at > len(found) - 2 or keys[-1] in VIETNAMESE:
        return None
    return 0, at + 1


def _by_inner_particle(found: list[str]) -> tuple[int, int] | None:
    """Where the family name stands that particles begin before the last word ("Anne Le Gall"), or
    that has one in it ("El-Masry", "O'Brien")."""
    at = len(found) - 1
    if _squash(found[at]) in VIETNAMESE:
        return None
    start = _with_particles(found, at, len(found))
    # "Ó" with its accent is nobody's second name.
    single = (
        start == at - 1
        and _squash(found[start]) in GIVEN_TOO
        and not found[start].islower()
        and found[start] != "Ó"
    )
    if 0 < start < at and not single:
        return start, len(found)
    inside = [_WITH_PARTICLE.match(word) is not None for word in (found[0], found[-1])]
    if inside == [True, False]:
        return 0, 1
    return (at, len(found)) if inside == [False, True] else None


def _by_small_particle(found: list[str]) -> tuple[int, int] | None:
    """Where the family name begins whose particle has two words behind it: "Elena del Río Ortega".

    Not where it belongs to a given name, as in "María del Mar Ruiz".
    """
    for at in range(1, len(found) - 2):
        if found[at] in OF_FAMILY:
            of_given = found[at] in ("de", "del") and _squash(found[at - 1]) in ("maria", "ma")
            return None if of_given else (at, len(found))
    return None


# --- Words ------------------------------------------------------------------------------------
_ALL_PARTICLES = PARTICLES | SMALL_PARTICLES | JOINING


_folded = lru_cache(maxsize=20_000)(fold)


@lru_cache(maxsize=20_000)
def _squash(word: str) -> str:
    """`word` in small letters without accents and apostrophes: "o‘g‘li" gives "ogli"."""
    word = unicodedata.normalize("NFC", word)
    # "й" and "ё" are letters, no accents.
    kept = (
        c if c in "йїёў" else unicodedata.normalize("NFD", c)[:1]
        for c in _APOSTROPHES.sub("", word).casefold()
    )
    return "".join("i" if c == "ı" else c for c in kept if not unicodedata.combining(c)).strip(
        ".,;"
    )


@lru_cache(maxsize=20_000)
def _is_patronymic(word: str) -> bool:
    if " " in word:
        return _squash(word.split()[-1]) in SON_OR_DAUGHTER
    key = _squash(word)
    if key in SHORT_PATRONYMICS:
        return True
    return any(key.endswith(ending) and len(key) >= len(ending) + STEM for ending in ENDINGS)


@lru_cache(maxsize=20_000)
def is_capital(word: str) -> bool:
    """Whether `word` is in capitals, as lists write family names: also "McDONALD", "DeCHAMBEAU"."""
    if _is_initial(word) or _squash(word) in ROMAN or word[:1] in '"“«„':
        return False
    rest = _MC.sub("", word).replace("ß", "SS")
    letters = [c for c in rest if c.lower() != c.upper()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return True
    mixed = _MIXED_CAPITALS.match(rest)
    if mixed is None:
        return False
    letters = [c for c in rest[mixed.end() :] if c.lower() != c.upper()]
    return len(letters) > 2 and all(c.isupper() for c in letters)


def _is_initial(word: str) -> bool:
    return (
        _INITIAL.fullmatch(word) is not None
        and _squash(word) not in ("ó", "í")
        and word not in (*("Ó", "Í", "i", "y", "e", "и", "і"),)
    )


def _is_particle(word: str) -> bool:
    key = _squash(word)
    if (
        not word.isascii()
        and key not in ("o", "ni", "ait", "ui")
        and not in_cyrillic(word)
        and (_APOSTROPHES.sub("", word).casefold() != key)
    ):
        # "Văn" is not "van".
        return False
    if key in SMALL_PARTICLES and key not in PARTICLES:
        return word.islower() or word[:1] in "'’"
    if key == "o":
        return word in ("Ó", "ó", "Ua", "O'", "O’")
    return (key in PARTICLES and not word.endswith(".")) or key == "st"


def _is_name_word(word: str) -> bool:
    plain = word.strip(".,'’\"“”«»()")
    if not plain:
        return word in ("-", "–", ".") or bool(word.strip(".,"))
    return all(c.isalpha() or unicodedata.combining(c) or c in "-–'’‘ʻʼ`´.·ʹ" for c in plain)


# --- Titles -----------------------------------------------------------------------------------
def _title_parts(text: str) -> list[str]:
    found = _folded(text).split()
    return [
        " ".join(found[at : at + length])
        for at in range(len(found))
        for length in range(1, LONGEST + 1)
    ]


def _is_clear_title(word: str) -> bool:
    return _folded(word) in {
        "mr",
        "mrs",
        "ms",
        "mme",
        "г н",
        "г жа",
        "господин",
        "госпожа",
        "herr",
        "frau",
    }


def _leading_titles(found: list[str], *, alone: bool = False) -> int:
    """How many of the first words are titles."""
    number = 0
    while number < len(found):
        for length in range(min(LONGEST, len(found) - number), 0, -1):
            some = found[number : number + length]
            if _is_title(some, found[number + length :], alone=alone or number > 0):
                number += length
                if _folded(" ".join(some)) in RANKS:
                    number += _services(found[number:])
                break
        else:
            if number and _folded(found[number]) in ("et", "and", "и"):
                # "Mgr. et Mgr."
                more = _leading_titles(found[number + 1 :])
                return number + 1 + more if more else number
            return number
    return number


def _services(found: list[str]) -> int:
    """How many words behind a rank say of what it is: "внутренней службы", "милиции в отставке"."""
    number = 0
    if len(found) > 2 and found[0] in ("SG", "KAS", "SC"):
        # "płk SG Marek WILCZEK"
        return 1
    while number < len(found) and found[number].islower() and not _is_particle(found[number]):
        number += 1
    # A name in small letters is no service.
    return number if number < len(found) else 0


def _is_title(some: list[str], rest: list[str], *, alone: bool) -> bool:
    text = " ".join(some)
    key = _folded(text)
    if text.endswith(",") and key not in CLEAR_TITLES:
        # "King, Martin"
        return False
    if key == "he" and text == "HE":
        return bool(rest) and _folded(rest[0].strip(".")) in TITLES
    if key not in TITLES:
        return False
    stop = text.endswith(".")
    if key in WITH_STOP and not stop:
        return False
    if not rest:
        return alone and (len(key) > 1 or stop) and key not in {"г", "т", "d", "p"}
    whole = [word for word in rest if not _is_initial(word)]
    if all(len(word.strip(".")) == 1 and word.isupper() for word in some) or len(key) == 1:
        # Letters are initials unless a given and a family name follow, or another title.
        if _folded(rest[0].strip(".")) in CLEAR_TITLES:
            return True
        return len(whole) > 1 and not _is_initial(rest[0])
    if key in TITLES_OR_NAMES and key not in CLEAR_TITLES:
        return len(whole) > 1 or (stop and (key != "hon" or bool(whole)) and len(key) > 2)
    if key in TITLES_OR_NAMES and not stop:
        return len(whole) > 1
    # "Генерал Пётр Ильич": a given name and a patronymic want a family name.
    return key not in FAMILY_NAMES_TOO or len(rest) != 2 or not _is_patronymic(rest[1])
