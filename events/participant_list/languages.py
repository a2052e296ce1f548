"""The languages that a list can be had in: one of the register's, or all of them side by side."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils import translation

from events.participant_list.errors import UnknownLanguage

# English and Russian side by side: “Kazakhstan / Казахстан”.
BOTH = "both"
SEPARATOR = " / "


def list_languages() -> list[str]:
    """What can be asked for."""
    return [*dict(settings.LANGUAGES), BOTH]


def spoken(language: str) -> list[str]:
    """The languages of a list in `language`. The first decides its order."""
    if language not in list_languages():
        raise UnknownLanguage(language)
    return list(dict(settings.LANGUAGES)) if language == BOTH else [language]


def each_said(language: str, text: Callable[[], str]) -> list[str]:
    """What `text` gives in each language of a list in `language`, without repetition."""
    said = []
    for code in spoken(language):
        with translation.override(code):
            said.append(str(text()))
    return distinct(said)


def said(language: str, text: Callable[[], str]) -> str:
    """The same in one line."""
    return SEPARATOR.join(each_said(language, text))


def each_list_said(language: str, texts: Callable[[], list[str]]) -> list[str]:
    """A list of texts that is as long in every language, each of them in one line."""
    lists = []
    for code in spoken(language):
        with translation.override(code):
            lists.append(texts())
    return [SEPARATOR.join(distinct(same)) for same in zip(*lists, strict=True)]


def distinct(texts: Iterable[str]) -> list[str]:
    """`texts` without empty ones and repetitions."""
    return list(dict.fromkeys(filter(None, texts)))
