"""The admin site: its name, the order of its index, and how autocompletes label their choices."""

from functools import wraps

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from config import signed_out
from core.admin.base import RegisterAdmin, is_key

# What staff open most stands first; what is not named here comes last.
ORDER = {
    "events": [
        *("Event", "Delegation", "Delegate", "Session", "Contribution", "Document"),
        *("Nomination", "IssuedList", "ListPreset", "PublicationDecision", "ParticipantExport"),
    ],
    "participants": [
        *("State", "Organisation", "Person", "Grouping", "Membership", "MigrationFigure"),
        *("PersonMerge", "DistinctPersons"),
    ],
    "topics": ["Topic", "Programme"],
    "auth": ["User", "Group"],
}


def _place(names: list[str], name: str) -> tuple[bool, int]:
    return (name not in names, names.index(name) if name in names else 0)


class LabelledChoices(AutocompleteJsonView):
    """Autocomplete whose choices can be told apart: a namesake by state, a delegation by event."""

    def get_queryset(self):
        related = getattr(self.model_admin, "choice_related", ())
        return super().get_queryset().select_related(*related)

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        if hasattr(self.model_admin, "choice_label"):
            result["text"] = self.model_admin.choice_label(obj)
        return result


class RegisterAdminSite(admin.AdminSite):
    site_header = _("Migration Dialogue Register")
    site_title = _("Migration Dialogue Register")
    index_title = _("Staff pages")
    # Lists and tables need the width; the index is one step up, in the breadcrumbs.
    enable_nav_sidebar = False

    def login(self, request, extra_context=None):
        response = super().login(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            signed_out.signed_in(request, response)
        return response

    def admin_view(self, view, cacheable=False):
        """A view for staff; what is typed outlives a sign-in that has ended (`signed_out`)."""
        inner = super().admin_view(view, cacheable)
        of_record = isinstance(getattr(view, "__self__", None), RegisterAdmin) and (
            view.__name__ in ("add_view", "change_view")
        )
        shows_form = of_record or getattr(view, "shows_typed", False)

        @wraps(inner)
        def guarded(request, *args, **kwargs):
            if request.method == "POST" and request.user.is_anonymous:
                signed_out.keep(request)
            elif request.method == "GET" and self.has_permission(request):
                again = signed_out.shown_again(
                    request, lambda sent: inner(sent, *args, **kwargs), shows_form
                )
                if again is not None:
                    return again
            return inner(request, *args, **kwargs)

        return guarded

    def get_urls(self):
        # They import the admin, which is not ready when this module is read.
        from config.accounts import confirm_password, own_sessions

        return [
            path("sessions/", self.admin_view(own_sessions), name="sessions"),
            path("confirm/", self.admin_view(confirm_password), name="confirm_password"),
            path(
                "r/<path:content_type_id>/<path:object_id>/",
                self.admin_view(self.view_on_site),
                name="view_on_site",
            ),
            *super().get_urls(),
        ]

    def view_on_site(self, request, content_type_id, object_id):
        """Lead to the public page of a record, for those alone who may see the record here.

        The address of a draft tells of what it is.
        """
        kinds = ContentType.objects.filter(pk=content_type_id) if is_key(content_type_id) else ()
        model = next((kind.model_class() for kind in kinds), None)
        if model is None or not self.is_registered(model) or not is_key(object_id):
            raise Http404
        if not self.get_model_admin(model).has_view_permission(request):
            raise PermissionDenied
        return shortcut(request, content_type_id, object_id)

    def logout(self, request, extra_context=None):
        response = super().logout(request, extra_context)
        # What “back” would still show to whoever sits down at this computer next.
        response.headers["Clear-Site-Data"] = '"cache"'
        return response

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for app in apps:
            order = ORDER.get(app["app_label"], [])
            app["models"].sort(key=lambda model: _place(order, model["object_name"]))
        return sorted(apps, key=lambda app: _place([*ORDER], app["app_label"]))

    def each_context(self, request):
        # The pages of the language in which the admin is read.
        return super().each_context(request) | {"site_url": reverse("home")}

    def autocomplete_view(self, request):
        return LabelledChoices.as_view(admin_site=self)(request)
