"""New passwords that a guesser would try early: known words with little around them."""

import re
import unicodedata
from functools import cache

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What comes to mind in this office; the words of BASE_URL and OPERATOR are added.
WORDS = (
    *("admin", "budapest", "delegate", "delegation", "dialogue", "dialog", "event", "login"),
    *("meeting", "migration", "organisation", "participant", "password", "prague", "process"),
    *("protocol", "register", "registry", "secret", "secretariat", "welcome"),
    *("добро", "пожаловать", "делегат", "делегация", "диалог", "заседание", "миграция"),
    *("мероприятие", "пароль", "прага", "протокол", "процесс", "реестр", "секретариат", "участник"),
)
# Characters beside known words, at least.
REST = 8


class FamiliarPasswordValidator:
    """Refuses a common password that is repeated or has digits around it, and words of the house.

    Django's own validator knows 20,000 common passwords as they stand; few of them are as long as
    passwords have to be here.
    """

    def validate(self, password, user=None):
        plain = unicodedata.normalize("NFKC", password).casefold()
        core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
        repeated = re.fullmatch(r"(.+?)\1+", plain)
        if {core, repeated and repeated[1]} & _common():
            raise ValidationError(
                _("This password is a common one with little added. Choose another."),
                code="password_too_familiar",
            )
        rest = re.sub("|".join(map(re.escape, _house_words())), "", plain)
        if len(rest) < REST <= len(plain):
            raise ValidationError(
                _("This password is made of words that are used here. Choose others."),
                code="password_too_familiar",
            )

    def get_help_text(self):
        return _("Your password can’t be a common one with digits, or words used in this register.")


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _house_words() -> list[str]:
    found = re.findall(r"[^\W\d_]{4,}", f"{settings.BASE_URL} {settings.OPERATOR}".casefold())
    # The longest first, so that none is left in part.
    return sorted({*WORDS, *found}, key=len, reverse=True)
