"""The language of a text that is not in that of the page; numbers as a language writes them."""

import re
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import get_language

# The first number whose digits a language divides into groups, where that is not 1,000.
_FIRST_GROUPED = {"ru": 10_000}
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def script_language(text: str) -> str:
    """The language of a text that is shown as its source writes it.

    Titles of sources, authors and publishers have no translation. Their letters tell the
    language: Cyrillic is Russian, all else is English.
    """
    return "ru" if _CYRILLIC.search(text) else "en"


def number_text(number: Decimal | float | int) -> str:
    """A number as the active language writes it: “5,400”; Russian divides from 10 000 on."""
    whole = number == int(number)
    grouped = abs(number) >= _FIRST_GROUPED.get(get_language(), 0)
    return number_format(int(number) if whole else number, force_grouping=grouped)


def language_of(record: models.Model, field: str) -> str:
    """The language of the text that replaces a missing translation of `field`.

    It is empty if the active language has a text, or if no language has one.
    """
    active = get_language() or settings.LANGUAGE_CODE
    for language in (active, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES["default"]):
        if getattr(record, f"{field}_{language}", None):
            return "" if language == active else language
    return ""
