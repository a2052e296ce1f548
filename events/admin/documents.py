"""Documents in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.models import Document
from participants.admin.base import PublishingAdmin, TranslatedAdmin, pair
from participants.admin.filters import AutocompleteFilter


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


@admin.register(Document)
class DocumentAdmin(PublishingAdmin, TranslatedAdmin):
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
        (None, {"fields": [pair("title"), ("kind", "language", "published"), "file", "url"]}),
        (_("Who wrote it, and when"), {"fields": ["authors", "publisher", "date"]}),
        (_("What it belongs to"), {"fields": ["event", "contribution"]}),
        (_("What it is about"), {"fields": ["states", "topics", "programmes"]}),
        (
            _("Standing and address"),
            {"fields": ["standing", pair("disclaimer"), "slug"], "classes": ["collapse"]},
        ),
    ]
