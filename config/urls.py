"""Every address of the register: in English as they stand, in Russian under /ru/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config import statements
from config.health import healthz, readyz
from config.sitemaps import robots, sitemap_index, sitemap_section

handler400 = "config.errors.bad_request"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<str:section>.xml", sitemap_section, name="sitemap_section"),
    path("api/", include("config.api")),
    path(".well-known/security.txt", statements.security, name="security"),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        *(
            path(f"{name}/", statements.statement, {"name": name}, name=name)
            for name in statements.NAMES
        ),
        path("", include("events.urls")),
        path("", include("topics.urls")),
        path("", include("participants.urls")),
        prefix_default_language=False,
    ),
]
