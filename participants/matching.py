"""Finds the state or organisation that a text names: one certain record, or a list of proposals.

A name counts as certain if it is recorded (any name, code or alias, in either language), is the
state's name in CLDR (in the languages of lists, and its own), its official name or a short form of
lists (`official_names.csv`), or differs from one of these only by accents, case, punctuation, the
order of its words, articles, "and" and "Republic of", or in Russian by its case ("от Республики
Казахстан"). A code of sports lists ("GER") is proposed. What several could be called, what no
longer exists, and what is merely similar becomes a list of proposals, the likeliest first.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from core.text import fold
from participants.models import Organisation, State

Participant = State | Organisation

# Lists from outside name every state in these; and a state itself in its own.
_LANGUAGES = (
    *("en", "ru", "fr", "es", "de", "it", "pt", "pl", "uk", "tr", "az", "kk", "ky", "tg", "tk"),
    "uz",
)
_OFFICIAL_NAMES = Path(__file__).with_name("official_names.csv")
# Names that several states go by: whoever means one of them must say which.
_SHARED = {
    "congo": ("CD", "CG"),
    "конго": ("CD", "CG"),
    "kongo": ("CD", "CG"),
    "korea": ("KR", "KP"),
    "coree": ("KR", "KP"),
    "corea": ("KR", "KP"),
    "корея": ("KR", "KP"),
    "republic china": ("CN", "TW"),
    "китайская республика": ("CN", "TW"),
}
_SOVIET = ["AM", "AZ", "BY", "EE", "GE", "KZ", "KG", "LV", "LT", "MD", "RU", "TJ", "TM", "UA", "UZ"]
_YUGOSLAV = ["BA", "HR", "ME", "MK", "RS", "SI", "XK"]
_CZECHOSLOVAK = ("CZ", "SK")
# Names of former states, with the states on their territory.
_FORMER = {
    **dict.fromkeys(
        ("ussr", "soviet union", "union soviet socialist republics", "urss", "ссср"), _SOVIET
    ),
    **dict.fromkeys(("советский союз", "советского союза"), _SOVIET),
    **dict.fromkeys(("yugoslavia", "yougoslavie", "югославия", "сфрю", "sfry"), _YUGOSLAV),
    **dict.fromkeys(("former yugoslavia", "бывшая югославия", "союзная югославия"), _YUGOSLAV),
    **dict.fromkeys(("serbia montenegro", "сербия черногория"), ("RS", "ME")),
    **dict.fromkeys(("czechoslovakia", "tchecoslovaquie", "чехословакия"), _CZECHOSLOVAK),
    **dict.fromkeys(("gdr", "german democratic republic", "east germany", "гдр"), ("DE",)),
}
_SMALL = {
    *("the", "of", "and", "for", "a", "la", "le", "les", "l", "el", "los", "las"),
    *("de", "du", "des", "del", "der", "die", "et", "y", "и"),
}
_REPUBLIC = {
    *("republic", "republics", "republique", "republica", "republik", "республика", "rep"),
}
# What lists shorten.
_SHORT = {
    "rep": "republic",
    "repub": "republic",
    "dem": "democratic",
    "st": "saint",
    "is": "islands",
    "fed": "federated",
    "респ": "республика",
    "isl": "islamic",
    "plur": "plurinational",
    "федер": "федеративная",
    "дем": "демократическая",
    "pdr": "peoples democratic republic",
}
# Words of an official name that many have: they say nothing of which state is alike.
_GENERIC = (
    _SMALL
    | _REPUBLIC
    | {
        *("kingdom", "state", "states", "federal", "federation", "democratic", "peoples"),
        *("people", "s"),
        *("islamic", "arab", "socialist", "united", "union", "principality", "commonwealth"),
        *("islands",),
        *("государство", "королевство", "федеративная", "федерация", "народная", "демократическая"),
        *("исламская", "арабская", "социалистическая", "объединенная", "союз", "княжество"),
        *("острова",),
    }
)
# The codes of the International Olympic Committee that are not those of ISO. Some are another
# state's there ("BRN"), so that they are proposed, and never taken for certain.
_SPORTS = {
    "ALG": "DZ",
    "ANG": "AO",
    "ANT": "AG",
    "BAH": "BS",
    "BAN": "BD",
    "BAR": "BB",
    "BHU": "BT",
    "BIZ": "BZ",
    "BOT": "BW",
    "BRN": "BH",
    "BUL": "BG",
    "BUR": "BF",
    "CAM": "KH",
    "CGO": "CG",
    "CHA": "TD",
    "CHI": "CL",
    "CRC": "CR",
    "CRO": "HR",
    "DEN": "DK",
    "ESA": "SV",
    "FIJ": "FJ",
    "GAM": "GM",
    "GBS": "GW",
    "GEQ": "GQ",
    "GER": "DE",
    "GRE": "GR",
    "GRN": "GD",
    "GUA": "GT",
    "GUI": "GN",
    "HAI": "HT",
    "HON": "HN",
    "INA": "ID",
    "IRI": "IR",
    "KOS": "XK",
    "KSA": "SA",
    "KUW": "KW",
    "LAT": "LV",
    "LBA": "LY",
    "LES": "LS",
    "LIB": "LB",
    "MAD": "MG",
    "MAS": "MY",
    "MAW": "MW",
    "MGL": "MN",
    "MON": "MC",
    "MRI": "MU",
    "MTN": "MR",
    "MYA": "MM",
    "NCA": "NI",
    "NED": "NL",
    "NEP": "NP",
    "NGR": "NG",
    "NIG": "NE",
    "OMA": "OM",
    "PAR": "PY",
    "PHI": "PH",
    "PLE": "PS",
    "POR": "PT",
    "ROC": "RU",
    "SAM": "WS",
    "SEY": "SC",
    "SIN": "SG",
    "SKN": "KN",
    "SLO": "SI",
    "SOL": "SB",
    "SRI": "LK",
    "SUD": "SD",
    "SUI": "CH",
    "TAN": "TZ",
    "TGA": "TO",
    "TOG": "TG",
    "TRI": "TT",
    "URU": "UY",
    "VAN": "VU",
    "VIE": "VN",
    "VIN": "VC",
    "ZAM": "ZM",
    "ZIM": "ZW",
}
# Endings of Russian words in the cases of the singular and plural, the longer first. A word in
# "-ия" keeps it, or Нигерии would be Нигера.
_RUSSIAN_ENDINGS = (
    *("иями", "иях", "ией", "ием", "иям", "ию", "ии", "ия"),
    *("ыми", "ими", "ого", "его", "ому", "ему", "ами", "ями"),
    *("ая", "яя", "ое", "ее", "ые", "ие", "ои", "еи", "ыи", "ии", "ую", "юю", "ых", "их"),
    *("ым", "им"),
    *("ов", "ев", "ом", "ем", "ой", "ах", "ях", "ам", "ям"),
    *("а", "я", "о", "е", "и", "ы", "у", "ю", "ь", "й"),
)
# What stands before a name and is no part of it.
_BEFORE = ("delegation of ", "delegation from ", "delegation ", "делегация ", "delegation de ")

# The least similarity of a proposed name, and of a name that counts as misspelt; and the number of
# proposals.
_LIKE = 0.72
_MISSPELT = 0.86
_MOST = 5


@dataclass(frozen=True, slots=True)
class Match:
    """The record that a text names; or None, with proposals, the likeliest first."""

    record: Participant | None
    proposals: tuple[Participant, ...] = ()


class ParticipantMatcher:
    """Matches texts against all states and organisations; built once for many texts.

    `here` has (name, record) pairs that take precedence over all other names in one list, for
    example the names that delegations had at its event.
    """

    def __init__(self, here: Iterable[tuple[str, Participant]] = ()):
        self._here: dict[str, list[Participant]] = defaultdict(list)
        self._exact: dict[str, list[Participant]] = defaultdict(list)
        self._standard: dict[str, list[Participant]] = defaultdict(list)
        self._sorted: dict[str, list[Participant]] = defaultdict(list)
        self._loose: dict[str, list[Participant]] = defaultdict(list)
        self._stems: dict[str, list[Participant]] = defaultdict(list)
        self._states: dict[str, State] = {}
        self._matches: dict[tuple[str, str], Match] = {}
        for state in State.objects.all():
            self._states[state.iso2 or ""] = state
            for spelling in state.spellings:
                self._add(self._exact, spelling, state)
            for name in (*territory_names(state.iso2 or ""), *official_names(state.iso2 or "")):
                self._add(self._standard, name, state)
        for organisation in Organisation.objects.all():
            for spelling in organisation.spellings:
                self._add(self._exact, spelling, organisation)
        for name, record in here:
            _put(self._here, _key(name), record)
        self._pairs = _pairs_of({*self._exact, *self._standard})

    def match(self, text: str, kind: str = "") -> Match:
        """The record for `text`. `kind` is "state" or "organisation" if that much is known."""
        key = (_key(text), kind)
        if key not in self._matches:
            self._matches[key] = self._match(text, kind)
        return self._matches[key]

    def knows(self, text: str) -> bool:
        """Whether `text` is the exact name of one or several states or organisations."""
        return any(self._found(reading, "")[0] for reading in _readings(text))

    def resembles(self, text: str) -> bool:
        """Whether `text` looks like a misspelt name of a state: "KAZAHSTAN"."""
        return any(self._alike(text, "state", _MISSPELT))

    def _match(self, text: str, kind: str) -> Match:
        possible: list[Participant] = []
        # "от Республики Казахстан"
        bare = re.sub(r"^\s*(от|from)\s+", "", text, flags=re.IGNORECASE)
        for reading in _readings(bare):
            found, certain = self._found(reading, kind)
            if certain and len(found) == 1:
                return Match(found[0])
            possible += found
        # "Poland / Польша", "POLAND – ПОЛЬША": both sides name the same state.
        sides = [side for side in re.split(r"[/|]|\s[-–—]\s", text) if _key(side)]
        if len(sides) == 1:
            # "Казахстан Kazakhstan": two lines of a cell.
            sides = [side for side in map(" ".join, _by_script(text.split())) if _key(side)]
        if len(sides) > 1:
            records = {self._match(side, kind).record for side in sides}
            if len(records) == 1 and None not in records:
                return Match(records.pop())
            possible += [record for record in records if record]
        proposals = dict.fromkeys(possible or self._alike(text, kind))
        return Match(None, tuple(proposals))

    def _found(self, name: str, kind: str) -> tuple[list[Participant], bool]:
        """The records for `name` by the first rule that finds any, and whether that is certain."""
        strict, words = _key(name), _words(name)
        in_order, loose = " ".join(words), _loose(words)
        for certain, records in (
            (True, self._here.get(strict)),
            (False, self._of(_SHARED.get(in_order))),
            (True, self._exact.get(strict)),
            (False, self._of(_FORMER.get(in_order))),
            (True, self._standard.get(strict)),
            (True, self._sorted.get(" ".join(sorted(words)))),
            (True, loose not in _SHARED and self._loose.get(loose)),
            (True, self._stems.get(_stems(words)) if _in_russian(words) else None),
            (False, self._of([_SPORTS[name.strip()]] if name.strip() in _SPORTS else None)),
        ):
            if found := [each for each in records or () if not kind or _kind(each) == kind]:
                return found, certain
        return [], False

    def _of(self, codes: Iterable[str] | None) -> list[State]:
        return [self._states[code] for code in codes or () if code in self._states]

    def _alike(self, text: str, kind: str, least: float = _LIKE) -> Iterator[Participant]:
        """The records whose names look like `text`, the likeliest first."""
        # Shared pairs of letters select the names to compare in full.
        folded = _key(text)[:200]
        shared = Counter(
            name for pair in sorted(_pairs(folded)) for name in self._pairs.get(pair, ())
        )
        likely = sorted(shared.items(), key=lambda each: (-each[1] / (len(each[0]) + 8), each[0]))
        telling = _telling(folded)
        ranked = []
        for name, _number in likely[:60]:
            # The words that many official names have say nothing of which one it is.
            likeness = min(
                SequenceMatcher(None, folded, name, autojunk=False).ratio(),
                SequenceMatcher(None, telling, _telling(name), autojunk=False).ratio(),
            )
            if len(name) > 4 and f" {name} " in f" {folded} ":
                likeness = max(likeness, 0.9)
            if likeness >= least:
                ranked.append((-likeness, name))
        for _likeness, name in sorted(ranked)[:_MOST]:
            for record in self._exact.get(name) or self._standard[name]:
                if not kind or _kind(record) == kind:
                    yield record

    def _add(self, index: dict[str, list], name: str, record: Participant) -> None:
        words = _words(name)
        _put(index, _key(name), record)
        _put(self._sorted, " ".join(sorted(words)), record)
        _put(self._loose, _loose(words), record)
        if _in_russian(words):
            _put(self._stems, _stems(words), record)


@lru_cache(maxsize=1)
def _official_names() -> dict[str, tuple[str, ...]]:
    with _OFFICIAL_NAMES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {
            row["iso2"]: tuple(
                name.strip() for text in (row["en"], row["ru"]) for name in text.split(";")
            )
            for row in rows
        }


def official_names(iso2: str) -> tuple[str, ...]:
    """The official name of a state in English and Russian, and short forms that lists have."""
    return _official_names().get(iso2, ())


@lru_cache(maxsize=512)
def territory_names(iso2: str) -> frozenset[str]:
    """The names that CLDR has for a state, folded."""
    names = set()
    own = get_official_languages(iso2, regional=False, de_facto=True) if iso2 else ()
    for language in (*_LANGUAGES, *own):
        try:
            territories = Locale.parse(language).territories
        except UnknownLocaleError:
            continue
        if name := territories.get(iso2):
            names.add(_key(name))
    return frozenset(names)


def is_territory(text: str) -> bool:
    """Whether `text` is a name of a state, in CLDR or officially; asks no database."""
    return any(
        _key(reading) in _territories()
        or (_in_russian(_words(reading)) and _stems(_words(reading)) in _territory_stems())
        for reading in _readings(text)
    )


@lru_cache(maxsize=1)
def _territories() -> frozenset[str]:
    codes = [code for code in map(str, Locale.parse("en").territories) if len(code) == 2]
    names = {name for code in codes for name in territory_names(code)}
    return frozenset(names | {_key(name) for each in _official_names().values() for name in each})


@lru_cache(maxsize=1)
def _territory_stems() -> frozenset[str]:
    words = map(_words, _territories())
    return frozenset(_stems(each) for each in words if _in_russian(each))


def _kind(record: Participant) -> str:
    return "state" if isinstance(record, State) else "organisation"


def _put(index: dict[str, list], key: str, record: Participant) -> None:
    if key and record not in index[key]:
        index[key].append(record)


def _readings(text: str) -> Iterator[str]:
    """`text`, then `text` without a bracket and without "Delegation of"."""
    yield text
    outside, bracket, _inside = text.partition("(")
    if bracket and _key(outside):
        yield outside
    folded = _key(text)
    for before in _BEFORE:
        if folded.startswith(before):
            yield folded.removeprefix(before)
            return


def _key(text: str) -> str:
    """`text` folded, where a letter-like apostrophe separates like any other: Oʻzbekiston."""
    return " ".join(fold(text).replace("ʻ", " ").replace("ʼ", " ").split())


def _words(name: str) -> list[str]:
    words = (_SHORT.get(word, word) for word in _key(name).split())
    return [word for word in words if word not in _SMALL]


def _loose(words: list[str]) -> str:
    return " ".join(sorted(word for word in words if word not in _REPUBLIC))


def _in_russian(words: list[str]) -> bool:
    return bool(words) and all("\u0430" <= word[0] <= "\u044f" for word in words)


def _by_script(words: list[str]) -> tuple[list[str], list[str]]:
    """The words in Cyrillic, and the others."""
    cyrillic = [word for word in words if any("\u0400" <= c <= "\u052f" for c in word)]
    return cyrillic, [word for word in words if word not in cyrillic]


def _stems(words: list[str]) -> str:
    """The words of a Russian name without the endings of its cases."""
    return " ".join(map(_stem, words))


@lru_cache(maxsize=5_000)
def _stem(word: str) -> str:
    if len(word) < 4 or word.startswith("кита"):
        return word[:4]
    for ending in _RUSSIAN_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word.removesuffix(ending)
            return f"{stem}ия" if ending in _RUSSIAN_ENDINGS[:8] else stem
    return word


def _telling(name: str) -> str:
    """`name` without the words that many names have; all of it where there are no others."""
    return " ".join(word for word in name.split() if word not in _GENERIC) or name


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}


def _pairs_of(names: Iterable[str]) -> dict[str, list[str]]:
    index = defaultdict(list)
    for name in sorted(names):
        for pair in sorted(_pairs(name)):
            index[pair].append(name)
    return index
