"""Sending invitations and reminders: each by itself, and recorded only once it has left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from time import monotonic

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Delegation, Nomination
from events.nominations.emails import EmailKind, compose, compose_confirmation, wording_of

# One request sends for so long; staff press the button again for the rest.
SECONDS_A_REQUEST = 20


class NoMail(Exception):
    """No e-mail can be sent at all; the text says why, in a sentence."""


@dataclass(slots=True)
class Outcome:
    """What became of each e-mail."""

    sent: list[Nomination] = field(default_factory=list)
    refused: list[tuple[Nomination, str]] = field(default_factory=list)
    left: list[Nomination] = field(default_factory=list)


def why_not(nomination: Nomination, kind: EmailKind) -> str:
    """Why this e-mail is not to be sent, in a sentence; empty if it may be."""
    participation = nomination.delegation.participation
    if participation == Delegation.Participation.CANCELLED:
        return _("The delegation is cancelled.")
    if kind == EmailKind.REMINDER and participation == Delegation.Participation.NOBODY_COMES:
        return _("The delegation has answered that nobody comes.")
    if nomination.is_past_deadline:
        return _("The deadline has passed. Set a later one first.")
    if kind == EmailKind.REMINDER:
        if nomination.state == Nomination.State.REVOKED:
            return _("The nomination is revoked. Invite the contact point anew.")
        if nomination.state == Nomination.State.SUBMITTED:
            return _("The nomination has been submitted.")
        if not nomination.invited_at:
            return _("The contact point has not been invited yet.")
    return ""


def sent_meanwhile() -> str:
    """The sentence for a contact who has got an e-mail since staff were shown this one."""
    return _("Somebody else has sent this contact an e-mail meanwhile. Look at the list again.")


def send(nominations: Iterable[Nomination], kind: EmailKind, introductions: dict, user) -> Outcome:
    """Send one e-mail for each of `nominations`, with `introductions` by wording and language.

    A mail server that refuses one does not keep the others. Raises NoMail if nothing can be sent.
    """
    outcome = Outcome()
    until = monotonic() + SECONDS_A_REQUEST
    connection = _open()
    try:
        for nomination in nominations:
            if monotonic() > until:
                outcome.left.append(nomination)
                continue
            text = introductions[wording_of(nomination, kind), nomination.language]
            reason = why_not(nomination, kind)
            reason = reason or _send_one(connection, nomination, kind, text, user)
            if reason:
                outcome.refused.append((nomination, reason))
            else:
                outcome.sent.append(nomination)
    finally:
        _close(connection)
    return outcome


def confirm(nomination: Nomination, delegates: list) -> bool:
    """Send the confirmation of a submission; return whether it left."""
    try:
        return bool(compose_confirmation(nomination, delegates).send())
    except (OSError, ValueError, ImproperlyConfigured):
        return False


def _send_one(connection, nomination: Nomination, kind: EmailKind, text: str, user) -> str:
    """Send and record one e-mail; return why it did not leave, empty if it did.

    The hash of its link is stored before it leaves, so that a link which somebody holds works;
    where it does not leave, the former link goes on working.
    """
    former = nomination.token_hash
    if not (token := nomination.new_token()):
        return sent_meanwhile()
    left = False
    try:
        left = bool(connection.send_messages([compose(nomination, kind, text, token)]))
    except (OSError, ValueError) as error:
        if not isinstance(error, SMTPRecipientsRefused):
            # In whatever state the connection is, the next e-mail gets a new one.
            _close(connection)
        return _in_words(error)
    finally:
        if not left:
            nomination.store_hash(former)
    if not left:
        return _("The mail server did not take the e-mail.")
    _record(nomination, kind, user)
    return ""


def _record(nomination: Nomination, kind: EmailKind, user) -> None:
    now = timezone.now()
    if kind == EmailKind.REMINDER:
        nomination.reminded_at = now
    else:
        nomination.invited_at, nomination.invited_by = now, user
        if nomination.state == Nomination.State.REVOKED:
            nomination.state = Nomination.State.OPEN
    nomination.save(update_fields=["reminded_at", "invited_at", "invited_by", "state"])


def _open() -> BaseEmailBackend:
    connection = get_connection()
    try:
        connection.open()
    except ImproperlyConfigured as error:
        raise NoMail(str(error)) from error
    except (OSError, ValueError) as error:
        raise NoMail(_in_words(error)) from error
    return connection


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError:
        # It was broken, and Django has forgotten it.
        return


def _in_words(error: Exception) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return _("The mail server refuses the address: %(answer)s") % {
            "answer": f"{code} {_text(answer)}"
        }
    if isinstance(error, SMTPResponseException):
        return _("The mail server did not take the e-mail: %(answer)s") % {
            "answer": f"{error.smtp_code} {_text(error.smtp_error)}"
        }
    if isinstance(error, OSError) and not isinstance(error, SMTPException):
        return _("The mail server cannot be reached. Try again, or ask the operator.")
    return _("The mail server did not take the e-mail: %(answer)s") % {"answer": error}


def _text(answer: str | bytes) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
