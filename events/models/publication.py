from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import PublicContent
from events.models.event import Event
from events.querysets import PublicationDecisionQuerySet


class DecisionScope(models.TextChoices):
    ALL = "all", _("all delegates")
    HEADS = "heads", _("heads of delegation only")


class PublicationDecision(PublicContent):
    """That the organiser has decided to publish who came, in their official capacity.

    Holds for those added later too, until it is withdrawn; a person's own objection is stronger.
    """

    Scope = DecisionScope

    event = models.ForeignKey(
        Event,
        models.CASCADE,
        related_name="publication_decisions",
        verbose_name=_("event"),
    )
    scope = models.CharField(_("for whom"), max_length=10, choices=Scope.choices)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.CharField(
        _("decided by"), max_length=250, help_text=_("The organiser: “Ministry of the Interior”.")
    )
    how = models.CharField(
        _("how, or where recorded"),
        max_length=250,
        blank=True,
        help_text=_("“Note verbale 12/2019”, “rules of procedure, article 4”."),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    withdrawn_on = models.DateField(
        _("withdrawn on"),
        null=True,
        blank=True,
        help_text=_("Takes effect as soon as it is saved."),
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("withdrawal recorded by"),
    )

    objects = PublicationDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on publication")
        verbose_name_plural = _("decisions on publication")
        ordering = ["event", "decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("decided_on")),
                name="decision_is_withdrawn_after_it_is_made",
                violation_error_message=_("A decision is withdrawn after it was made."),
            ),
            models.UniqueConstraint(
                fields=["event", "scope"],
                condition=Q(withdrawn_on__isnull=True),
                name="one_decision_in_force_per_scope",
                violation_error_message=_("Such a decision is in force already."),
            ),
        ]

    def __str__(self):
        return f"{self.get_scope_display()}, {self.decided_by}"

    def clean(self):
        today = timezone.localdate()
        for name in ("decided_on", "withdrawn_on"):
            day = getattr(self, name)
            if day and day > today:
                raise ValidationError({name: _("This day is still to come.")})
