"""Documents in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.base import PublishingAdmin, RegisterForm, TranslatedAdmin, pair
from core.admin.filters import AutocompleteFilter
from core.uploads import upload_help
from events.models import Document


class StateOfDocument(AutocompleteFilter):
    title = _("state")
    parameter_name = "about_state"
    source = Document._meta.get_field("states")

    def narrow(self, queryset, chosen):
        return queryset.filter(states__in=chosen)


class TopicOfDocument(AutocompleteFilter):
    title = _("topic")
    parameter_name = "topic"
    source = Document._meta.get_field("topics")

    def narrow(self, queryset, chosen):
        on_topic = Document.topics.through.objects.filter(topic__in=chosen.with_descendants())
        return queryset.filter(pk__in=on_topic.values("document"))


class EventOfDocument(AutocompleteFilter):
    title = _("event")
    parameter_name = "of_event"
    source = Document._meta.get_field("event")

    def narrow(self, queryset, chosen):
        return queryset.filter(event__in=chosen)


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
        *("published", "kind", EventOfDocument, StateOfDocument, TopicOfDocument),
        *("language", "standing"),
    )
    list_select_related = ("event",)
    date_hierarchy = "date"
    search_fields = ("search_text",)
    autocomplete_fields = ("event", "contribution", "states", "topics", "programmes")
    fieldsets = [
        (None, {"fields": [pair("title"), pair("abstract"), ("kind", "language", "published"), "file", "url"]}),
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
