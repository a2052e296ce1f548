from django.db import models
from django.utils.translation import gettext_lazy as _
from modelsearch import index


class SearchEntry(index.Indexed, models.Model):
    """What the search knows of one record, made by `website.search` from public content alone.

    `title` and `text` are folded (`core.text.fold`) and hold both languages, so that
    SQLite and PostgreSQL find the same by any case, accent and language. Nothing of a draft, and
    nothing of a person, is ever put here.
    """

    class Kind(models.TextChoices):
        """The groups of results, in the order in which they are shown."""

        STATE = "state", _("Countries")
        TOPIC = "topic", _("Topics")
        PROGRAMME = "programme", _("Programmes")
        EVENT = "event", _("Events")
        DOCUMENT = "document", _("Documents")
        ORGANISATION = "organisation", _("Organisations")
        FIGURE = "figure", _("Figures")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    object_id = models.PositiveBigIntegerField()
    title = models.TextField()
    text = models.TextField()
    day = models.DateField(null=True)

    # Made from other records: a backup leaves it out.
    derived = True

    # The library would index one entry at a time, after each is saved.
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
