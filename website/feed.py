"""Events as an Atom feed (RFC 4287)."""

import datetime
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import markdown
from core.exports import public_url
from events.models import Event

# Characters that XML does not allow.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def event_feed(events: Iterable[Event], page: str, address: str) -> Atom1Feed:
    """A feed of `events` (from `for_data` and `with_changes`), in the active language.

    `page` is the address of the list as a page, `address` that of the feed itself.
    """
    feed = Atom1Feed(
        title=_("Events of the Migration Dialogue Register"),
        link=page,
        description="",
        subtitle=_("Most recent changes first."),
        language=get_language(),
        author_name=_("Migration Dialogue Register"),
        feed_url=address,
        feed_guid=address,
    )
    for event in events:
        _add(feed, event)
    return feed


def _add(feed: Atom1Feed, event: Event) -> None:
    topics = [topic.name for topic in event.topics.all()]
    title = event.title
    if event.sample:
        title = f"{title} ({_('sample data')})"
    facts = ", ".join(filter(None, [event.get_kind_display(), event.date_text, event.place_text]))
    if event.status != Event.Status.HELD:
        facts = f"{facts} ({event.get_status_display()})"
    feed.add_item(
        title=_plain(title),
        link=public_url(event),
        description=_plain(f"<p>{escape(facts)}</p>{markdown.to_html(event.summary)}"),
        unique_id=_tag(event),
        updateddate=event.last_change  # type: ignore[attr-defined]  # by `with_changes`
        or datetime.datetime.combine(event.sort_date, datetime.time(), datetime.UTC),
        categories=[_plain(text) for text in (event.get_kind_display(), *topics)],
    )


def _tag(event: Event) -> str:
    """A permanent id (RFC 4151) that does not depend on title, date or language."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},2026:event/{event.slug}"


def _plain(text: str) -> str:
    return _CONTROL.sub("", text)
