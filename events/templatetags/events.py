"""What pages say of events."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from events.models import Event, Nomination
from events.participant_list.fields import lines_of
from events.participant_list.statistics import StatisticsTable
from participants.scripts import in_script

register = template.Library()


@register.filter
def list_lines(record: Any) -> list[str]:
    """What a list in the language of the page says of a delegate under the name."""
    return lines_of(record, get_language() or "en")


@register.filter
def printed(record: Any) -> dict[str, str]:
    """Names, position and institution, as a list in the language of the page has them."""
    return in_script(record, get_language() or "en")


@register.simple_tag
def nominations_due(event: Event) -> int:
    """How many delegations to `event` were asked for names and have not submitted them."""
    return Nomination.objects.due().filter(delegation__event=event).count()


@register.simple_tag
def lang_of_label(table: StatisticsTable, label: str) -> SafeString:
    """The attribute that says in which language a label of a table of numbers stands, if needed."""
    language = table.languages.get(label, "")
    return format_html(' lang="{}"', language) if language else SafeString()
