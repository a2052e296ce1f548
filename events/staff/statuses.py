"""Statuses of several delegates at once: actions of their list, also from other pages' buttons."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.admin.base import BACK, own_address
from events.models.delegation import DelegateStatus as Status
from events.participant_list.statuses import StatusChange, set_status

# So many of those for whom it could not be done are named.
NAMED = 10

# The action that gives each status; what its entry and its button say.
ACTIONS = {
    Status.CONFIRMED: ("set_confirmed", gettext_lazy("Confirm")),
    Status.ATTENDED: ("set_attended", gettext_lazy("Set as attended")),
    Status.ABSENT: ("set_absent", gettext_lazy("Set as absent")),
    Status.WITHDRAWN: ("set_withdrawn", gettext_lazy("Withdraw…")),
    Status.NOMINATED: ("set_nominated", gettext_lazy("Set back to nominated")),
}


def _action(status: Status):
    name, description = ACTIONS[status]

    @admin.action(description=description, permissions=["change"])
    def action(self, request, queryset):
        return self.change_statuses(request, queryset, status)

    action.__name__ = name
    return action


class StatusAdmin(admin.ModelAdmin):
    """Adds to the admin of delegates an action for each status."""

    actions = [name for name, _description in ACTIONS.values()]
    set_confirmed = _action(Status.CONFIRMED)
    set_attended = _action(Status.ATTENDED)
    set_absent = _action(Status.ABSENT)
    set_withdrawn = _action(Status.WITHDRAWN)
    set_nominated = _action(Status.NOMINATED)

    def change_statuses(self, request, queryset, status: Status):
        """Give all of `queryset` this status; who is to leave the list is shown first."""
        if status == Status.WITHDRAWN and "asked" not in request.POST:
            return self._ask_to_withdraw(request, queryset)
        keys = queryset.order_by().values("pk")
        reason = str(status.label)
        outcome = set_status(keys, status, user=request.user, reason=reason)
        _report(request, outcome, status)
        address = _way_back(request)
        return redirect(address) if address else None

    def _ask_to_withdraw(self, request, queryset):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw delegates"),
            "opts": self.opts,
            "media": self.media,
            "action": ACTIONS[Status.WITHDRAWN][0],
            "back": _way_back(request),
            "count": queryset.count(),
            "some": queryset[:20],
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return render(request, "admin/events/delegate/withdraw.html", context)


def _way_back(request) -> str:
    """The page of the register that the button was on; empty where it was the list itself."""
    return own_address(request.POST.get(BACK, ""))


def _report(request, outcome: StatusChange, status: Status) -> None:
    if count := outcome.changed:
        text = ngettext(
            "%(count)d delegate is now “%(status)s”.",
            "%(count)d delegates are now “%(status)s”.",
            count,
        )
        messages.success(request, text % {"count": count, "status": status.label})
    else:
        messages.warning(request, _("No status was changed."))
    if count := outcome.same:
        text = ngettext(
            "%(count)d delegate had this status before.",
            "%(count)d delegates had this status before.",
            count,
        )
        messages.info(request, text % {"count": count})
    if count := len(outcome.withdrawn):
        text = ngettext(
            "%(count)d delegate has withdrawn and stays so: %(names)s. Set back to nominated "
            "first.",
            "%(count)d delegates have withdrawn and stay so: %(names)s. Set them back to nominated "
            "first.",
            count,
        )
        names = [delegate.full_name for delegate in outcome.withdrawn[:NAMED]]
        names += ["…"] if count > NAMED else []
        messages.warning(request, text % {"count": count, "names": ", ".join(names)})
