"""From a name in one cell to prefix, given names and family name.

What tells the family name, the surest first: a comma ("Kowalski, Jan"), capitals ("Jan KOWALSKI",
"van der BERG Anna"), a patronymic ("Иванов Иван Иванович"), what the header says ("Surname, name"),
and last the Western order. Everything is kept as it is written.
"""

import re
from dataclasses import dataclass

from core.text import fold

# Folded; of several words, those that stand together.
_PREFIXES = {
    *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady"),
    *("hon", "the hon", "honourable", "the honourable", "rt hon", "the rt hon", "excellency"),
    *("habil", "hab"),
    *("h e", "his excellency", "her excellency", "h h", "h r h", "rev", "msgr", "amb"),
    *("ambassador", "col", "colonel", "lt col", "lieutenant colonel", "gen", "general", "maj gen"),
    *("lt gen", "brig gen", "major general", "brigadier general", "maj", "major", "capt"),
    *("captain", "lt", "lieutenant", "sgt", "sergeant", "mister", "madam", "madame", "sheikh"),
    *("mme", "mmes", "mlle", "monsieur", "mademoiselle", "s e", "s e m", "son excellence", "me"),
    *("sr", "sra", "srta", "senor", "senora", "senorita", "don", "dona", "d", "dna", "excmo"),
    *("su excelencia", "herr", "frau", "pan", "pani", "p", "sig", "sig ra", "signor", "signora"),
    *("ing", "mgr", "bc", "judr", "phdr", "mudr", "rndr", "paeddr", "doc", "mag", "dipl ing"),
    *("inz", "dr hab", "mgr inz", "dr inz", "med", "prim"),
    *("г н", "г жа", "г", "господин", "госпожа", "е п", "гн", "гжа"),
    *("его превосходительство", "ее превосходительство", "д р", "доктор", "проф", "профессор"),
    *("посол", "генерал", "генерал майор", "генерал лейтенант", "генерал полковник", "майор"),
    *("полковник", "подполковник", "капитан", "лейтенант", "старший лейтенант", "пан", "пани"),
    *("т", "тов", "товарищ", "мырза", "ханым", "жаноб", "janob", "xonim"),
}
# One letter or a short name that is also somebody's: a prefix only with a full stop.
_WITH_STOP = {"m", "p", "d", "г", "т", "me", "doc", "med", "don", "prim", "sr", "pan", "hon", "mag"}
_LONGEST = max(len(prefix.split()) for prefix in _PREFIXES)
_DEGREES = {
    *("phd", "ph d", "mba", "ma", "msc", "m sc", "ba", "bsc", "llm", "ll m", "csc", "drsc", "md"),
    *("jr", "sr", "ii", "iii", "iv", "esq", "mpa", "cfa", "dsc", "jd", "mp", "mep"),
    *("к э н", "д э н", "к и н", "к ю н", "д ю н"),
}
# What stands before a family name, in small letters, and belongs to it.
_PARTICLES = {
    *("van", "von", "der", "den", "de", "di", "da", "del", "della", "dela", "la", "le", "el", "al"),
    *("bin", "ibn", "ben", "ter", "ten", "af", "av", "zu", "zum", "zur", "dos", "das", "do", "du"),
    *("des", "st", "san", "santa", "y", "e", "und", "d", "l", "dalla", "dal", "lo", "os", "мак"),
    *("фон", "ван", "дер", "де", "аль", "эль", "бен", "ибн", "дю", "ла", "ле", "ди"),
}
# The ends of patronymics, and words that make one of the name before them.
_PATRONYMIC = re.compile(r".{3,}(ович|евич|ич|овна|евна|ична|инична|ovich|evich|ovna|evna)")
_SON_OR_DAUGHTER = {
    *("оглы", "оглу", "кызы", "кизи", "углы", "уулу", "улы", "ұлы", "қызы", "угли", "ўғли", "қизи"),
    *("ogly", "oglu", "kyzy", "ugli", "uulu", "uly", "o gli", "qizi", "gyzy", "tegin"),
}
_INITIAL = re.compile(r"(\w\.-?)+|\w")
_MC = re.compile(r"(Mc|Mac|Fitz|O['’ʼ]|[DdLl]['’ʼ])(?=\w)")
_NUMBERED = re.compile(r"\s*(\d+\s*[.)]|[-–•*·])\s+")
_STUCK = re.compile(r"\b(Mrs?|Ms|Dr|Prof|Mme|Sra?|H\.E)\.(?=[^\W\d_]{2})")
_FAMILY_FIRST = (
    *("surname", "family", "last name", "apellido", "nom et", "nom prenom", "noms et", "фамилия"),
    *("фио", "ф и о", "lastname"),
)


@dataclass(frozen=True, slots=True)
class FullName:
    prefix: str
    given_names: str
    family_name: str


def is_prefix(text: str) -> bool:
    """Whether `text` is nothing but prefixes."""
    words = text.split()
    return bool(words) and _leading_prefixes(words) == len(words)


def says_family_first(header: str) -> bool:
    """Whether the header of a column of names puts the family name first."""
    return fold(header).startswith(_FAMILY_FIRST)


def looks_like_a_name(text: str) -> bool:
    """Whether `text` is, by its looks, a name in full: for columns without a header."""
    words = _tidied(text).split()
    words = words[_leading_prefixes(words) :]
    return (
        2 <= len(words) <= 5
        and not any(c.isdigit() for c in text)
        and (
            len(words) < len(text.split())
            or any(_is_capital(word) for word in words)
            or all(word[:1].isupper() for word in words if fold(word) not in _PARTICLES)
        )
    )


def reads_like_a_sentence(text: str) -> bool:
    """Whether `text`, alone in a column of names, is rather a note: "Prepared by the protocol"."""
    words = without_prefix(text)[1].split()
    small = [word for word in words if word[:1].islower() and fold(word) not in _PARTICLES]
    return bool(words) and words[0][:1].isupper() and len(small) > 1


def without_prefix(text: str) -> tuple[str, str]:
    """`text` as the prefixes that it begins with, and the rest."""
    words = _tidied(text).split()
    number = _leading_prefixes(words)
    if number == len(words):
        return "", " ".join(words)
    return " ".join(words[:number]), " ".join(words[number:])


def _tidied(text: str) -> str:
    """`text` without a number or bullet in front, "Mr.Jan" as two words."""
    if numbered := _NUMBERED.match(text):
        text = text[numbered.end() :]
    return _STUCK.sub(r"\1. ", text).strip(" ,;\t\r\n")


def split(text: str, *, family_first: bool = False) -> FullName:
    """A name in one cell, taken apart; `family_first` is what its header says."""
    prefix, name = without_prefix(text)
    before, comma, after = name.partition(",")
    prefixes = [prefix]
    if comma:
        parts = [part.strip() for part in after.split(",")]
        degrees = [part for part in parts if fold(part) in _DEGREES]
        names = [part for part in parts if part and fold(part) not in _DEGREES]
        if names:
            more, given = without_prefix(", ".join(names))
            if is_prefix(given):
                more, given = given, ""
            if not given:
                return _joined([*prefixes, more, *degrees], _by_words(before, family_first))
            return _joined([*prefixes, more, *degrees], FullName("", given, before.strip()))
        prefixes += degrees
        name = before
    words = name.split()
    while len(words) > 2 and fold(words[-1]) in _DEGREES - {"ii", "iii", "iv"}:
        prefixes.insert(1, words.pop())
    return _joined(prefixes, _by_words(" ".join(words), family_first))


def _joined(prefixes: list[str], name: FullName) -> FullName:
    return FullName(" ".join(filter(None, prefixes)), name.given_names, name.family_name)


def _by_words(name: str, family_first: bool) -> FullName:
    words = name.split()
    if len(words) < 2:
        return FullName("", "", name.strip())
    if (found := _by_capitals(words)) is None:
        found = _by_patronymic(words)
    if found is None:
        if family_first:
            start, end = 0, 1
            while end < len(words) - 1 and fold(words[end - 1]) in _PARTICLES:
                end += 1
        else:
            start, end = _with_particles(words, len(words) - 1), len(words)
            start = start or 1
        found = start, end
    start, end = found
    given = [*words[:start], *words[end:]]
    return FullName("", " ".join(given), " ".join(words[start:end]))


def _by_capitals(words: list[str]) -> tuple[int, int] | None:
    """Where the family name begins and ends, if it alone is in capitals."""
    capital = [_is_capital(word) for word in words]
    if not any(capital) or all(
        capital[at] or (_INITIAL.fullmatch(words[at]) is None and fold(words[at]) in _PARTICLES)
        for at in range(len(words))
    ):
        return None
    start = capital.index(True)
    end = start + 1
    while end < len(words):
        # "GARCÍA y LÓPEZ": what stands between capitals is of one name with them.
        following = end
        while following < len(words) and fold(words[following]) in _PARTICLES:
            following += 1
        if following == len(words) or not capital[following]:
            break
        end = following + 1
    return _with_particles(words, start), end


def _with_particles(words: list[str], start: int) -> int:
    while start and words[start - 1][:1].islower() and fold(words[start - 1]) in _PARTICLES:
        start -= 1
    if start == 1 and words[0][:1].isupper() and fold(words[0]) in {"van", "von", "de", "al", "el"}:
        start = 0
    return start


def _by_patronymic(words: list[str]) -> tuple[int, int] | None:
    """Where the family name stands, if there is a patronymic that shows it."""
    if len(words) < 3:
        return None
    last = fold(words[-1])
    if last in _SON_OR_DAUGHTER:
        return (0, 1)
    if len(words) == 3:
        if _PATRONYMIC.fullmatch(last):
            # "Петр Ильич Петрович" ends in a family name that looks like a patronymic.
            return (2, 3) if _PATRONYMIC.fullmatch(fold(words[1])) else (0, 1)
        if _PATRONYMIC.fullmatch(fold(words[1])):
            return (2, 3)
    if len(words) == 4 and fold(words[2]) in _SON_OR_DAUGHTER:
        return (3, 4)
    return None


def _is_capital(word: str) -> bool:
    """Whether `word` is in capitals, as lists write family names."""
    if _INITIAL.fullmatch(word) or fold(word) in {"ii", "iii", "iv"}:
        return False
    letters = [c for c in _MC.sub("", word).replace("ß", "SS") if c.lower() != c.upper()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def _leading_prefixes(words: list[str]) -> int:
    """How many of the first words are prefixes."""
    number = 0
    while number < len(words):
        for length in range(min(_LONGEST, len(words) - number), 0, -1):
            some = words[number : number + length]
            if _is_one_prefix(some, words[number + length :]):
                number += length
                break
        else:
            return number
    return number


def _is_one_prefix(words: list[str], rest: list[str]) -> bool:
    text = " ".join(words)
    key = fold(text)
    if key == "he" and text == "HE":
        return bool(rest) and fold(rest[0]) in _PREFIXES
    if key == "m":
        # Monsieur, unless it is an initial: "M. Smith".
        return text == "M." and len(rest) > 1 and not _INITIAL.fullmatch(rest[0])
    if key not in _PREFIXES:
        return False
    return key not in _WITH_STOP or text.endswith(".")
