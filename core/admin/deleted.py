"""The page of a model's deleted records, from which they are brought back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.admin.base import is_key
from core.restoring import along_with, deletions, label, restore

# What was deleted before these is found in the database alone.
SHOWN = 100


class RestoringAdmin(admin.ModelAdmin):
    """Adds the page `deleted/`: the latest deletions, each with a button that takes it back.

    For those who may add such records, and all that was deleted along with them.
    """

    change_list_template = "admin/change_list_with_deleted.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_deleted"
        view = require_http_methods(["GET", "HEAD", "POST"])(self.deleted_view)
        return [path("deleted/", self.admin_site.admin_view(view), name=name), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        context = {"may_restore": self.may_restore(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    def may_restore(self, request) -> bool:
        return self.has_add_permission(request) and self.has_delete_permission(request)

    def deleted_view(self, request):
        """The page; a POST with the number of a note restores what it is of."""
        if not self.may_restore(request):
            raise PermissionDenied
        notes = deletions(self.model)
        if request.method == "POST":
            number = request.POST.get("note", "")
            found = notes.filter(pk=number if is_key(number) else None)
            return self._restore(request, get_object_or_404(found))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Deleted: %(kind)s") % {"kind": self.opts.verbose_name_plural},
            "opts": self.opts,
            "notes": [
                (note, label(note), len(list(along_with(note))))
                for note in notes.select_related("history_user")[:SHOWN]
            ],
        }
        return TemplateResponse(request, "admin/deleted.html", context)

    def _restore(self, request, note) -> HttpResponseRedirect:
        restored = [note, *along_with(note)]
        for model in {each.instance_type for each in restored}:
            if not request.user.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}"):
                raise PermissionDenied(
                    _("Your role does not allow adding all that was deleted with this record.")
                )
        try:
            restore(restored)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        else:
            count = len(restored)
            text = ngettext(
                "%(count)d record was restored.", "%(count)d records were restored.", count
            )
            self.message_user(request, text % {"count": count})
        return HttpResponseRedirect(request.path)
