import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.models import PublicContent, SluggedModel
from core.translation import language_of
from participants.models.participant import State
from participants.querysets import GroupingQuerySet, MembershipQuerySet


class Grouping(SluggedModel, PublicContent):
    """States that go together: the European Union, Central Asia, the Prague Process."""

    # Columns that django-modeltranslation adds.
    name_en: str

    name = models.CharField(_("name"), max_length=120)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    states = models.ManyToManyField(
        State, through="Membership", related_name="groupings", verbose_name=_("states")
    )

    objects = GroupingQuerySet.as_manager()

    class Meta:
        verbose_name = _("grouping")
        verbose_name_plural = _("groupings")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def slug_sources(self):
        return [self.name_en or self.name]

    @property
    def name_language(self) -> str:
        """The language of the name, where it stands in for a missing translation."""
        return language_of(self, "name")

    marked_name = property(__str__)
    footnote = footnote_language = ""


class MembershipRole(models.TextChoices):
    # Of a union or a region; states participate in a process.
    MEMBER = "member", _("member state")
    PARTICIPATING = "participating", _("participating state")
    LEADING = "leading", _("leading state")
    CANDIDATE = "candidate", _("candidate")
    OBSERVER = "observer", _("observer")


class Membership(PublicContent):
    """A state's time in a grouping: it holds from `since` (inclusive) to `until` (exclusive)."""

    Role = MembershipRole

    grouping = models.ForeignKey(
        Grouping, models.CASCADE, related_name="memberships", verbose_name=_("grouping")
    )
    state = models.ForeignKey(
        State, models.PROTECT, related_name="memberships", verbose_name=_("state")
    )
    role = models.CharField(
        _("role"), max_length=20, choices=Role.choices, default=Role.PARTICIPATING
    )
    since = models.DateField(
        _("since"), null=True, blank=True, help_text=_("Empty: not recorded, or from the start.")
    )
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it no longer held.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["grouping", "state", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gt=F("since")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("A membership ends after it begins."),
            ),
            models.UniqueConstraint(
                "grouping",
                "state",
                "role",
                Coalesce("since", Value(datetime.date.min), output_field=models.DateField()),
                name="membership_begins_once",
                violation_error_message=_("This membership is recorded already."),
            ),
            models.UniqueConstraint(
                fields=["grouping", "state", "role"],
                condition=Q(until__isnull=True),
                name="membership_current_once",
                violation_error_message=_(
                    "This state already has a membership of this role that has not ended."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.state}: {self.grouping}, {self.get_role_display()}"

    def clean(self):
        if self.since and self.until and self.until <= self.since:
            raise ValidationError({"until": _("A membership ends after it begins.")})
        if not (self.grouping_id and self.state_id):
            return
        overlapping = (
            Membership.objects.filter(
                grouping=self.grouping_id, state=self.state_id, role=self.role
            )
            .exclude(pk=self.pk)
            .overlapping(self.since, self.until)
        )
        if overlapping.exists():
            raise ValidationError(
                {
                    "since": _(
                        "This state already has a membership of this role for part of that time. "
                        "End the other one first."
                    )
                }
            )
