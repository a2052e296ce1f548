"""Every public address, read from the URL configuration: a new page is in all walks by itself."""

import re
from collections.abc import Iterator, Mapping

from django.urls import URLPattern, get_resolver

# What stands for the parameters of addresses that are no slugs of records.
VALUES = {
    "file_format": ["csv", "xlsx", "pdf", "docx"],
    "section": ["events"],
    "indicator": ["residing"],
    "table": ["sections"],
}
_NOT_TRANSLATED = re.compile(r"/(api/.*|\.well-known/.*|healthz|readyz|robots\.txt|sitemap.*\.xml)")


def public_addresses(slugs: str | Mapping[str, str], **values: str) -> list[str]:
    """The addresses of everything but the admin, in English.

    `slugs` is that of all records, or tells it by the first part of the address
    (`{"events": "warsaw-conference"}`). `values` are of further parameters, such as `token`; an
    address with a parameter that nothing stands for is an error.
    """
    found = set()
    for route in _routes(get_resolver().url_patterns, ""):
        paths = [route]
        for name in re.findall(r"<(?:\w+:)?(\w+)>", route):
            if name == "slug":
                kind = route.removeprefix("api/v1/").partition("/")[0]
                texts = [slugs if isinstance(slugs, str) else slugs[kind]]
            else:
                texts = [values[name]] if name in values else VALUES[name]
            paths = [re.sub(rf"<(?:\w+:)?{name}>", text, path) for path in paths for text in texts]
        found.update(f"/{path}" for path in paths)
    return sorted(found)


def pages(slugs: str | Mapping[str, str]) -> list[str]:
    """Those of the public addresses that are pages for people who need no link of their own."""
    return [
        address
        for address in public_addresses(slugs, pk="1", token="unknown")
        if re.fullmatch(r"/(|search|(?!admin/|api/|nominate/).*/)", address)
    ]


def in_russian(addresses: list[str]) -> list[str]:
    """The same in Russian, without those that are the same in every language."""
    return [f"/ru{address}" for address in addresses if not _NOT_TRANSLATED.fullmatch(address)]


def _routes(patterns, beginning: str) -> Iterator[str]:
    for pattern in patterns:
        route = beginning + re.sub(r"^\^|\$$", "", str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            # The API has its routes as regular expressions.
            route = re.sub(r"\(\?P<(\w+)>\[[^\]]*\]\+\)", r"<\1>", route)
            yield route.replace("(?:.*/)?", "nowhere/")
        elif not route.startswith("admin"):
            yield from _routes(pattern.url_patterns, route)
