from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import PublicContent, SearchableModel
from core.text import collation_key, match_keys, person_key
from participants.models.participant import Organisation, State
from participants.querysets import PersonQuerySet
from participants.scripts import name_in, names_in, sort_by_script

# What is said where a person or delegate has no name in either script.
NO_NAME = _("Write the family name, in Latin or in Cyrillic letters.")


class PersonLanguage(models.TextChoices):
    ENGLISH = "en", _("English")
    RUSSIAN = "ru", _("Russian")


class Person(SearchableModel, PublicContent):
    """A natural person. Holds what is known of them today; each list keeps its own snapshot."""

    Language = PersonLanguage

    prefix = models.CharField(
        _("prefix"), max_length=60, blank=True, help_text=_("As written: “H.E. Mr.”, “Mme”, “Dr”.")
    )
    given_names = models.CharField(_("given names"), max_length=150, blank=True)
    family_name = models.CharField(
        _("family name"),
        max_length=150,
        blank=True,
        help_text=_("Or the only name of those who have one."),
    )
    given_names_cyrillic = models.CharField(
        _("given names in Cyrillic"), max_length=150, blank=True
    )
    family_name_cyrillic = models.CharField(
        _("family name in Cyrillic"), max_length=150, blank=True
    )
    state = models.ForeignKey(
        State,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="persons",
        verbose_name=_("state"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="persons",
        verbose_name=_("organisation"),
    )
    position = models.CharField(pgettext_lazy("job", "position"), max_length=300, blank=True)
    institution = models.CharField(
        _("institution"), max_length=300, blank=True, help_text=_("The employer, as written.")
    )
    position_ru = models.CharField(_("position in Russian"), max_length=300, blank=True)
    institution_ru = models.CharField(_("institution in Russian"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, blank=True)
    sample = models.BooleanField(_("sample data"), default=False, editable=False)
    # Since then the record names nobody; it stays for the numbers of the lists that it is on.
    erased_on = models.DateField(_("erased on"), null=True, blank=True, editable=False)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    # What the names sound like, in any script: see `core.text.match_keys`.
    match_key = models.CharField(max_length=200, editable=False, blank=True, db_index=True)
    match_key_other = models.CharField(max_length=200, editable=False, blank=True, db_index=True)
    match_key_cyrillic = models.CharField(max_length=200, editable=False, blank=True, db_index=True)
    name_sort_key = models.BinaryField(editable=False)

    search_fields = ("given_names", "family_name", "given_names_cyrillic", "family_name_cyrillic")
    # Computed from the names: see `make_keys`.
    key_fields = ("search_text", "name_key", "name_sort_key", *PersonQuerySet.MATCH_KEYS)
    # Seen by those alone who have the permission `view_contact_data`.
    contact_fields = ("email", "phone")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["name_sort_key"]
        permissions = [
            ("view_contact_data", _("Can see e-mail addresses and phone numbers")),
            ("erase_person", _("Can erase the data of a person")),
        ]
        indexes = [models.Index(Lower("email"), name="person_email_in_any_case")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(family_name="", family_name_cyrillic=""),
                name="person_has_a_name",
                violation_error_message=NO_NAME,
            )
        ]

    def __str__(self):
        return name_in(self)

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None:
            # Whoever types a name in Cyrillic letters need not look for the field.
            sort_by_script(self)
        self.make_keys()
        super().save(*args, **kwargs)

    def make_keys(self) -> None:
        """Compute what is stored beside the names. Call before `bulk_create`, which skips save."""
        self.search_text = self.make_search_text()
        given_names, family_name = names_in(self)
        self.name_key = person_key(family_name, given_names)
        self.name_sort_key = collation_key(f"{family_name} {given_names}")
        self.make_match_keys()

    def make_match_keys(self) -> None:
        """Compute only what finds those who may be the same person."""
        given_names, family_name = names_in(self)
        self.match_key, self.match_key_other, self.match_key_cyrillic = match_keys(
            *(family_name, given_names),
            *(self.family_name_cyrillic, self.given_names_cyrillic),
        )
