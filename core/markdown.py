"""Markdown of editors as HTML that is safe to show."""

import re
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark", {"html": False})
_BLOCK_END = re.compile(r"</(?:p|li|h\d|blockquote|pre)>|<br ?/?>")
_TAGS = {"p", "ul", "ol", "li", "em", "strong", "a", "blockquote", "br", "h3", "h4", "code"}


def to_html(text: str) -> SafeString:
    """`text` as HTML with paragraphs, lists, emphasis and links; everything else is dropped."""
    html = nh3.clean(
        _parser.render(text), tags=_TAGS, url_schemes={"http", "https", "mailto"}, link_rel=None
    )
    return mark_safe(html)  # noqa: S308 - nh3 has just cleaned it


def to_text(text: str) -> str:
    """`text` as plain text, a paragraph or item a line: for calendars and descriptions."""
    html = _BLOCK_END.sub("\n", _parser.render(text or "").replace("\n", " "))
    plain = unescape(nh3.clean(html, tags=set()))
    return "\n".join(filter(None, map(str.strip, plain.splitlines())))
