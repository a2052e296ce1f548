"""What pages say of events."""

from typing import Any

from django import template
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from events.models import Delegate, Delegation, Event, Nomination
from events.participant_list.fields import lines_of
from events.participant_list.statistics import StatisticsTable
from events.participant_list.statuses import may_follow
from events.staff.statuses import ACTIONS
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


@register.inclusion_tag("admin/events/delegate/_statuses.html", takes_context=True)
def statuses_of(context, record: Event | Delegation, *, below_form: bool = False) -> dict:
    """Buttons that set the status of all delegates of an event or delegation (1 query).

    Of an event, those in its list. Empty for those who may not change delegates.
    """
    request = context["request"]
    if not request.user.has_perm("events.change_delegate"):
        return {}
    # The same condition for the numbers and, as its filters write it, for the list.
    if isinstance(record, Event):
        delegates = Delegate.objects.listed().filter(delegation__event=record)
        takes_part = Delegation.Participation.TAKES_PART
        query = f"of_event={record.pk}&delegation__participation__exact={takes_part}"
    else:
        delegates = Delegate.objects.filter(delegation=record)
        query = f"of_delegation={record.pk}"
    numbers = dict(delegates.order_by().values_list("status").annotate(Count("pk")))
    return {
        "list": f"{reverse('admin:events_delegate_changelist')}?{query}",
        "below_form": below_form,
        "back": request.get_full_path(),
        "checkbox": ACTION_CHECKBOX_NAME,
        "rows": [
            {
                "status": status,
                "number": numbers[status],
                "actions": [ACTIONS[next_status] for next_status in may_follow(status)],
            }
            for status in Delegate.Status
            if status in numbers
        ],
        "csrf_token": context.get("csrf_token"),
    }
