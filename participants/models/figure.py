from typing import cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.models import PublicContent
from core.translation import number_text
from participants.models.grouping import Grouping
from participants.models.participant import State
from participants.querysets import FigureQuerySet


class FigureIndicator(models.TextChoices):
    RESIDING = "residing", _("citizens residing")
    VALID_PERMITS = "valid_permits", _("valid residence permits")
    PERMITS_GRANTED = "permits_granted", _("residence permits granted")
    FIRST_PERMITS_WORK = "first_permits_work", _("first residence permits issued (work)")
    FIRST_PERMITS_STUDY = "first_permits_study", _("first residence permits issued (study)")
    FIRST_PERMITS_FAMILY = "first_permits_family", _("first residence permits issued (family)")
    WORK_PERMITS = "work_permits", _("work permits issued")
    ASYLUM_APPLICANTS = "asylum_applicants", _("asylum applicants")
    RETURNS_ORDERED = "returns_ordered", _("returns ordered")
    RETURNS_EFFECTED = "returns_effected", _("returns effected")
    REPATRIATES = "repatriates", _("repatriates")
    REMITTANCES = "remittances", _("remittances, EUR")


class FigureUnit(models.TextChoices):
    STOCK = "stock", _("stock, at a date")
    FLOW = "flow", _("flow, over a year")


class FigureQualifier(models.TextChoices):
    """How the source gives the value; empty where it gives it exactly."""

    ABOUT = "about", _("about")
    FEWER = "fewer", _("under")
    MORE = "more", _("over")


class FigureNote(models.TextChoices):
    SECONDARY = "secondary", _("secondary source")
    CONFLICT = "conflict", _("sources disagree")


class MigrationFigure(PublicContent):
    """One number from one source; where sources disagree, their figures stand side by side."""

    Indicator = FigureIndicator
    Unit = FigureUnit
    Qualifier = FigureQualifier
    Note = FigureNote

    reporting_state = models.ForeignKey(
        State,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures_reported",
        verbose_name=_("reporting state"),
    )
    reporting_grouping = models.ForeignKey(
        Grouping,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures_reported",
        verbose_name=_("reporting grouping"),
    )
    citizenship = models.ForeignKey(
        State,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("citizenship"),
        help_text=_("Empty: all citizenships together."),
    )
    indicator = models.CharField(_("indicator"), max_length=30, choices=Indicator.choices)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    reference_date = models.DateField(
        _("reference date"),
        null=True,
        blank=True,
        help_text=_("For a stock: the day it was counted."),
    )
    qualifier = models.CharField(
        _("qualifier"),
        max_length=10,
        choices=Qualifier.choices,
        blank=True,
        help_text=_("Empty: exactly."),
    )
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2)
    source_title = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("source address"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=20, choices=Note.choices, blank=True)
    remark = models.CharField(
        _("remark"), max_length=300, blank=True, help_text=_("What a reader must know: “rounded”.")
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("migration figure")
        verbose_name_plural = _("migration figures")
        ordering = ["citizenship", "indicator", "year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reporting_state__isnull=False, reporting_grouping__isnull=True)
                | Q(reporting_state__isnull=True, reporting_grouping__isnull=False),
                name="figure_reported_by_state_xor_grouping",
                violation_error_message=_("Give either a reporting state or a reporting grouping."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1900, year__lte=2100),
                name="figure_year_has_four_digits",
                violation_error_message=_("The year has four digits, such as 2019."),
            ),
            models.UniqueConstraint(
                Coalesce("reporting_state", Value(0)),
                Coalesce("reporting_grouping", Value(0)),
                Coalesce("citizenship", Value(0)),
                "indicator",
                "year",
                "source_title",
                name="figure_once_per_source",
                violation_error_message=_(
                    "This source's figure for that year is recorded already."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_indicator_display()}, {self.citizenship or _('all')}, {self.year}"

    def clean(self):
        if self.reference_date:
            self.year = self.reference_date.year
        if bool(self.reporting_state_id) == bool(self.reporting_grouping_id):
            raise ValidationError(
                {"reporting_state": _("Give either a reporting state or a reporting grouping.")}
            )

    @property
    def reporting(self) -> State | Grouping:
        """Who reported it."""
        # A constraint requires one of the two.
        return cast("State | Grouping", self.reporting_state or self.reporting_grouping)

    @property
    def value_text(self) -> str:
        """The value as the source gives it, in the active language: “under 5,400”."""
        return f"{self.get_qualifier_display()} {number_text(self.value)}".strip()

    @property
    def citizenship_name(self) -> str:
        """Whose citizens it counts, in words."""
        return self.citizenship.marked_name if self.citizenship else str(_("all citizenships"))
