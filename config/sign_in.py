"""How often somebody may try a password: guessing is stopped, and a colleague is not locked out.

django-axes counts and refuses: after AXES_FAILURE_LIMIT wrong passwords for one account from one
client, that client waits AXES_COOLOFF_TIME. Somebody who tries from many addresses is stopped by a
higher bound for the account. It does not hold where the account was opened before: nobody elsewhere
keeps its owner out.
"""

from axes.handlers.cache import AxesCacheHandler
from axes.helpers import get_client_username
from django.conf import settings
from django.contrib import admin
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.fingerprint import secret_fingerprint
from core.throttling import client_key, count, counted

# Wrong passwords for one account from all clients together, within so many seconds.
FAILURES_OF_ACCOUNT = 50
ACCOUNT_SECONDS = 3600
# How long a client is known for an account that was opened from there.
KNOWN_SECONDS = 90 * 24 * 3600


class SignInCounters(AxesCacheHandler):
    """Counts in the cache `counters`, which pages cannot fill."""

    def get_failures(self, request, credentials=None):
        """Those from this client; enough to refuse it where the account's bound is reached."""
        failures = super().get_failures(request, credentials)
        account = get_client_username(request, credentials)
        guessed = counted(_failures_of(account)) >= FAILURES_OF_ACCOUNT
        if guessed and not self.cache.get(_known(account, request)):
            return max(failures, settings.AXES_FAILURE_LIMIT)
        return failures

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        # One that was refused unread is no guess.
        if request is not None and not request.axes_locked_out:
            count(_failures_of(get_client_username(request, credentials)), ACCOUNT_SECONDS)
        super().user_login_failed(sender, credentials, request, **kwargs)

    def user_logged_in(self, sender, request, user, **kwargs):
        super().user_logged_in(sender, request, user, **kwargs)
        self.cache.set(_known(user.get_username(), request), True, KNOWN_SECONDS)


def _failures_of(account: str | None) -> str:
    return f"sign-in-failures:{secret_fingerprint(account)}"


def _known(account: str | None, request) -> str:
    return f"sign-in-known:{secret_fingerprint(account, client_key(request))}"


def locked_out(request, response, credentials):
    """429: the page that says how long to wait, and whom to ask."""
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    context = {
        **admin.site.each_context(request),
        "title": _("Too many attempts to sign in"),
        "minutes": seconds // 60,
        "contact": settings.CONTACT_EMAIL,
    }
    refusal = render(request, "admin/locked_out.html", context, status=429)
    refusal.headers["Retry-After"] = str(seconds)
    refusal.headers["Cache-Control"] = "no-store"
    return refusal
