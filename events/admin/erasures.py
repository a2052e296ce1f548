"""The notes of what was erased."""

from django.contrib import admin

from core.admin.base import ReadOnlyAdmin
from events.models import Erasure


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ("at", "reason", "person_key", "by")
    list_filter = ("reason",)
    list_select_related = ("by",)
    date_hierarchy = "at"
    fields = ("at", "reason", "person_key", "by", "numbers")
