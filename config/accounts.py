"""Accounts of staff in the admin: changed after the password alone, and told to their owners."""

import logging
from smtplib import SMTPException

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config import signed_out
from config.sessions import end_sessions, recently_signed_in, session_number, sessions_of
from core.admin.base import own_address

security = logging.getLogger("register.security")


# --- Accounts and groups ----------------------------------------------------------------------
class _AfterThePassword(admin.ModelAdmin):
    """Opened and changed by somebody who has given the password a short while ago."""

    @method_decorator(recently_signed_in)
    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, extra_context)

    @method_decorator(recently_signed_in)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    @method_decorator(recently_signed_in)
    def delete_view(self, request, object_id, extra_context=None):
        return super().delete_view(request, object_id, extra_context)


class RegisterUserAdmin(_AfterThePassword, UserAdmin):
    actions = ["sign_out"]

    @method_decorator(recently_signed_in)
    def user_change_password(self, request, id, form_url=""):  # noqa: A002, Django passes it by this name
        return super().user_change_password(request, id, form_url)

    @admin.action(description=gettext_lazy("Sign out everywhere"), permissions=["change"])
    def sign_out(self, request, queryset):
        number = end_sessions(request, list(queryset))
        security.warning("Sessions ended: %s", number, extra={"event": "sessions_ended"})
        self.message_user(request, _ended(number), messages.SUCCESS)


class RegisterGroupAdmin(_AfterThePassword, GroupAdmin):
    pass


for _model, _admin in ((User, RegisterUserAdmin), (Group, RegisterGroupAdmin)):
    admin.site.unregister(_model)
    admin.site.register(_model, _admin)


# --- One's own sessions -----------------------------------------------------------------------
def _ended(number: int) -> str:
    return ngettext("%(number)s session ended.", "%(number)s sessions ended.", number) % {
        "number": number
    }


class PasswordForm(forms.Form):
    """The password of whoever is signed in, once more; wrong ones count as at the sign-in."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, request, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        password, name = self.cleaned_data["password"], self.request.user.get_username()
        user = authenticate(self.request, username=name, password=password)
        if user is None:
            raise ValidationError(_("The password is not right. Type it again."))
        self.user = user
        return password


def confirm_password(request):
    """Ask for the password again, then go on to `next`."""
    form = PasswordForm(request, request.POST or None)
    address = own_address(request.GET.get("next", "")) or reverse("admin:index")
    if request.method == "POST" and form.is_valid():
        login(request, form.user)
        response = redirect(address)
        signed_out.signed_in(request, response)
        return response
    context = admin.site.each_context(request) | {"title": _("Confirm your password"), "form": form}
    return TemplateResponse(request, "admin/confirm_password.html", context)


@recently_signed_in
def own_sessions(request):
    """Where one is signed in; those that are chosen are ended."""
    if request.method == "POST":
        number = end_sessions(request, [request.user], set(request.POST.getlist("session")))
        security.info("Sessions ended: %s", number, extra={"event": "sessions_ended"})
        messages.success(request, _ended(number))
        return redirect("admin:sessions")
    context = admin.site.each_context(request) | {
        "title": _("Where you are signed in"),
        "sessions": sessions_of(request.user),
        "this": session_number(request.session.session_key),
    }
    return TemplateResponse(request, "admin/sessions.html", context)


# --- What the owner of an account is told -----------------------------------------------------
@receiver(pre_save, sender=User)
def _tell_the_owner(instance, raw=False, **kwargs):
    before = User.objects.filter(pk=instance.pk).first() if instance.pk and not raw else None
    if before is None or not before.email:
        return
    # A password that is only stored anew, by a newer method, has no text here.
    changed_password = instance._password is not None and instance.password != before.password
    if changed_password or instance.email != before.email:
        name, address = before.get_username(), before.email
        transaction.on_commit(lambda: _send_notice(name, address, changed_password))


def _send_notice(name: str, address: str, changed_password: bool) -> None:
    """Tell the address that the account had; in both languages, since its owner's is not known."""
    subjects, texts = [], []
    for language in ("en", "ru"):
        with translation.override(language):
            subjects.append(_("Your account in the Migration Dialogue Register"))
            changed = (
                _("The password of your account “%(name)s” was changed.")
                if changed_password
                else _("The e-mail address of your account “%(name)s” was changed.")
            )
            texts.append(changed % {"name": name})
            texts.append(
                _("If it was not you, tell the register's administrators at once: %(contact)s")
                % {"contact": settings.CONTACT_EMAIL}
            )
    try:
        send_mail(" / ".join(subjects), "\n\n".join(texts) + "\n", None, [address])
    except (OSError, SMTPException, ImproperlyConfigured) as error:
        # The change stands, whatever becomes of the e-mail.
        security.warning("An owner was not told: %s", error, extra={"event": "notice_not_sent"})
