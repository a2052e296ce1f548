"""Sitemaps of all public pages in both languages, and robots.txt."""

from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from events.models import Document, Event
from events.querysets import public_organisations, states_taking_part
from topics.models import Programme, Topic
from website.views.statements import NAMES as STATEMENTS

XML = "application/xml; charset=utf-8"
KEPT_FROM_ROBOTS = ("/admin/", "/nominate/", "/api/")


class RegisterSitemap(Sitemap):
    """Addresses under `BASE_URL`, each with those of the other language."""

    i18n = True
    alternates = True
    x_default = True
    # With both languages, a page of this size is made within a second.
    limit = 2_000

    @property
    def protocol(self) -> str:  # type: ignore[override]  # Django only reads it
        return settings.BASE_URL.partition("://")[0]

    def get_domain(self, site=None) -> str:
        return settings.BASE_URL.partition("://")[2]


class PageSitemap(RegisterSitemap):
    """The home page, the lists, the matrix, the page on data, and the statements."""

    def items(self):
        lists = ("event", "state", "organisation", "topic", "programme", "document", "figure")
        return ["home", "cooperation", "data", *(f"{name}_list" for name in lists), *STATEMENTS]

    def location(self, item):
        return reverse(item)


class RecordSitemap(RegisterSitemap):
    """The pages of the records that `queryset` gives, with the day of their last change."""

    def __init__(self, queryset: QuerySet):
        self.queryset = queryset

    def items(self):
        history = self.queryset.model.history.model.objects.filter(id=OuterRef("pk")).order_by()
        changes = history.values("id").annotate(last=Max("history_date")).values("last")
        return self.queryset.order_by("pk").only("slug").annotate(last_change=Subquery(changes))

    def lastmod(self, item):
        return item.last_change


def sections() -> dict[str, Any]:
    """The parts of the sitemap by name, without fictional data."""
    return {
        "pages": PageSitemap(),
        "events": RecordSitemap(Event.objects.published().filter(sample=False)),
        "states": RecordSitemap(states_taking_part()),
        "organisations": RecordSitemap(public_organisations().filter(sample=False)),
        "topics": RecordSitemap(Topic.objects.all()),
        "programmes": RecordSitemap(Programme.objects.filter(sample=False)),
        "documents": RecordSitemap(Document.objects.published()),
    }


def sitemap_index(request):
    """The parts of the sitemap and their pages: a large register does not fit into one file."""
    locations = []
    for name, section in sections().items():
        address = settings.BASE_URL + reverse("sitemap_section", args=[name])
        pages = section.paginator.page_range
        locations += [f"{address}?p={page}" if page > 1 else address for page in pages]
    context = {"sitemaps": [{"location": location} for location in locations]}
    return render(request, "sitemap_index.xml", context, content_type=XML)


def sitemap_section(request, section: str):
    """One part of the sitemap."""
    return sitemap_views.sitemap(request, sections(), section=section, content_type=XML)


def robots(request):
    """Allows all but the pages for staff, contact points and programs."""
    refused = [f"Disallow: {prefix}{path}" for prefix in ("", "/ru") for path in KEPT_FROM_ROBOTS]
    text = "\n".join(
        ["User-agent: *", *refused, "", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
