"""What pages tell programs: their own address, the trail to them, what they are about."""

import json
from html.parser import HTMLParser

from django import template
from django.conf import settings
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.exports import query_of

register = template.Library()
# What would end the element that holds the data, or begin another one.
_MARKUP = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@register.simple_block_tag(takes_context=True)
def capture(context, content, name: str) -> str:
    """Keep what stands inside as `name`, to be shown more than once further down."""
    context[name] = mark_safe(" ".join(content.split()))  # noqa: S308 - rendered just now
    return ""


@register.simple_tag(takes_context=True)
def canonical_path(context) -> str:
    """The path of this page with its filters, the same however they were chosen."""
    request = context["request"]
    query = _query(context)
    page = request.GET.get("page", "1")
    if page != "1":
        query += f"{'&' if query else '?'}page={escape_uri_path(page)}"
    return escape_uri_path(request.path) + query


@register.simple_tag(takes_context=True)
def list_query(context) -> str:
    """The filters of this list, as they stand after the address of its file or feed."""
    return _query(context)


def _query(context) -> str:
    """The query string of the page: of a list, the filters that it has."""
    filterset = context.get("filter")
    return filterset.query if filterset else query_of(context["request"].GET)


@register.simple_tag
def json_ld(data: dict) -> SafeString:
    """`data` as linked data of the page; no browser runs it."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text.translate(_MARKUP)),  # noqa: S308 - nothing in it is markup any more
    )


@register.simple_block_tag
def breadcrumb_trail(content) -> SafeString:
    """A trail of `li` with links, and after it the same as a BreadcrumbList."""
    crumbs = _Crumbs()
    crumbs.feed(content)
    crumbs.close()
    items = [
        {"@type": "ListItem", "position": number, "name": " ".join(name.split())}
        | ({"item": settings.BASE_URL + href} if href else {})
        for number, (name, href) in enumerate(crumbs.found, start=1)
    ]
    return format_html(
        "<ol>{}</ol>{}", content, json_ld({"@type": "BreadcrumbList", "itemListElement": items})
    )


class _Crumbs(HTMLParser):
    """The items of a trail: `found` has the text and address of each."""

    def __init__(self):
        super().__init__()
        self.found: list[list[str]] = []

    def handle_starttag(self, tag, attrs):
        if tag == "li":
            self.found.append(["", ""])
        elif tag == "a" and self.found:
            self.found[-1][1] = dict(attrs).get("href", "")

    def handle_data(self, data):
        if self.found:
            self.found[-1][0] += data
