from datetime import date
from typing import Any, cast
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.changes import PublicContentQuerySet
from core.models import PublicContent, SearchableModel, SluggedModel
from events.querysets import ContributionQuerySet, EventQuerySet, SessionQuerySet
from participants.models import Grouping, Organisation, State, refuse_circle
from topics.models import Programme, Topic


def check_time_zone(name: str) -> None:
    """Refuse a name that the IANA time zone database does not know."""
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write it as “Europe/Warsaw”."), params={"name": name}
        )


class DelegationRole(models.TextChoices):
    """What a delegation was at an event."""

    ORGANISER = "organiser", _("organiser")
    HOST = "host", _("host")
    LEADING_STATE = "leading_state", _("leading state")
    PARTICIPATING = "participating", _("participating")
    OBSERVER = "observer", _("observer")
    GUEST = "guest", _("guest")
    PARTNER = "partner", _("partner")


class EventKind(models.TextChoices):
    MINISTERIAL_CONFERENCE = "ministerial_conference", _("ministerial conference")
    CONFERENCE = "conference", _("conference")
    SENIOR_OFFICIALS_MEETING = "senior_officials_meeting", _("senior officials' meeting")
    STRATEGIC_GROUP = "strategic_group", _("strategic group")
    NATIONAL_CONTACT_POINTS_MEETING = (
        "national_contact_points_meeting",
        _("national contact points' meeting"),
    )
    WORKING_GROUP = "working_group", _("working group")
    WORKSHOP = "workshop", _("workshop")
    TRAINING = "training", _("training")
    STUDY_VISIT = "study_visit", _("study visit")
    EXPERT_MISSION = "expert_mission", _("expert mission")
    WEBINAR = "webinar", _("webinar")
    OTHER = "other", _("other event")


class EventFormat(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("hybrid")


class EventStatus(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class EventListOrder(models.TextChoices):
    ALPHABETICAL = "alphabetical", _("alphabetical, in the list's language")
    EU_PROTOCOL = "eu_protocol", _("EU protocol: EU states by their own names")
    GROUPED = "grouped", _("grouped, by the sections given below")
    MANUAL = "manual", _("manual, by the delegations' positions")


class Event(SluggedModel, SearchableModel, PublicContent):
    """A meeting of a migration dialogue: the unit of the register.

    `sort_date`, `sort_after` and `sort_step` place it in lists. An event without dates of its own
    takes those of the event that it follows, and stands right after it.
    """

    Kind = EventKind
    Format = EventFormat
    Status = EventStatus
    ListOrder = EventListOrder

    # Columns that django-modeltranslation adds.
    title_en: str
    title_ru: str
    city_en: str
    city_ru: str
    venue_en: str
    venue_ru: str
    dates_note_en: str
    dates_note_ru: str

    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(_("kind"), max_length=40, choices=Kind.choices)
    format = models.CharField(
        _("format"),
        max_length=20,
        choices=Format.choices,
        blank=True,
        help_text=_("Empty: not recorded."),
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.PLANNED
    )
    published = models.BooleanField(
        _("published"), default=False, help_text=_("A draft is seen by staff alone.")
    )
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True, help_text=_("Empty: on one day."))
    dates_note = models.CharField(
        _("dates in words"),
        max_length=120,
        blank=True,
        help_text=_("Where the dates are not recorded: “December 2019, after the conference”."),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[check_time_zone]
    )
    city = models.CharField(_("city"), max_length=120, blank=True)
    venue = models.CharField(_("venue"), max_length=250, blank=True)
    host_state = models.ForeignKey(
        State,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_events",
        verbose_name=_("host state"),
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("Markdown."))
    outcome = models.TextField(_("outcome"), blank=True, help_text=_("Markdown."))
    sources = models.TextField(_("sources"), blank=True, help_text=_("Markdown."))
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="events", verbose_name=_("topics")
    )
    programmes = models.ManyToManyField(
        Programme, blank=True, related_name="events", verbose_name=_("programmes")
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("follows"),
        help_text=_("The event that this one continues."),
    )
    reference = models.CharField(
        _("reference"), max_length=60, blank=True, help_text=_("The organisers' own number.")
    )
    list_order = models.CharField(
        _("order of the participant list"),
        max_length=20,
        choices=ListOrder.choices,
        default=ListOrder.ALPHABETICAL,
    )
    corrections_contact = models.CharField(
        _("contact for corrections"),
        max_length=250,
        blank=True,
        help_text=_("Printed on the participant list: an office and its address."),
    )
    sample = models.BooleanField(_("sample data"), default=False, editable=False)

    sort_date = models.DateField(editable=False)
    sort_after = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    sort_step = models.PositiveSmallIntegerField(default=0, editable=False)

    search_fields = (
        *("title_en", "title_ru", "city_en", "city_ru", "venue_en", "venue_ru", "reference"),
        *("summary_en", "summary_ru"),
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-sort_date"]
        permissions = [
            ("export_participants", _("Can export full participant lists")),
            ("import_participants", _("Can import participant lists")),
            ("issue_list", _("Can issue participant lists")),
        ]
        indexes = [models.Index(fields=["published", "-sort_date"], name="event_published_by_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=False, ends__gte=F("starts")),
                name="event_ends_after_it_starts",
                violation_error_message=_("An event cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(starts__isnull=False) | Q(follows__isnull=False),
                name="event_has_dates_or_follows",
                violation_error_message=_("Give the date, or the event that this one follows."),
            ),
            models.CheckConstraint(
                condition=~Q(follows=F("id")),
                name="event_does_not_follow_itself",
                violation_error_message=_("An event cannot follow itself."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("event", args=[self.slug])

    def slug_sources(self):
        title = self.title_en or self.title_ru or self.title
        place = " ".join(filter(None, [self.city_en, str(self.starts.year) if self.starts else ""]))
        return [title, f"{title} {place}"] if place else [title]

    def clean(self):
        errors: dict[str, Any] = {}
        if self.ends and not self.starts:
            errors["starts"] = _("An event that ends also starts: give the first day.")
        elif self.ends and self.starts and self.ends < self.starts:
            errors["ends"] = _("An event cannot end before it starts.")
        if not self.starts and not self.follows:
            errors["starts"] = _("Give the date, or the event that this one follows.")
        try:
            refuse_circle(
                self, "follows", _("An event cannot follow itself, even by way of others.")
            )
        except ValidationError as error:
            errors.update(error.error_dict)
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        self.place_in_lists()
        if kwargs.get("update_fields") is not None:
            places = {"sort_date", "sort_after", "sort_step"}
            kwargs["update_fields"] = {*kwargs["update_fields"], *places}
        super().save(*args, **kwargs)
        for follower in Event.objects.filter(follows=self, starts__isnull=True):
            follower.follows = self
            place = (follower.sort_date, follower.sort_after_id, follower.sort_step)
            follower.place_in_lists()
            if place != (follower.sort_date, follower.sort_after_id, follower.sort_step):
                follower.save(update_fields=["sort_date"])

    def place_in_lists(self) -> None:
        """Compute the three `sort_` fields. Call before `bulk_create`, which skips save."""
        if self.starts or not self.follows:
            # An event with neither cannot be stored.
            self.sort_date = cast(date, self.starts)
            self.sort_after, self.sort_step = None, 0
        else:
            self.sort_date = self.follows.sort_date
            self.sort_after = self.follows.sort_after or self.follows
            self.sort_step = self.follows.sort_step + 1

    @property
    def date_text(self) -> str:
        """Its dates as a person writes them: “4 December 2019”, “10–11 June 2019”."""
        if not self.starts:
            return self.dates_note or str(_("dates not recorded"))
        if not self.ends or self.ends == self.starts:
            return date_format(self.starts)
        if (self.starts.year, self.starts.month) == (self.ends.year, self.ends.month):
            return f"{self.starts.day}–{date_format(self.ends)}"
        return f"{date_format(self.starts)} – {date_format(self.ends)}"

    @property
    def days(self) -> int:
        """How many days it lasts; 0 if its dates are not recorded."""
        if not self.starts:
            return 0
        return ((self.ends or self.starts) - self.starts).days + 1

    @property
    def place_text(self) -> str:
        """“Warsaw, Poland”, or “online”."""
        if self.format == self.Format.ONLINE and not self.city:
            return str(self.Format.ONLINE.label)
        return ", ".join(
            filter(None, [self.city, self.host_state.marked_name if self.host_state else ""])
        )

    @property
    def states_taking_part(self) -> list[State]:
        """The states whose delegation took part, and the host, each once."""
        delegations = [each for each in self.delegations.all() if each.takes_part]
        states = [delegation.state for delegation in delegations if delegation.state]
        hosts = [self.host_state] if self.host_state else []
        return list(dict.fromkeys([*states, *hosts]))

    @property
    def organisations_taking_part(self) -> list[Organisation]:
        """The organisations whose delegation took part."""
        delegations = [each for each in self.delegations.all() if each.takes_part]
        return [each.organisation for each in delegations if each.organisation]

    @property
    def published_predecessor(self) -> "Event | None":
        """The event that it follows, if the public may see that one."""
        return self.follows if self.follows and self.follows.published else None


class ListSection(PublicContent):
    """A section of a `grouped` participant list: states of a grouping, of a role, or both.

    A delegation stands in the first section that takes it; those that none takes come last.
    """

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="list_sections", verbose_name=_("event")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=120)
    grouping = models.ForeignKey(
        Grouping, models.PROTECT, null=True, blank=True, verbose_name=_("grouping")
    )
    role = models.CharField(_("role"), max_length=20, choices=DelegationRole.choices, blank=True)

    objects = PublicContentQuerySet.as_manager()

    class Meta:
        verbose_name = _("section of the participant list")
        verbose_name_plural = _("sections of the participant list")
        ordering = ["event", "position"]

    def __str__(self):
        return self.title

    def clean(self):
        if not self.grouping_id and not self.role:
            raise ValidationError(
                {"grouping": _("Say which delegations stand here: a grouping, a role, or both.")}
            )


class Session(PublicContent):
    """A part of the agenda; on a study visit, each visited institution is one."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="sessions", verbose_name=_("event")
    )
    title = models.CharField(_("title"), max_length=250)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Order in the agenda where no times are recorded.")
    )
    starts = models.DateTimeField(_("starts"), null=True, blank=True)
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=250, blank=True)
    host_organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_sessions",
        verbose_name=_("host organisation"),
    )
    note = models.TextField(_("note"), blank=True)
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="sessions", verbose_name=_("topics")
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["event", F("starts").asc(nulls_last=True), "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=False, ends__gte=F("starts")),
                name="session_ends_after_it_starts",
                violation_error_message=_("A session cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.ends and not self.starts:
            raise ValidationError({"starts": _("A session that ends also starts.")})
        if self.ends and self.starts and self.ends < self.starts:
            raise ValidationError({"ends": _("A session cannot end before it starts.")})


class ContributionKind(models.TextChoices):
    NATIONAL_PRESENTATION = "national_presentation", _("national presentation")
    STATEMENT = "statement", _("statement")
    PANEL = "panel", _("panel")
    VISIT_HOST = "visit_host", _("visit host")


class Contribution(PublicContent):
    """What a delegation brought to a session."""

    Kind = ContributionKind

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="contributions", verbose_name=_("session")
    )
    delegation = models.ForeignKey(
        "events.Delegation",
        models.RESTRICT,
        related_name="contributions",
        verbose_name=_("delegation"),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=250, blank=True)
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="contributions", verbose_name=_("topics")
    )
    speakers = models.ManyToManyField(
        "events.Delegate", blank=True, related_name="contributions", verbose_name=_("speakers")
    )
    position = models.PositiveSmallIntegerField(
        _("order of appearance"), default=0, help_text=_("Not the protocol order.")
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["session", "position", "pk"]

    def __str__(self):
        return f"{self.delegation}: {self.title or self.get_kind_display()}"

    @property
    def topics_counted(self) -> list[Topic]:
        """The topics that it counts under: its own, or else its session's, or else its event's.

        `ContributionQuerySet.topic_pairs` gives the same for many contributions.
        """
        for record in (self, self.session, self.session.event):
            if topics := list(record.topics.all()):
                return topics
        return []

    def clean(self):
        if (
            self.session_id
            and self.delegation_id
            and self.delegation.event_id != self.session.event_id
        ):
            raise ValidationError(
                {"delegation": _("This delegation belongs to another event than the session.")}
            )
