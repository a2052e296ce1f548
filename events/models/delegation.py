from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import PublicContent
from core.text import collation_key
from core.translation import language_of
from events.models.event import DelegationRole, Event
from events.querysets import DelegateQuerySet, DelegationQuerySet
from participants.models import Organisation, Person, State
from participants.models.person import NO_NAME
from participants.scripts import name_in, names_in, sort_by_script


class DelegationSection(models.TextChoices):
    """Where protocol order places it. Belongs to the event, not to the participant: the EU
    is a Party at one table and an organisation at another."""

    STATES = "states", _("States")
    EU_INSTITUTIONS = "eu_institutions", _("EU institutions")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organisations")
    ORGANISATIONS = "organisations", _("Other organisations")
    SECRETARIAT = "secretariat", _("Secretariat")


class DelegationParticipation(models.TextChoices):
    """Whether it comes. One that does not keeps its record and its delegates."""

    TAKES_PART = "takes_part", pgettext_lazy("delegation", "takes part")
    NOBODY_COMES = "nobody_comes", pgettext_lazy("delegation", "nobody comes")
    CANCELLED = "cancelled", pgettext_lazy("delegation", "cancelled")


class Delegation(PublicContent):
    """Those who came to one event for one state, or for one organisation.

    One that does not take part is in no list and on no public page: `taking_part` in its queryset
    says so for every count and page.
    """

    Role = DelegationRole
    Section = DelegationSection
    Participation = DelegationParticipation

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="delegations", verbose_name=_("event")
    )
    state = models.ForeignKey(
        State,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("state"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("organisation"),
    )
    role = models.CharField(
        _("role"), max_length=20, choices=Role.choices, default=Role.PARTICIPATING
    )
    also_organiser = models.BooleanField(
        _("also an organiser"),
        default=False,
        help_text=_("For a leading state or host that organised the event with others."),
    )
    participation = models.CharField(
        pgettext_lazy("delegation", "participation"),
        max_length=20,
        choices=Participation.choices,
        default=Participation.TAKES_PART,
        help_text=_(
            "A delegation that is cancelled, or of which nobody comes, is in no list and not "
            "public. Its delegates stay recorded here."
        ),
    )
    led_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations_led",
        verbose_name=_("led by"),
        help_text=_("The ministry or agency that acts for the state."),
    )
    section = models.CharField(
        _("section"),
        max_length=20,
        choices=Section.choices,
        blank=True,
        help_text=_("Where the list places it. Left empty, it follows from what it is."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), null=True, blank=True, help_text=_("For lists in manual order.")
    )
    name_as_of_event = models.CharField(
        _("name as of the event"),
        max_length=250,
        blank=True,
        help_text=_("Where the name has since changed: “Turkey” in 2019."),
    )
    in_capacity_of = models.CharField(
        _("in its capacity of"),
        max_length=250,
        blank=True,
        help_text=_("“Secretariat of the Prague Process”."),
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["event", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__isnull=False, organisation__isnull=True)
                | Q(state__isnull=True, organisation__isnull=False),
                name="delegation_of_state_xor_organisation",
                violation_error_message=_("A delegation is of a state or of an organisation."),
            ),
            models.UniqueConstraint(
                fields=["event", "state"],
                name="delegation_of_state_once_per_event",
                violation_error_message=_("This state already has a delegation at the event."),
            ),
            models.UniqueConstraint(
                fields=["event", "organisation"],
                name="delegation_of_organisation_once_per_event",
                violation_error_message=_(
                    "This organisation already has a delegation at the event."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.state_id and self.organisation_id:
            raise ValidationError(
                {
                    "organisation": _(
                        "A delegation is of a state or of an organisation, not of both: "
                        "empty one of the two."
                    )
                }
            )
        if not self.state_id and not self.organisation_id:
            raise ValidationError({"state": _("Choose the state or the organisation.")})

    def save(self, *args, **kwargs):
        self.section = self.section or self.usual_section
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "section"}
        super().save(*args, **kwargs)

    @property
    def takes_part(self) -> bool:
        """Whether it is neither cancelled nor has answered that nobody comes."""
        return self.participation == self.Participation.TAKES_PART

    @property
    def usual_section(self) -> str:
        """The section that follows from what takes part, if the event does not say otherwise."""
        if self.organisation is None:
            return self.Section.STATES
        kinds = Organisation.Kind
        sections: dict[str, str] = {
            kinds.EU_INSTITUTION: self.Section.EU_INSTITUTIONS,
            kinds.INTERGOVERNMENTAL: self.Section.INTERGOVERNMENTAL,
            kinds.SECRETARIAT: self.Section.SECRETARIAT,
        }
        return sections.get(self.organisation.kind, self.Section.ORGANISATIONS)

    @property
    def participant(self) -> State | Organisation:
        """What it is a delegation of."""
        # A constraint requires one of the two.
        return cast(State | Organisation, self.state or self.organisation)

    @property
    def name(self) -> str:
        """The participant's name as of the event, without the mark of its footnote."""
        return self.name_as_of_event or str(self.participant)

    @property
    def name_language(self) -> str:
        """The language of the name, where it stands in for a missing translation."""
        if self.name_as_of_event:
            return language_of(self, "name_as_of_event")
        return self.participant.name_language

    @property
    def footnote_language(self) -> str:
        """The language of the footnote, where it stands in for a missing translation."""
        return self.participant.footnote_language

    @property
    def footnote(self) -> str:
        """The footnote that belongs to the name; empty for most."""
        return self.participant.footnote

    @property
    def marked_name(self) -> str:
        """The name as of the event, with an asterisk where a footnote belongs to it."""
        return f"{self.name}*" if self.footnote else self.name

    @property
    def held_roles(self) -> list[DelegationRole]:
        """What it was at the event: its role, host if its state was, organiser if also that."""
        roles = [self.Role(self.role)]
        if self.state_id and self.state_id == self.event.host_state_id:
            roles.append(self.Role.HOST)
        if self.also_organiser:
            roles.append(self.Role.ORGANISER)
        return list(dict.fromkeys(roles))

    @property
    def roles(self) -> list[str]:
        """The same in words: ["leading state", "host", "organiser"]."""
        return [str(role.label) for role in self.held_roles]

    @property
    def notable_roles(self) -> list[str]:
        """Its roles without the one that goes without saying."""
        return [role for role in self.roles if role != self.Role.PARTICIPATING.label]


class DelegateCapacity(models.TextChoices):
    HEAD = "head", _("head of delegation")
    DEPUTY_HEAD = "deputy_head", _("deputy head of delegation")
    DELEGATE = "delegate", _("delegate")
    ALTERNATE = "alternate", _("alternate")
    ADVISER = "adviser", _("adviser")
    EXPERT = "expert", _("expert")
    SPEAKER = "speaker", _("speaker")
    OBSERVER = "observer", _("observer")
    INTERPRETER = "interpreter", _("interpreter")
    SECRETARIAT = "secretariat", _("secretariat")
    ACCOMPANYING = "accompanying", _("accompanying person")
    SECURITY = "security", _("security")
    MEDIA = "media", _("media")
    NOTE_TAKER = "note_taker", _("note-taker")
    DRIVER = "driver", _("driver")


class DelegateStatus(models.TextChoices):
    NOMINATED = "nominated", _("nominated")
    CONFIRMED = "confirmed", _("confirmed")
    ATTENDED = "attended", _("attended")
    ABSENT = "absent", _("absent")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PublicationBasis(models.TextChoices):
    """On what ground a name may be published."""

    NONE = "none", _("none")
    CONSENT = "consent", _("consent")
    OFFICIAL_CAPACITY = "official_capacity", _("official capacity, by the organiser's decision")


class NamePublicity(models.TextChoices):
    """Whether the public sees the name, and why: see `DelegateQuerySet.with_publicity`."""

    CONSENT = "consent", _("yes: consent")
    OFFICIAL_CAPACITY = "official_capacity", _("yes: official capacity")
    DECISION = "decision", _("yes: the organiser's decision")
    DRAFT = "draft", _("no: the event is a draft")
    NO_DELEGATION = "no_delegation", _("no: the delegation does not take part")
    OBJECTION = "objection", _("no: the person's objection")
    NOT_PRESENT = "not_present", _("no: neither confirmed nor attended")
    NO_BASIS = "no_basis", _("no: without a basis")


class Delegate(PublicContent):
    """One person in one delegation.

    Prefix, names, position and institution are those of the day; they do not change when the
    person is promoted. The institution is independent of the delegation: a state's delegation
    may have members who are employed elsewhere.
    """

    Capacity = DelegateCapacity
    Status = DelegateStatus
    Basis = PublicationBasis
    Publicity = NamePublicity

    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="delegates", verbose_name=_("delegation")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="delegates", verbose_name=_("person")
    )
    capacity = models.CharField(
        _("capacity"), max_length=20, choices=Capacity.choices, default=Capacity.DELEGATE
    )
    rank = models.PositiveSmallIntegerField(
        _("rank"),
        null=True,
        blank=True,
        help_text=_("1 comes first. Neither a title nor “H.E.” gives the order."),
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.NOMINATED
    )
    prefix = models.CharField(_("prefix"), max_length=60, blank=True)
    given_names = models.CharField(_("given names"), max_length=150, blank=True)
    family_name = models.CharField(_("family name"), max_length=150, blank=True)
    given_names_cyrillic = models.CharField(
        _("given names in Cyrillic"), max_length=150, blank=True
    )
    family_name_cyrillic = models.CharField(
        _("family name in Cyrillic"), max_length=150, blank=True
    )
    position = models.CharField(pgettext_lazy("job", "position"), max_length=300, blank=True)
    institution = models.CharField(_("institution"), max_length=300, blank=True)
    position_ru = models.CharField(_("position in Russian"), max_length=300, blank=True)
    institution_ru = models.CharField(_("institution in Russian"), max_length=300, blank=True)
    basis = models.CharField(
        _("basis for publication"), max_length=20, choices=Basis.choices, default=Basis.NONE
    )
    basis_on = models.DateField(_("basis recorded on"), null=True, blank=True)
    basis_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("basis recorded by"),
    )
    basis_how = models.CharField(
        _("how given"),
        max_length=250,
        blank=True,
        help_text=_("“Signed form of 2 December 2019”, “decision of the organisers”."),
    )
    basis_withdrawn_on = models.DateField(
        _("consent withdrawn, or objection made, on"),
        null=True,
        blank=True,
        help_text=_("From then on the name is not public, whatever the organiser has decided."),
    )
    basis_withdrawn_how = models.CharField(
        _("how withdrawn"), max_length=250, blank=True, help_text=_("“E-mail of 9 January 2020”.")
    )
    name_sort_key = models.BinaryField(editable=False)

    # Set by a form of the whole delegation, where the present head may be about to step down.
    head_is_checked_with_all = False

    objects = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["delegation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "person"],
                name="delegate_once_per_delegation",
                violation_error_message=_("This person is in the delegation already."),
            ),
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(capacity="head"),
                name="one_head_per_delegation",
                violation_error_message=_(
                    "This delegation already has a head. Make the present head a delegate first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(basis="none") | Q(basis_on__isnull=False),
                name="basis_has_a_date",
                violation_error_message=_("Give the day on which the basis was recorded."),
            ),
            models.CheckConstraint(
                condition=~Q(family_name="", family_name_cyrillic=""),
                name="delegate_has_a_name",
                violation_error_message=NO_NAME,
            ),
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self) -> str:
        """Given names and family name as on the day; in Cyrillic where Latin ones are missing."""
        return name_in(self)

    def clean(self):
        if self.person_id:
            # What the form leaves empty is the person's.
            self.take_snapshot()
        errors: dict[str, Any] = {}
        if self.basis != self.Basis.NONE and not self.basis_on:
            errors["basis_on"] = _("Give the day on which the basis was recorded.")
        if self.basis_withdrawn_on and self.basis_withdrawn_on > timezone.localdate():
            errors["basis_withdrawn_on"] = _("This day is still to come.")
        is_head = self.capacity == self.Capacity.HEAD and self.delegation_id
        if is_head and not self.head_is_checked_with_all:
            heads = Delegate.objects.filter(
                delegation=self.delegation_id, capacity=self.Capacity.HEAD
            ).exclude(pk=self.pk)
            if head := heads.first():
                errors["capacity"] = head.only_one_head()
        if errors:
            raise ValidationError(errors)

    def only_one_head(self) -> str:
        """The sentence that refuses a second head beside this one."""
        return _(
            "This delegation already has a head, %(name)s. Make that person a delegate first."
        ) % {"name": self.full_name}

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None:
            sort_by_script(self)
        self.take_snapshot()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "name_sort_key"}
        super().save(*args, **kwargs)

    def take_snapshot(self) -> None:
        """Copy from the person what this record does not yet say; compute the sort key.

        Call before `bulk_create`, which skips save.
        """
        if not (self.family_name or self.family_name_cyrillic):
            for name in snapshot_fields():
                setattr(self, name, getattr(self, name) or getattr(self.person, name))
        given_names, family_name = names_in(self)
        self.name_sort_key = collation_key(f"{family_name} {given_names}")


@lru_cache(maxsize=1)
def snapshot_fields() -> tuple[str, ...]:
    """What a delegate copies from the person: each editable field that both have."""
    of_person = {field.name for field in Person._meta.concrete_fields}
    return tuple(
        field.name
        for field in Delegate._meta.concrete_fields
        if field.editable and not field.primary_key and field.name in of_person
    )
