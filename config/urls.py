"""Every address of the register: in English as they stand, in Russian under /ru/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config.health import healthz, readyz
from website.sitemaps import robots, sitemap_index, sitemap_section
from website.views import statements
from website.views.events import event_preview

handler400 = "config.errors.bad_request"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<str:section>.xml", sitemap_section, name="sitemap_section"),
    path("api/", include("website.api.urls")),
    path(".well-known/security.txt", statements.security, name="security"),
    *i18n_patterns(
        # Before the admin: the page of a draft is of the website, its address of the event's.
        path(
            "admin/events/event/<int:pk>/preview/",
            admin.site.admin_view(event_preview),
            name="event_preview",
        ),
        path("admin/", admin.site.urls),
        *(
            path(f"{name}/", statements.statement, {"name": name}, name=name)
            for name in statements.NAMES
        ),
        path("nominate/<str:token>/", include("events.nominations.urls")),
        path("", include("website.urls")),
        prefix_default_language=False,
    ),
]
