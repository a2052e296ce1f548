"""In which language a text of a record is shown, where the page's own has none."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language


def language_of(record: models.Model, field: str) -> str:
    """The language of what stands in for a missing translation of `field`.

    Empty where the active language has a text of its own, or no language has one.
    """
    active = get_language() or settings.LANGUAGE_CODE
    for language in (active, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES["default"]):
        if getattr(record, f"{field}_{language}", None):
            return "" if language == active else language
    return ""
