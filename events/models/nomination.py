import hashlib
import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.delegation import Delegation
from events.querysets import NominationQuerySet
from participants.models import Person

# How long after the deadline a link still shows what was named; from then on nobody knows it.
KNOWN_AFTER_DEADLINE = timedelta(days=90)


def hash_of(token: str) -> str:
    """What is stored of the token of a link.

    A token holds 256 random bits, so that nothing stronger than SHA-256 is needed to keep it
    from whoever reads the database.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class NominationState(models.TextChoices):
    OPEN = "open", pgettext_lazy("nomination", "open")
    SUBMITTED = "submitted", pgettext_lazy("nomination", "submitted")
    REVOKED = "revoked", pgettext_lazy("nomination", "revoked")


class NominationProgress(models.TextChoices):
    """How far it has come, as staff see it; follows from what has happened."""

    CANCELLED = "cancelled", pgettext_lazy("nomination", "delegation cancelled")
    NOBODY_COMES = "nobody_comes", pgettext_lazy("nomination", "nobody comes")
    NOT_INVITED = "not_invited", pgettext_lazy("nomination", "not invited")
    INVITED = "invited", pgettext_lazy("nomination", "invited")
    OPENED = "opened", pgettext_lazy("nomination", "opened")
    ANSWERED = "answered", pgettext_lazy("nomination", "answered, not yet submitted")
    REOPENED = "reopened", pgettext_lazy("nomination", "reopened, not yet submitted again")
    SUBMITTED = "submitted", pgettext_lazy("nomination", "submitted")
    OVERDUE = "overdue", pgettext_lazy("nomination", "overdue")
    REVOKED = "revoked", pgettext_lazy("nomination", "revoked")


class Nomination(models.Model):
    """The request to a national contact point to name those who come.

    The link that opens it holds a random token, of which only a hash is stored: neither the
    database nor a copy of it opens a nomination, and a new SECRET_KEY leaves links as they are.
    The price is that a link cannot be shown or sent twice. Every e-mail brings a new one, and
    the former one stops working, which the e-mail says.
    """

    State = NominationState
    Progress = NominationProgress

    delegation = models.OneToOneField(
        Delegation, models.CASCADE, related_name="nomination", verbose_name=_("delegation")
    )
    contact_name = models.CharField(_("national contact point"), max_length=200)
    contact_email = models.EmailField(_("e-mail"))
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=Person.Language.choices,
        default=Person.Language.ENGLISH,
        help_text=_("Of the e-mails and of the page that they link to."),
    )
    deadline = models.DateTimeField(_("deadline"))
    state = models.CharField(
        pgettext_lazy("nomination", "state"),
        max_length=20,
        choices=State.choices,
        default=State.OPEN,
    )
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("invited by"),
    )
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("first opened at"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("last changed at"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True, editable=False)
    # Null until the invitation is sent: two unsent ones do not share a token.
    token_hash = models.CharField(  # noqa: DJ001
        max_length=64, unique=True, null=True, editable=False
    )

    # The address to which the link was sent, as stored; None before the record is.
    _address_of_link: str | None = None

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["deadline", "pk"]

    def __str__(self):
        return f"{self.delegation}: {self.contact_name}"

    def save(self, *args, **kwargs):
        if self._address_of_link not in (None, self.contact_email):
            # The link is with somebody else, who is not the contact point any more.
            self._address_of_link = self.contact_email
            self.token_hash = self.invited_at = self.reminded_at = self.opened_at = None
            if kwargs.get("update_fields") is not None:
                forgotten = {"token_hash", "invited_at", "reminded_at", "opened_at"}
                kwargs["update_fields"] = {*kwargs["update_fields"], *forgotten}
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, *args, **kwargs):
        nomination = super().from_db(*args, **kwargs)
        nomination._address_of_link = nomination.__dict__.get("contact_email")
        return nomination

    # --- Its link -----------------------------------------------------------------------------

    def new_token(self) -> str:
        """Make the token of a new link, store its hash, and return it, which nobody can do again.

        The former link stops working at once. Empty if somebody else has made one meanwhile.
        """
        token = secrets.token_urlsafe(32)
        return token if self.store_hash(hash_of(token)) else ""

    def store_hash(self, token_hash: str | None) -> bool:
        """Let the link with this hash open the nomination, unless another was made meanwhile."""
        known = Nomination.objects.filter(pk=self.pk, token_hash=self.token_hash)
        stored = bool(known.update(token_hash=token_hash))
        if stored:
            self.token_hash = token_hash
        return stored

    # --- What can be done now -----------------------------------------------------------------

    @property
    def is_past_deadline(self) -> bool:
        return self.deadline <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether the contact point may change it now."""
        takes_part = self.delegation.takes_part
        return self.state == self.State.OPEN and not self.is_past_deadline and takes_part

    @property
    def may_take_back(self) -> bool:
        """Whether the contact point may say now that somebody comes after all."""
        nobody_comes = self.delegation.participation == Delegation.Participation.NOBODY_COMES
        return nobody_comes and self.is_readable and not self.is_past_deadline

    @property
    def is_readable(self) -> bool:
        """Whether its link shows the delegation: open, submitted, or after the deadline."""
        return self.state != self.State.REVOKED

    @property
    def is_reopened(self) -> bool:
        """Whether it was submitted before, and now waits to be submitted again."""
        return self.state == self.State.OPEN and self.submitted_at is not None

    @property
    def progress(self) -> NominationProgress:
        if self.state == self.State.REVOKED:
            return self.Progress.REVOKED
        if not self.delegation.takes_part:
            return self.Progress(self.delegation.participation)
        if self.state == self.State.SUBMITTED:
            return self.Progress.SUBMITTED
        if not self.invited_at:
            return self.Progress.NOT_INVITED
        if self.is_past_deadline:
            return self.Progress.OVERDUE
        if self.is_reopened:
            return self.Progress.REOPENED
        if self.answered_at:
            return self.Progress.ANSWERED
        return self.Progress.OPENED if self.opened_at else self.Progress.INVITED

    # --- In words -----------------------------------------------------------------------------

    @property
    def deadline_text(self) -> str:
        """The deadline with its time zone: “1 December 2026, 18:00 (Europe/Warsaw)”."""
        return self._on_the_events_clock(self.deadline)

    @property
    def submitted_text(self) -> str:
        """When it was submitted, as the deadline is written; empty if it was not."""
        return self._on_the_events_clock(self.submitted_at) if self.submitted_at else ""

    def _on_the_events_clock(self, moment: datetime) -> str:
        zone = self.delegation.event.time_zone
        local = timezone.localtime(moment, ZoneInfo(zone))
        return f"{date_format(local, 'DATETIME_FORMAT')} ({zone})"

    @property
    def last_mail_at(self) -> datetime | None:
        """When the last invitation or reminder was sent, with the link that works."""
        return max(filter(None, [self.invited_at, self.reminded_at]), default=None)
