"""Sessions of staff: when they end, who sees and ends them, and when a password is asked again.

A session ends after IDLE without a request, and AGE after its sign-in. What was typed into a form
meanwhile is kept. Accounts are changed only by somebody who has given the password within RECENT.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.dispatch import receiver
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config import signed_out
from core.fingerprint import secret_fingerprint

logger = logging.getLogger(__name__)

# NIST SP 800-63B allows one hour and one day for two factors; AGE is a working day.
IDLE = timedelta(hours=1)
AGE = timedelta(seconds=settings.SESSION_COOKIE_AGE)
# How long after the password was given accounts may be changed; a form that was opened within
# this time may be sent within as much again.
RECENT = timedelta(minutes=30)
# A session's last use is written down no more often: each time is a write to the database.
_PRECISION = timedelta(minutes=5)

_STAFF_PAGE = re.compile(r"^/(?:ru/)?admin(?:/|$)")
# In this order: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
_BROWSERS = ("Firefox", "Edg", "OPR", "YaBrowser", "Chrome", "Safari")
_NAMES = {"Edg": "Edge", "OPR": "Opera", "YaBrowser": "Yandex"}
_SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac", "Linux")


def now() -> float:
    """Seconds, as sessions keep them."""
    return timezone.now().timestamp()


@receiver(user_logged_in)
def _begin(request, **kwargs):
    session = request.session
    if "signed_in_at" in session:
        # Signed in again as the same user, for which Django keeps the key.
        session.cycle_key()
    session["signed_in_at"] = session["used_at"] = int(now())
    session["browser"] = browser_of(request.headers.get("User-Agent", ""))


def browser_of(user_agent: str) -> str:
    """Browser and system in two words, such as “Firefox, Windows”; empty if neither is known."""
    browser = next((name for name in _BROWSERS if f"{name}/" in user_agent), "")
    system = next((name for name in _SYSTEMS if name in user_agent), "")
    return ", ".join(filter(None, (_NAMES.get(browser, browser), system)))


# --- When a session cannot be saved -----------------------------------------------------------
class AnswerAnyway(SessionMiddleware):
    """Django's middleware, which answers 400 where the session cannot be saved.

    The database may have gone away after the view has stored its work, or the session was ended
    meanwhile. The work is done, so its answer goes out; a message to be shown next is lost.
    """

    def process_response(self, request, response):
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            logger.warning("%s %s: its session was not saved", request.method, request.path_info)
            return response


# --- When a session ends ----------------------------------------------------------------------
def session_ends(get_response):
    """Sign out whoever has done nothing for IDLE, or signed in longer ago than AGE.

    Asks for the session on staff pages alone, which have loaded it anyway.
    """

    def middleware(request):
        if _STAFF_PAGE.match(request.path_info) and SESSION_KEY in request.session:
            if _is_over(request.session):
                logout(request)
                # Of a form that is sent, the admin keeps what was typed, and says so itself.
                if request.method != "POST":
                    messages.info(request, _("Your session has ended. Sign in again."))
            else:
                _note_use(request.session)
        return get_response(request)

    return middleware


def _is_over(session) -> bool:
    idle = now() - session.get("used_at", 0)
    age = now() - session.get("signed_in_at", 0)
    return idle > IDLE.total_seconds() or age > AGE.total_seconds()


def _note_use(session) -> None:
    if now() - session["used_at"] < _PRECISION.total_seconds():
        return
    session["used_at"] = int(now())
    try:
        session.save()
    except (OperationalError, UpdateError):
        # Somebody else is writing for long: whoever only reads is not kept waiting for it twice.
        return
    finally:
        session.modified = False


# --- The password again -----------------------------------------------------------------------
def recently_signed_in(view):
    """A view of the admin that is opened within RECENT of the password alone.

    Else the password is asked for first; what was typed comes back after it (`signed_out`).
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        age = timedelta(seconds=now() - request.session.get("signed_in_at", 0))
        if age <= (2 * RECENT if request.method == "POST" else RECENT):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            signed_out.keep(request)
        address = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('admin:confirm_password')}?{address}")

    return guarded


# --- Sessions of an account -------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as its owner sees it; `number` stands for its key, which no page shows."""

    key: str
    number: str
    browser: str
    signed_in: datetime
    used: datetime


def sessions_of(user: User) -> list[OpenSession]:
    """The sessions in which `user` is signed in, last used first."""
    return sorted(_sessions_of([user]), key=lambda each: each.used, reverse=True)


def end_sessions(request, users: list[User], numbers: set[str] | None = None) -> int:
    """End the sessions of `users`, or of them those with `numbers`; returns how many ended.

    That of `request` goes on.
    """
    keys = [
        each.key
        for each in _sessions_of(users)
        if each.key != request.session.session_key and (numbers is None or each.number in numbers)
    ]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def session_number(key: str | None) -> str:
    """What stands for a session's key on pages and in forms."""
    return secret_fingerprint("session", key)[:16]


def _sessions_of(users: list[User]) -> Iterator[OpenSession]:
    wanted = {str(user.pk) for user in users}
    # Staff are few; Django keeps whose a session is inside its data.
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        data = session.get_decoded()
        if data.get(SESSION_KEY) in wanted and not _is_over(data):
            yield OpenSession(
                session.session_key,
                session_number(session.session_key),
                data.get("browser", ""),
                datetime.fromtimestamp(data["signed_in_at"], UTC),
                datetime.fromtimestamp(data["used_at"], UTC),
            )
