"""What the register's pages have in common."""

from django import template
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import markdown
from core.translation import language_of, script_language

register = template.Library()


@register.filter(name="markdown")
def markdown_filter(text: str) -> SafeString:
    """Markdown as safe HTML."""
    return markdown.to_html(text or "")


@register.simple_tag
def lang_of(record, field: str = "") -> SafeString:
    """The `lang` attribute of an element with `field` of `record`, or with its title or name.

    Empty but where the text stands in for a missing translation.
    """
    language = language_of(record, field or ("title" if hasattr(record, "title") else "name"))
    return _lang(language)


@register.simple_tag
def lang_as_written(text: str) -> SafeString:
    """The `lang` attribute of an element with `text`, which is shown as its source writes it.

    Empty where that is the language of the page.
    """
    language = script_language(text or "")
    return _lang("" if not text or language == translation.get_language() else language)


@register.simple_tag
def text_of(record, field: str) -> SafeString:
    """`field` of `record`, with its language where it stands in for a missing translation."""
    language = language_of(record, field)
    return _spanned(getattr(record, field) or "", language)


def _spanned(text: str, language: str) -> SafeString:
    if not language:
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


def _lang(language: str) -> SafeString:
    return format_html(' lang="{}"', language) if language else SafeString()


@register.simple_tag(takes_context=True)
def name_of(context, participant, url: str = "") -> SafeString:
    """The name of a state, organisation or delegation, linked to `url` if given.

    Where a footnote belongs to the name, it is marked and `footnotes` prints it below the page.
    """
    footnote = participant.footnote
    name = participant.marked_name.removesuffix("*") if footnote else participant.marked_name
    language = participant.name_language
    if url:
        linked = format_html('<a href="{}"{}>{}</a>', url, _lang(language), name)
    else:
        linked = _spanned(name, language)
    if not footnote:
        return linked
    number = footnote_number(context, participant)
    return format_html(
        '{}<a class="footnote-mark" href="#footnote-{}" aria-label="{}">*</a>',
        linked,
        number,
        _("Footnote on %(name)s") % {"name": name},
    )


def footnote_number(context, participant) -> int:
    """The number of the footnote of `participant` on this page, which `footnotes` will print."""
    notes = context["request"].__dict__.setdefault("footnotes", {})
    note = (participant.footnote, participant.footnote_language)
    return notes.setdefault(note, len(notes) + 1)


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
            "",
            '<p id="footnote-{}"{}>* {}</p>',
            ((number, _lang(language), text) for (text, language), number in notes.items()),
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


@register.simple_tag(takes_context=True)
def query_with(context, name: str, value: str) -> str:
    """The query string of the same list, from its first page, with `value` chosen for `name`."""
    data = context["request"].GET.copy()
    data.pop("page", None)
    data[name] = value
    return data.urlencode()


@register.filter
def percent_of(count: int, whole: int) -> int:
    """`count` as whole percents of `whole`, at least one."""
    return max(round(100 * count / whole), 1)
