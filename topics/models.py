"""The middle floor: what events are about, and the programmes that carry the work."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.changes import PublicContentQuerySet
from core.models import PublicContent, SearchableModel, SluggedModel
from participants.models import Organisation, State, refuse_circle
from topics.querysets import ProgrammeQuerySet, TopicQuerySet


class Topic(SluggedModel, PublicContent):
    """A node of the tree of topics. A topic stands for its descendants too."""

    # Columns that django-modeltranslation adds.
    name_en: str

    name = models.CharField(_("name"), max_length=120)
    definition = models.TextField(_("definition"), blank=True)
    definition_source = models.URLField(_("source of the definition"), max_length=500, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Order beside its sisters; equal numbers go by name.")
    )
    concept_uri = models.URLField(
        _("concept"),
        max_length=300,
        blank=True,
        help_text=_("The same concept in EuroVoc or the EMN glossary."),
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="topic_is_not_its_own_parent",
                violation_error_message=_("A topic cannot be part of itself."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("topic", args=[self.slug])

    def slug_sources(self):
        return [self.name_en or self.name]

    @property
    def concept_scheme(self) -> str:
        """Where `concept_uri` is defined, in words; empty where it is neither of the two."""
        host = urlsplit(self.concept_uri).hostname or ""
        if host.endswith("eurovoc.europa.eu"):
            return "EuroVoc"
        return str(_("EMN glossary")) if host.endswith("home-affairs.ec.europa.eu") else ""

    def clean(self):
        refuse_circle(self, "parent", _("A topic cannot be part of itself, even by way of others."))

    def ancestors(self) -> list["Topic"]:
        """The topics above it, from the root down (one query for the whole tree)."""
        by_pk = Topic.objects.in_bulk()
        found, above = [], by_pk.get(self.parent_id)
        while above is not None:
            found.append(above)
            above = by_pk.get(above.parent_id)
        return found[::-1]


class ProgrammeKind(models.TextChoices):
    PROGRAMME = "programme", _("programme")
    STRATEGY = "strategy", _("strategy")
    AGREEMENT = "agreement", _("agreement")
    PROCESS = "process", _("process")


class Programme(SluggedModel, SearchableModel, PublicContent):
    Kind = ProgrammeKind

    # Columns that django-modeltranslation adds.
    name_en: str
    acronym_en: str

    name = models.CharField(_("name"), max_length=250)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    funder = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes_funded",
        verbose_name=_("funder"),
    )
    implementers = models.ManyToManyField(
        Organisation,
        blank=True,
        related_name="programmes_implemented",
        verbose_name=_("implementers"),
    )
    states = models.ManyToManyField(
        State, blank=True, related_name="programmes", verbose_name=_("states")
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="programmes", verbose_name=_("topics")
    )
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown."))
    website = models.URLField(_("website"), max_length=500, blank=True)
    sources = models.TextField(_("sources"), blank=True, help_text=_("Markdown."))
    sample = models.BooleanField(_("sample data"), default=False, editable=False)

    search_fields = ("name_en", "name_ru", "acronym_en", "acronym_ru")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("programme", args=[self.slug])

    def slug_sources(self):
        return [self.acronym_en or self.name_en or self.name, self.name_en or self.name]

    @property
    def short_name(self) -> str:
        """The acronym where there is one."""
        return self.acronym or self.name


class Phase(PublicContent):
    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="phases", verbose_name=_("programme")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    budget = models.DecimalField(
        _("budget, EUR"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("Who led it; what the dates leave open.")
    )
    source_url = models.URLField(_("source"), max_length=500, blank=True)

    objects = PublicContentQuerySet.as_manager()

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"],
                name="phase_number_once_per_programme",
                violation_error_message=_("This programme already has a phase of that number."),
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=True) | Q(end__gte=F("start")),
                name="phase_ends_after_it_begins",
                violation_error_message=_("A phase cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0),
                name="phase_budget_is_not_negative",
                violation_error_message=_("A budget is not negative."),
            ),
        ]

    def __str__(self):
        return f"{self.programme.short_name}, {_('phase')} {self.number}"

    def clean(self):
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("A phase cannot end before it starts.")})
