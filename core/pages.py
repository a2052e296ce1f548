"""Long lists, page by page."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _


def page_of(request: HttpRequest, records: Any, per_page: int) -> Page:
    """The page of `records` that `request` asks for by `?page=`, the first one if by none.

    Raises Http404 where the list has no such page.
    """
    try:
        return Paginator(records, per_page).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404(_("This list has no such page.")) from error
