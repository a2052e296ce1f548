"""What pages say of events."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events.models import Event, Nomination
from events.participant_list.fields import lines_of
from events.participant_list.statistics import StatisticsTable

register = template.Library()

register.filter("list_lines", lines_of)


@register.simple_tag
def nominations_due(event: Event) -> int:
    """How many delegations to `event` were asked for names and have not submitted them."""
    return Nomination.objects.due().filter(delegation__event=event).count()


@register.simple_tag
def lang_of_label(table: StatisticsTable, label: str) -> SafeString:
    """The attribute that says in which language a label of a table of numbers stands, if needed."""
    language = table.languages.get(label, "")
    return format_html(' lang="{}"', language) if language else SafeString()
