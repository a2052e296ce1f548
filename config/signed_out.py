"""A form of staff that is sent when the sign-in has ended or is too old: what was typed comes back.

The officer is asked for the password, and is then at the form again with what was typed. Nothing is
stored without another press. Files are not kept.

For whom it is kept: a cookie from the sign-in holds a code made of the account and the token that
guards forms. That token is made anew at each sign-in, and a form is taken only with the token of
its browser. The code therefore says whose form it is, also when the session is gone, and tells
nobody else the account. Who signs in as somebody else finds nothing.
"""

from django.conf import settings
from django.contrib import admin, messages
from django.core import signing
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from core.fingerprint import secret_fingerprint
from core.throttling import count
from core.typed import KEPT, KEPT_SECONDS, TooMuch, Typed, drop_typed, keep_typed, take_typed

_SALT = "config.signed_out"
# So many forms of one sign-in are kept within an hour.
MOST_AN_HOUR = 20


def cookie_name() -> str:
    """The name of the cookie that says whose forms a browser sends."""
    return "__Host-signed-in" if settings.SESSION_COOKIE_SECURE else "signed-in"


def signed_in(request, response) -> None:
    """After a sign-in: let `response` set the cookie, and forget what others have typed."""
    # That of somebody who has not signed in was shorter.
    request.session.set_expiry(None)
    if KEPT in request.session:
        former = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
        drop_typed(request.session, [_owner(request.user, former)])
    response.set_cookie(
        cookie_name(),
        signing.Signer(salt=_SALT).sign(_owner(request.user, request.META["CSRF_COOKIE"])),
        # A form may be sent for as long after the session as its text would be kept.
        max_age=settings.SESSION_COOKIE_AGE + KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def keep(request) -> None:
    """Keep what was sent without a recent sign-in, and say on the next page what becomes of it."""
    owner = _owner_of_form(request)
    is_ours = owner and request.POST and request.headers.get("X-Requested-With") != "fetch"
    if not is_ours or count(f"typed:{owner}", KEPT_SECONDS) > MOST_AN_HOUR:
        return
    if request.user.is_anonymous:
        request.session.set_expiry(KEPT_SECONDS)
    try:
        keep_typed(request, owner)
    except TooMuch:
        messages.warning(
            request,
            _(
                "Your sign-in is too old, and what you typed is too long to be kept here. Before "
                "you give your password, go back and copy what you need."
            ),
        )
        return
    messages.warning(
        request,
        _(
            "Your sign-in is too old. What you typed is kept for an hour: give your password, and "
            "you are back at it. Nothing has been stored yet."
        ),
    )


def shown_again(request, view, show_form: bool):
    """The page of `request` with what is kept for it; None if nothing is.

    With `show_form`, `view` is one that shows a form as it was sent: see `RegisterForm` and
    `shows_typed`. Of any other page the text is shown, with the button that sends it.
    """
    typed = take_typed(request)
    if typed is None:
        return None
    if not show_form:
        return _send_again(request, typed)
    request.method, request.POST, request._files = "POST", typed.data, MultiValueDict()
    request.typed_again = typed
    try:
        return view(request)
    finally:
        request.method = "GET"


def _send_again(request, typed: Typed):
    response = render(
        request,
        "admin/typed_again.html",
        {
            **admin.site.each_context(request),
            "title": _("What you typed before you signed in"),
            "typed": typed.values,
            "shown": [
                (name, value)
                for name, value in typed.values
                if value.strip() and not name.endswith("fingerprint")
            ],
            "files": typed.files,
            "address": request.get_full_path(),
            "new_token": True,
        },
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _owner(user, token: str) -> str:
    return secret_fingerprint("signed-in", user.pk, token)


def _owner_of_form(request) -> str:
    """Whose form it is, as the cookie of the last sign-in in this browser says; empty if none."""
    try:
        return signing.Signer(salt=_SALT).unsign(request.COOKIES.get(cookie_name(), ""))
    except signing.BadSignature:
        return ""
