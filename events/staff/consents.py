"""Consents and objections to publication, recorded for several delegates at once."""

from collections.abc import Iterator

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.bulk import bulk_update
from core.dates import DateField
from events.models import Delegate

BATCH = 1_000
CHANGED = (
    *("basis", "basis_on", "basis_how", "basis_by"),
    *("basis_withdrawn_on", "basis_withdrawn_how"),
)


class BasisForm(forms.Form):
    """When and how delegates gave or withdrew their consent."""

    day = DateField(label=_("day"), widget=AdminDateWidget)
    how = forms.CharField(
        label=_("how"),
        max_length=250,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("“Signed form of 2 December 2019”, “e-mail of 9 January 2020”."),
    )

    def clean_day(self):
        if self.cleaned_data["day"] > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return self.cleaned_data["day"]


class PublicFilter(admin.SimpleListFilter):
    title = _("named publicly")
    parameter_name = "public"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        public = Delegate.objects.public().values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=public)
        return queryset.exclude(pk__in=public) if self.value() == "no" else queryset


class ConsentingAdmin(admin.ModelAdmin):
    """Adds to the admin of delegates the actions that record a consent, or that it is withdrawn."""

    actions = ["record_consent", "record_objection"]

    @admin.action(description=_("Record consent to publication"), permissions=["change"])
    def record_consent(self, request, queryset):
        return self._ask(request, queryset, "record_consent", _("Record consent"), self._consent)

    @admin.action(description=_("Withdraw from publication"), permissions=["change"])
    def record_objection(self, request, queryset):
        title = _("Withdraw from publication")
        return self._ask(request, queryset, "record_objection", title, self._objection)

    def _ask(self, request, queryset, action: str, title, change):
        """The page that asks when and how; sent back, it is done for all of `queryset`."""
        form = BasisForm(
            request.POST if "asked" in request.POST else None,
            initial={"day": timezone.localdate()},
        )
        if form.is_valid():
            count = self._store(request, queryset, change, form.cleaned_data, str(title))
            text = ngettext(
                "Recorded for %(count)d delegate.", "Recorded for %(count)d delegates.", count
            )
            self.message_user(request, text % {"count": count})
            return None
        return render(
            request,
            "admin/events/delegate/basis.html",
            {
                **self.admin_site.each_context(request),
                "title": title,
                "opts": self.opts,
                "media": self.media + form.media,
                "form": form,
                "action": action,
                "count": queryset.count(),
                "some": queryset[:20],
                "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
                "select_across": request.POST.get("select_across", "0"),
                "checkbox": ACTION_CHECKBOX_NAME,
            },
        )

    @transaction.atomic
    def _store(self, request, queryset, change, answer: dict, reason: str) -> int:
        count = 0
        for delegates in _batches(queryset):
            for delegate in delegates:
                change(delegate, answer["day"], answer["how"], request.user)
            bulk_update(Delegate, delegates, CHANGED, user=request.user, reason=reason)
            count += len(delegates)
        return count

    def _consent(self, delegate: Delegate, day, how: str, user) -> None:
        delegate.basis, delegate.basis_on, delegate.basis_how = Delegate.Basis.CONSENT, day, how
        delegate.basis_by = user
        # Who consents now no longer objects.
        delegate.basis_withdrawn_on, delegate.basis_withdrawn_how = None, ""

    def _objection(self, delegate: Delegate, day, how: str, user) -> None:
        delegate.basis_withdrawn_on, delegate.basis_withdrawn_how = day, how


def _batches(queryset) -> Iterator[list[Delegate]]:
    keys = list(queryset.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        yield list(Delegate.objects.filter(pk__in=keys[start : start + BATCH]))
