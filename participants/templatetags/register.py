"""What the register's pages have in common."""

from django import template
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from participants import markdown

register = template.Library()


@register.filter(name="markdown")
def markdown_filter(text: str) -> SafeString:
    """Markdown as safe HTML."""
    return markdown.to_html(text or "")


@register.simple_tag(takes_context=True)
def name_of(context, participant, url: str = "") -> SafeString:
    """The name of a state, organisation or delegation, linked to `url` if given.

    Where a footnote belongs to the name, it is marked and `footnotes` prints it below the page.
    """
    footnote = participant.footnote
    name = participant.marked_name
    linked = format_html('<a href="{}">{}</a>', url, name) if url else format_html("{}", name)
    if not footnote:
        return linked
    notes = context["request"].__dict__.setdefault("footnotes", {})
    number = notes.setdefault(footnote, len(notes) + 1)
    plain = name.removesuffix("*")
    linked = format_html('<a href="{}">{}</a>', url, plain) if url else format_html("{}", plain)
    return format_html(
        '{}<a class="footnote-mark" href="#footnote-{}" aria-label="{}">*</a>',
        linked,
        number,
        _("Footnote on %(name)s") % {"name": plain},
    )


@register.simple_tag(takes_context=True)
def footnotes(context) -> SafeString:
    """The footnotes of all names printed on the page so far."""
    request = context.get("request")
    notes = getattr(request, "footnotes", {})
    if not notes:
        return SafeString()
    return format_html(
        '<aside class="footnotes" aria-label="{}">{}</aside>',
        _("Footnotes"),
        format_html_join(
            "", '<p id="footnote-{}">* {}</p>', ((number, text) for text, number in notes.items())
        ),
    )


@register.simple_tag(takes_context=True)
def languages(context, address: str = "") -> list[dict]:
    """`address`, or else this page with its query, in each language.

    Of each: its code, own name, path and full address.
    """
    request = context.get("request")
    path = address or (request.get_full_path() if request else "/")
    bare = path.removeprefix("/ru") if path.startswith(("/ru/", "/ru?")) else path
    paths = {
        code: bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"
        for code, _name in settings.LANGUAGES
    }
    return [
        {
            "code": code,
            "name": translation.get_language_info(code)["name_local"].capitalize(),
            "path": path,
            "url": settings.BASE_URL + path,
            "current": code == translation.get_language(),
        }
        for code, path in paths.items()
    ]


@register.simple_tag(takes_context=True)
def page_address(context, number: int) -> str:
    """The query string of another page of the same list, with all its filters."""
    data = context["request"].GET.copy()
    data["page"] = number
    if number == 1:
        del data["page"]
    return f"?{data.urlencode()}"
