from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.delegation import Delegation


class Nomination(models.Model):
    """The request to a national contact point to name those who come."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("nomination", "open")
        SUBMITTED = "submitted", pgettext_lazy("nomination", "submitted")
        REVOKED = "revoked", pgettext_lazy("nomination", "revoked")

    delegation = models.OneToOneField(
        Delegation, models.CASCADE, related_name="nomination", verbose_name=_("delegation")
    )
    contact_name = models.CharField(_("national contact point"), max_length=200)
    contact_email = models.EmailField(_("e-mail"))
    deadline = models.DateTimeField(_("deadline"))
    state = models.CharField(
        pgettext_lazy("nomination", "state"),
        max_length=20,
        choices=State.choices,
        default=State.OPEN,
    )
    # Null until the invitation is sent: two unsent ones do not share a token.
    token_hash = models.CharField(  # noqa: DJ001
        max_length=64, unique=True, null=True, editable=False
    )

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["deadline", "pk"]

    def __str__(self):
        return f"{self.delegation}: {self.contact_name}"
