"""What a list says of itself: provisional or final, which version, as at which day."""

import datetime
import enum
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event


class Standing(enum.Enum):
    PROVISIONAL = gettext_lazy("provisional list")
    FINAL = gettext_lazy("final list")


@dataclass(frozen=True, slots=True)
class Issue:
    """`standing` is None for a list that nobody has declared final after its event."""

    as_at: datetime.date
    standing: Standing | None = None
    version: int | None = None

    @classmethod
    def of_today(cls, event: Event) -> "Issue":
        """Of a list that is taken out without being issued: provisional while `event` is ahead."""
        ahead = event.status == Event.Status.PLANNED
        return cls(timezone.localdate(), Standing.PROVISIONAL if ahead else None)

    def __str__(self):
        """In the active language: “Provisional list, version 2, as at 4 December 2019”."""
        parts = [str(self.standing.value)] if self.standing else []
        if self.version is not None:
            parts.append(_("version %(number)d") % {"number": self.version})
        parts.append(_("as at %(date)s") % {"date": date_format(self.as_at)})
        return capfirst(", ".join(parts))
