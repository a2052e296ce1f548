"""What the staff's pages of one event have in common."""

from django.contrib import admin

from events.models import Event


def event_context(request, event: Event | None, title) -> dict:
    """The context of `admin/events/event/_page.html`; an issued list may outlive its event."""
    return {
        **admin.site.each_context(request),
        "title": title,
        "opts": Event._meta,
        "event": event,
    }
