"""Documents in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.base import PublishingAdmin, RegisterForm, TranslatedAdmin, pair
from core.admin.filters import autocomplete_filter
from core.uploads import upload_help
from events.models import Document


class DocumentForm(RegisterForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Not on the model, whose migrations would follow the setting of the size.
        if "file" in self.fields:
            self.fields["file"].help_text = upload_help()


@admin.register(Document)
class DocumentAdmin(PublishingAdmin, TranslatedAdmin):
    form = DocumentForm
    list_display = ("title", "kind", "language", "date", "event", "standing", "published")
    list_filter = (
        *("published", "kind"),
        autocomplete_filter(Document, "event", "of_event"),
        autocomplete_filter(Document, "states", "about_state"),
        autocomplete_filter(Document, "topics", "topic"),
        *("language", "standing"),
    )
    list_select_related = ("event",)
    date_hierarchy = "date"
    search_fields = ("search_text",)
    autocomplete_fields = ("event", "contribution", "states", "topics", "programmes")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    pair("title"),
                    pair("abstract"),
                    ("kind", "language", "published"),
                    "file",
                    "url",
                ]
            },
        ),
        (_("Who wrote it, and when"), {"fields": ["authors", "publisher", "date"]}),
        (_("What it belongs to"), {"fields": ["event", "contribution"]}),
        (_("What it is about"), {"fields": ["states", "topics", "programmes"]}),
        (
            _("Standing and address"),
            {"fields": ["standing", pair("disclaimer"), "slug"], "classes": ["collapse"]},
        ),
    ]

    def view_on_site(self, document):
        """The public page; what the public may not see has none."""
        is_public = Document.objects.published().filter(pk=document.pk).exists()
        return document.get_absolute_url() if is_public else None
