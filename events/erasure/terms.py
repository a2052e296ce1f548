"""How long each kind of personal data is kept: the table that `/privacy/` tells the public."""

import datetime
import enum
from dataclasses import dataclass

from django.conf import settings


class Data(enum.StrEnum):
    """The kinds of personal data."""

    CONTACT = "contact"
    NAME = "name"


class Case(enum.StrEnum):
    """In which cases data is kept for how long."""

    # E-mail addresses, phone numbers, and the contact points of nominations.
    CONTACT = "contact"
    # Names, positions and institutions that the public may not see.
    UNPUBLISHED_NAME = "unpublished_name"
    # Those that it may see, by consent or by decision of the organiser.
    PUBLISHED_NAME = "published_name"
    # What staff did: merges, the admin's log, the history of deleted records.
    WORK = "work"
    # Lists that were uploaded, and whose import nobody finished.
    UPLOADED_LIST = "uploaded_list"


@dataclass(frozen=True, slots=True)
class Term:
    """Years and days; both 0 stand for as long as the register exists."""

    years: int = 0
    days: int = 0

    def last_day(self, today: datetime.date) -> datetime.date:
        """What ended, or was done, before this day is past its term on `today`."""
        if not (self.years or self.days):
            return datetime.date.min
        try:
            day = today.replace(year=today.year - self.years)
        except ValueError:
            day = today.replace(year=today.year - self.years, day=28)
        return day - datetime.timedelta(days=self.days)


def terms() -> dict[Case, Term]:
    """The term of each case: after the event has ended, or after the work or the upload."""
    years = settings.RETENTION_YEARS
    return {
        Case.CONTACT: Term(years=years),
        Case.UNPUBLISHED_NAME: Term(years=years),
        Case.PUBLISHED_NAME: Term(),
        Case.WORK: Term(years=years),
        Case.UPLOADED_LIST: Term(days=90),
    }
