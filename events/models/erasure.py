from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.stored_json import StoredJSONField


class ErasureReason(models.TextChoices):
    REQUEST = "request", pgettext_lazy("erasure", "at the person's request")
    TERM = "term", pgettext_lazy("erasure", "the time for which it is kept is over")


class Erasure(models.Model):
    """That personal data was erased: when, by whom, why and how much. It names nobody.

    `person_key` is the key of the record that was erased at once; it is null where the retention
    period was over. After a backup was restored, it tells whom to erase again.
    """

    Reason = ErasureReason

    at = models.DateTimeField(_("erased on"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("erased by"),
        help_text=_("Empty: erased on the command line."),
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    person_key = models.BigIntegerField(_("number of the person's record"), null=True)
    # How many records of each kind: see `events.erasure.erasing.Erased`.
    numbers = StoredJSONField(_("numbers"), default=dict)

    class Meta:
        verbose_name = _("erasure of personal data")
        verbose_name_plural = _("erasures of personal data")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.get_reason_display()
