from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from core.models import PublicContent, SearchableModel, SluggedModel
from core.text import collation_key, fold
from core.translation import language_of
from participants.querysets import OrganisationQuerySet, StateQuerySet


def refuse_circle(record: models.Model, field: str, message) -> None:
    """Raise a `ValidationError` at `field` if following it leads from `record` back to itself."""
    seen, above = {record.pk} - {None}, getattr(record, field)
    while above is not None:
        if above.pk in seen or above is record:
            raise ValidationError({field: message})
        seen.add(above.pk)
        above = getattr(above, field)


class State(SluggedModel, SearchableModel, PublicContent):
    """A state that a list may name. Every state of ISO 3166 has a record."""

    # Columns that django-modeltranslation adds.
    name_en: str
    name_ru: str
    official_name_en: str
    official_name_ru: str

    name = models.CharField(_("name"), max_length=120, help_text=_("The short name."))
    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    iso2 = models.CharField(
        _("ISO code, two letters"), max_length=2, unique=True, null=True, blank=True
    )
    iso3 = models.CharField(
        _("ISO code, three letters"), max_length=3, unique=True, null=True, blank=True
    )
    own_name = models.CharField(
        _("own name"),
        max_length=120,
        blank=True,
        help_text=_("The short name in the state's own language, for EU protocol order: Česko."),
    )
    sort_as = models.CharField(
        _("sort as"),
        max_length=120,
        blank=True,
        help_text=_("Where lists place it, if not by its name: “Republic of Moldova” under R."),
    )
    footnote = models.TextField(
        _("footnote"), blank=True, help_text=_("Shown wherever the name is, as with Kosovo*.")
    )
    aliases = models.TextField(
        _("other names"),
        blank=True,
        help_text=_("One a line, in any language: how lists write this state."),
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("For a state that no longer exists.")
    )

    search_fields = (
        *("name_en", "name_ru", "official_name_en", "official_name_ru"),
        *("own_name", "aliases", "iso2", "iso3"),
    )

    objects = StateQuerySet.as_manager()

    class Meta:
        verbose_name = _("state")
        verbose_name_plural = _("states")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gt=F("since")),
                name="state_ends_after_it_begins",
                violation_error_message=_("A state ends after it begins."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("state", args=[self.slug])

    def slug_sources(self):
        return [self.name_en or self.name_ru or self.name]

    def clean(self):
        # An empty code is no code: two states without one are not the same state.
        self.iso2 = self.iso2 or None
        self.iso3 = self.iso3 or None

    @property
    def sort_key(self) -> bytes:
        """Its place in an alphabetical list in the active language."""
        # Not by way of the fallback: an English sort_as would misplace a Russian name.
        sort_as = getattr(self, build_localized_fieldname("sort_as", get_language()))
        return collation_key(sort_as or self.name)

    @property
    def marked_name(self) -> str:
        """The name, with an asterisk where a footnote belongs to it."""
        return f"{self.name}*" if self.footnote else self.name

    @property
    def name_language(self) -> str:
        """The language of the name, where it stands in for a missing translation."""
        return language_of(self, "name")

    @property
    def footnote_language(self) -> str:
        """The language of the footnote, where it stands in for a missing translation."""
        return language_of(self, "footnote")

    @property
    def spellings(self) -> set[str]:
        """Every recorded name and code of it, folded: how a list may write it."""
        names = [self.name_en, self.name_ru, self.official_name_en, self.official_name_ru]
        names += [self.own_name, self.iso2 or "", self.iso3 or "", *self.aliases.splitlines()]
        return {fold(name) for name in names if name}


class OrganisationKind(models.TextChoices):
    MINISTRY = "ministry", _("ministry or agency")
    EU_INSTITUTION = "eu_institution", _("EU institution")
    INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental organisation")
    SECRETARIAT = "secretariat", _("secretariat")
    ACADEMIA = "academia", _("academia")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    OTHER = "other", _("other organisation")


class Organisation(SluggedModel, SearchableModel, PublicContent):
    Kind = OrganisationKind

    # Columns that django-modeltranslation adds.
    name_en: str
    name_ru: str
    acronym_en: str
    acronym_ru: str

    name = models.CharField(_("name"), max_length=250)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    state = models.ForeignKey(
        State,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("state"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    website = models.URLField(_("website"), blank=True)
    aliases = models.TextField(
        _("other names"), blank=True, help_text=_("One a line: how lists write this organisation.")
    )
    sample = models.BooleanField(_("sample data"), default=False, editable=False)

    search_fields = ("name_en", "name_ru", "acronym_en", "acronym_ru", "aliases")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="organisation_is_not_its_own_parent",
                violation_error_message=_("An organisation cannot be part of itself."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def get_absolute_url(self):
        return reverse("organisation", args=[self.slug])

    def slug_sources(self):
        return [self.acronym_en or self.name_en or self.name, self.name_en or self.name]

    def clean(self):
        refuse_circle(
            self, "parent", _("An organisation cannot be part of itself, even by way of others.")
        )

    @property
    def sort_key(self) -> bytes:
        """Its place in an alphabetical list in the active language."""
        return collation_key(self.name)

    @property
    def spellings(self) -> set[str]:
        """Every recorded name of it, folded, also with its acronym: how a list may write it."""
        names = [*self.aliases.splitlines()]
        for name, acronym in (
            (self.name_en, self.acronym_en),
            (self.name_ru, self.acronym_ru),
        ):
            names += [name, acronym, f"{name} ({acronym})"]
        return {fold(name) for name in names if name}

    @property
    def name_language(self) -> str:
        """The language of the name, where it stands in for a missing translation."""
        return language_of(self, "name")

    marked_name = property(__str__)
    footnote = footnote_language = ""
