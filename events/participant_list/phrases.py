"""The sentences that stand in a list where there is no name: all of them, for writer and reader.

Each is in the active language.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def no_names_recorded(*, sample: bool) -> str:
    """Of a delegation that is known to have come, and no more."""
    return _marked(_("no names recorded"), sample)


def not_named(number: int, *, sample: bool) -> str:
    """Of participants whom the public list counts, but may not name."""
    sentence = ngettext(
        "%(number)d participant not named", "%(number)d participants not named", number
    )
    return _marked(sentence % {"number": number}, sample)


def _marked(sentence: str, sample: bool) -> str:
    return _("%(sentence)s (sample data)") % {"sentence": sentence} if sample else sentence
