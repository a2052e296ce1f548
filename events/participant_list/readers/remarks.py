"""Lines about nobody: headings of sections, totals, remarks that our own lists have."""

import re
from functools import lru_cache

from django.conf import settings
from django.utils import translation

from core.text import fold
from events.models import Delegation
from events.participant_list import phrases
from events.participant_list.readers import words


def is_note(text: str) -> bool:
    """Whether a line of its own is a heading of sections, a total or a footnote."""
    folded = fold(text)
    return (
        not folded
        or text.startswith("*")
        or folded in _sections()
        or words.value_of("type", text) is not None
        or words.value_of("capacity", text) is not None
        or is_remark(text)
    )


@lru_cache(maxsize=1)
def _sections() -> set[str]:
    sections = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            sections |= {fold(str(label)) for label in Delegation.Section.labels}
    return sections


def is_remark(text: str) -> bool:
    """Whether `text` is one of the sentences that our lists have in the place of names."""
    if " / " in text and any(is_remark(side) for side in text.split(" / ")):
        return True
    if text.count(" ") < 2:
        return False
    number = re.search(r"\d{1,9}", text)
    return text in _remarks(int(number[0]) if number else None)


@lru_cache(maxsize=100)
def _remarks(number: int | None) -> frozenset[str]:
    remarks = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for sample in (False, True):
                remarks.add(phrases.no_names_recorded(sample=sample))
                if number is not None:
                    remarks.add(phrases.not_named(number, sample=sample))
    return frozenset(remarks)
