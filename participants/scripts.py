"""One person in two scripts and two languages: which text belongs where, and what is printed.

A name stands in Latin letters and in Cyrillic, position and institution in English and in Russian.
Each may be missing, but one name is there; what a list in one language lacks, it prints in the
other.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from core.text import in_cyrillic

# The parts of a name as they are kept in Latin and in Cyrillic letters, in the same order. Letters
# of other scripts, such as Georgian, count as Latin here.
NAMES = ("given_names", "family_name")
CYRILLIC = ("given_names_cyrillic", "family_name_cyrillic")
# Where somebody works: in English, or in another language in Latin letters, and in Russian.
JOB = ("position", "institution")
JOB_IN_RUSSIAN = ("position_ru", "institution_ru")

# The field with the same in Cyrillic letters, by the name of that in Latin letters.
RUSSIAN_OF = dict(zip((*NAMES, *JOB), (*CYRILLIC, *JOB_IN_RUSSIAN), strict=True))
# And the other way round too.
TWINS = {**RUSSIAN_OF, **{russian: name for name, russian in RUSSIAN_OF.items()}}
# What is printed in one script as a whole: a name, a position, an institution; in both scripts.
_IN_LATIN = (NAMES, *((name,) for name in JOB))
WHOLES = (*_IN_LATIN, *(tuple(RUSSIAN_OF[name] for name in names) for names in _IN_LATIN))


def by_script(values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` of a person, by field, with what is written in Cyrillic in the fields for it.

    Nothing is overwritten: where these say something else already, all stays where it is.
    """
    moved = dict(values)
    for names in _IN_LATIN:
        texts = [values.get(name) or "" for name in names]
        if not in_cyrillic("".join(texts)):
            continue
        there = [values.get(RUSSIAN_OF[name]) or "" for name in names]
        if any(there) and there != texts:
            continue
        for name, text in zip(names, texts, strict=True):
            if name in values:
                moved[name], moved[RUSSIAN_OF[name]] = "", text
    return moved


def sort_by_script(record: Any) -> None:
    """The same for a person or delegate, who is changed."""
    for name, text in by_script({name: getattr(record, name) for name in TWINS}).items():
        setattr(record, name, text)


def in_script(record: Any, language: str) -> dict[str, str]:
    """What a list in `language` prints of `record`, by the name of the field in Latin letters.

    `record` is a person or a delegate, or a mapping of their values.
    """
    get = record.get if isinstance(record, Mapping) else partial(getattr, record)
    printed: dict[str, str] = {}
    for names in _IN_LATIN:
        latin = [get(name) or "" for name in names]
        russian = [get(RUSSIAN_OF[name]) or "" for name in names]
        first, second = (russian, latin) if language == "ru" else (latin, russian)
        # Of a name, the last part is that without which there is none.
        printed |= zip(names, first if first[-1] else second, strict=True)
    return printed


def names_in(record: Any, language: str = "en") -> tuple[str, str]:
    """Given names and family name, as a list in `language` prints them."""
    printed = in_script(record, language)
    return printed["given_names"], printed["family_name"]


def name_in(record: Any, language: str = "en") -> str:
    """Both in one line."""
    return " ".join(filter(None, names_in(record, language)))
