"""The languages that a list can be had in: one of the register's, or all of them side by side."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils import translation

from events.participant_list.errors import UnknownLanguage

# English and Russian side by side: “Kazakhstan / Казахстан”.
BOTH = "both"
SEPARATOR = " / "


def list_languages() -> list[str]:
    """What can be asked for."""
    return [*dict(settings.LANGUAGES), BOTH]


def languages_of(language: str) -> list[str]:
    """The languages of a list in `language`. The first decides its order."""
    if language not in list_languages():
        raise UnknownLanguage(language)
    return list(dict(settings.LANGUAGES)) if language == BOTH else [language]


def in_languages(language: str, text: Callable[[], object]) -> list[str]:
    """The text of what `text` returns, in each language of a list, without repetition."""
    return distinct(_in_each(language, lambda: str(text())))


def in_language(language: str, text: Callable[[], object]) -> str:
    """What `text` returns in the languages of a list in `language`, in one line."""
    return SEPARATOR.join(in_languages(language, text))


def texts_in_language(language: str, texts: Callable[[], list[str]]) -> list[str]:
    """Each of several texts in one line, as `in_language` has it.

    `texts` returns as many in every language.
    """
    lists = _in_each(language, texts)
    return [SEPARATOR.join(distinct(same)) for same in zip(*lists, strict=True)]


def distinct(texts: Iterable[str]) -> list[str]:
    """`texts` without empty ones and repetitions."""
    return list(dict.fromkeys(filter(None, texts)))


def _in_each(language: str, text: Callable[[], Any]) -> list[Any]:
    results = []
    for code in languages_of(language):
        with translation.override(code):
            results.append(text())
    return results
