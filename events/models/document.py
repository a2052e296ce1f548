from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import PublicContent, SearchableModel, SluggedModel
from core.uploads import check_upload
from events.models.event import Contribution, Event
from events.querysets import DocumentQuerySet
from participants.models import State
from topics.models import Programme, Topic


class DocumentKind(models.TextChoices):
    AGENDA = "agenda", _("agenda")
    PRESENTATION = "presentation", _("presentation")
    POLICY_BRIEF = "policy_brief", _("policy brief")
    ANALYTICAL_REPORT = "analytical_report", _("analytical report")
    BACKGROUND_NOTE = "background_note", _("background note")
    FACTSHEET = "factsheet", _("factsheet")
    INFOGRAPHIC = "infographic", _("infographic")
    HANDBOOK = "handbook", _("handbook")
    CONCLUSIONS = "conclusions", _("conclusions")
    PARTICIPANT_LIST = "participant_list", _("participant list")
    OTHER = "other", _("other document")


class DocumentStanding(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    ENDORSED = "endorsed", _("endorsed")


class DocumentLanguage(models.TextChoices):
    ENGLISH = "en", _("English")
    RUSSIAN = "ru", _("Russian")
    BOTH = "en,ru", _("English and Russian")
    OTHER = "other", _("another language")


class Document(SluggedModel, SearchableModel, PublicContent):
    Kind = DocumentKind
    Standing = DocumentStanding
    Language = DocumentLanguage

    # Columns that django-modeltranslation adds.
    title_en: str
    title_ru: str

    title = models.CharField(_("title"), max_length=300)
    abstract = models.TextField(
        _("abstract"), blank=True, help_text=_("What the document is about, in a sentence or two.")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    standing = models.CharField(_("standing"), max_length=20, choices=Standing.choices, blank=True)
    disclaimer = models.TextField(_("disclaimer"), blank=True)
    authors = models.CharField(_("authors"), max_length=300, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=Language.choices)
    file = models.FileField(
        _("file"),
        upload_to="documents/",
        blank=True,
        validators=[check_upload],
    )
    file_size = models.PositiveBigIntegerField(_("size in bytes"), null=True, editable=False)
    url = models.URLField(_("address"), max_length=500, blank=True)
    publisher = models.CharField(_("publisher"), max_length=250, blank=True)
    event = models.ForeignKey(
        Event,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("event"),
    )
    contribution = models.ForeignKey(
        Contribution,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("contribution"),
    )
    states = models.ManyToManyField(
        State, blank=True, related_name="documents", verbose_name=_("states")
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="documents", verbose_name=_("topics")
    )
    programmes = models.ManyToManyField(
        Programme, blank=True, related_name="documents", verbose_name=_("programmes")
    )
    published = models.BooleanField(
        _("published"), default=False, help_text=_("A draft is seen by staff alone.")
    )

    search_fields = ("title_en", "title_ru", "abstract_en", "abstract_ru", "authors", "publisher")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(url=""),
                name="document_has_file_or_address",
                violation_error_message=_("Give a file or an address."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("document", args=[self.slug])

    def slug_sources(self):
        return [self.title_en or self.title_ru or self.title]

    def save(self, *args, **kwargs):
        # Kept here, since a storage elsewhere would have to be asked once a document.
        if not self.file:
            self.file_size = None
        elif self.file_size is None or not self.file._committed:  # type: ignore[attr-defined]  # private
            self.file_size = self._size_in_storage()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "file_size"}
        super().save(*args, **kwargs)

    def _size_in_storage(self) -> int | None:
        try:
            return self.file.size
        except FileNotFoundError:
            return None

    @property
    def topics_by_event(self) -> list[Topic]:
        """The topics that it is found under by way of its event and contribution alone."""
        found = list(self.event.topics.all()) if self.event else []
        found += self.contribution.topics_counted if self.contribution else []
        own = set(self.topics.all())
        return [topic for topic in dict.fromkeys(found) if topic not in own]

    @property
    def file_type(self) -> str:
        """“PDF”, by the name of the file."""
        return Path(self.file.name or "").suffix.removeprefix(".").upper()

    @property
    def site(self) -> str:
        """The site of the address elsewhere: “pragueprocess.eu”; the address if it has none."""
        try:
            host = urlsplit(self.url).hostname or ""
        except ValueError:
            host = ""
        return host.removeprefix("www.") or self.url

    def clean(self):
        if not self.file and not self.url:
            raise ValidationError({"url": _("Give a file or an address.")})
        if self.contribution and self.event and self.contribution.session.event_id != self.event_id:
            raise ValidationError(
                {"contribution": _("This contribution belongs to another event.")}
            )
