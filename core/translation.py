"""The language in which a text of a record is shown if it lacks a translation."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language


def language_of(record: models.Model, field: str) -> str:
    """The language of the text that replaces a missing translation of `field`.

    It is empty if the active language has a text, or if no language has one.
    """
    active = get_language() or settings.LANGUAGE_CODE
    for language in (active, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES["default"]):
        if getattr(record, f"{field}_{language}", None):
            return "" if language == active else language
    return ""
