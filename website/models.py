from django.db import models
from django.utils.translation import gettext_lazy as _
from modelsearch import index


class SearchEntryKind(models.TextChoices):
    """The groups of results, in the order in which they are shown."""

    STATE = "state", _("Countries")
    TOPIC = "topic", _("Topics")
    PROGRAMME = "programme", _("Programmes")
    EVENT = "event", _("Events")
    DOCUMENT = "document", _("Documents")
    ORGANISATION = "organisation", _("Organisations")
    FIGURE = "figure", _("Figures")


class SearchEntry(index.Indexed, models.Model):
    """The searchable text of one record, made by `website.search` from public content only.

    `title` and `text` are folded (`core.text.fold`) and in both languages, so that SQLite and
    PostgreSQL find the same in any case, accent and language. They never contain drafts or
    personal data.
    """

    Kind = SearchEntryKind

    kind = models.CharField(max_length=20, choices=Kind.choices)
    object_id = models.PositiveBigIntegerField()
    title = models.TextField()
    text = models.TextField()
    day = models.DateField(null=True)

    # Made from other records: a backup leaves it out.
    derived = True

    # Otherwise the library would index each entry separately when it is saved.
    search_auto_update = False
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.AutocompleteField("text"),
        index.FilterField("kind"),
        index.FilterField("day"),
        index.FilterField("object_id"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"
