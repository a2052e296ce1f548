from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.event import Event


class ParticipantExport(models.Model):
    """That personal data left the register: who took it, when, of which event, how many rows."""

    event = models.ForeignKey(Event, models.SET_NULL, null=True, verbose_name=_("event"))
    event_title = models.CharField(_("title"), max_length=250)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        verbose_name=_("user"),
        help_text=_("Empty: exported on the command line."),
    )
    at = models.DateTimeField(_("exported on"), auto_now_add=True)
    file_format = models.CharField(_("format"), max_length=10)
    language = models.CharField(_("language"), max_length=4)
    version = models.PositiveIntegerField(
        _("version"), null=True, blank=True, help_text=_("Of an issued list.")
    )
    rows = models.PositiveIntegerField(_("rows"))

    class Meta:
        verbose_name = _("export of participants")
        verbose_name_plural = _("exports of participants")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.event_title}, {self.file_format}"
