"""The e-mails of a nomination as plain text, in the language of the contact point."""

import re
from enum import StrEnum

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import Delegate, Event, Nomination
from events.participant_list.fields import lines_of
from participants.scripts import name_in

# What stands for the token where an e-mail is shown before it is sent.
NOT_YET = "…"
LANGUAGES = ("en", "ru")


class EmailKind(StrEnum):
    INVITATION = "invitation"
    REMINDER = "reminder"


class Wording(StrEnum):
    """What an e-mail says, beside what kind it is: who has answered before is told so."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    REOPENED = "reopened"


def wording_of(nomination: Nomination, kind: EmailKind) -> Wording:
    """The wording of an e-mail of this kind that is true of `nomination`."""
    if kind == EmailKind.INVITATION:
        return Wording.INVITATION
    return Wording.REOPENED if nomination.is_reopened else Wording.REMINDER


def introduction(wording: Wording, language: str) -> str:
    """What the e-mail begins with, unless staff write something else."""
    with translation.override(language):
        if wording == Wording.REMINDER:
            return _(
                "Your nomination has not been submitted yet. Please submit the names of your "
                "delegation before the deadline, or answer that nobody will come."
            )
        if wording == Wording.REOPENED:
            return _(
                "Your nomination was submitted and is now open again, so that you can change "
                "it. Please submit it again before the deadline, even if nothing changes."
            )
        return _("We kindly ask you to name the members of your delegation to this event.")


def link(token: str, language: str) -> str:
    """The full address that opens a nomination, in `language`."""
    with translation.override(language):
        path = reverse("nominate", args=["token"])
    return settings.BASE_URL + path.replace("token", token)


def compose(
    nomination: Nomination, kind: EmailKind, text: str, token: str = NOT_YET
) -> EmailMessage:
    """The invitation or reminder with `text` as its introduction."""
    event = nomination.delegation.event
    with translation.override(nomination.language):
        parts = [
            _("Dear %(name)s,") % {"name": nomination.contact_name},
            text.strip(),
            _about(nomination),
            _("Your personal link, which needs no account:")
            + f"\n{link(token, nomination.language)}",
            _(
                "On that page you add, change and withdraw nominees, one by one or as a list, "
                "and submit them. It closes at the deadline."
            ),
            _(
                "Whoever has the link can change the nomination. Pass it on to nobody but those "
                "who prepare it with you."
            ),
        ]
        if nomination.last_mail_at:
            parts.append(_("The links of earlier e-mails no longer work."))
        wording = wording_of(nomination, kind)
        subject = _in_both_languages(nomination, lambda: _subject(event, wording))
        return _message(nomination, subject, parts)


def compose_confirmation(nomination: Nomination, delegates: list[Delegate]) -> EmailMessage:
    """What the contact point gets for having submitted: who is named, without contact data."""
    with translation.override(nomination.language):
        parts = [
            _("Dear %(name)s,") % {"name": nomination.contact_name},
            _("Thank you. The nomination has been submitted with the names below.")
            if delegates
            else _("Thank you. It is recorded that nobody from your delegation will come."),
            _about(nomination),
            "\n".join(map(_line, delegates)),
            _("To change something, ask the secretariat to reopen the nomination.")
            if delegates
            else _("If somebody comes after all, say so on your page before the deadline."),
        ]
        subject = _in_both_languages(
            nomination,
            lambda: (
                _("%(event)s: your nomination has been submitted")
                % {"event": nomination.delegation.event}
            ),
        )
        message = _message(nomination, subject, parts)
    # Nobody sent it, so that no absence notice answers it.
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    return message


def reply_address(event: Event) -> str:
    """The address in the event's contact for corrections; empty where there is none."""
    for word in re.split(r"[\s<>()\[\],;]+", event.corrections_contact):
        try:
            validate_email(word.strip(".:"))
        except ValidationError:
            continue
        return word.strip(".:")
    return ""


def _message(nomination: Nomination, subject: str, parts: list[str]) -> EmailMessage:
    event = nomination.delegation.event
    if event.corrections_contact:
        parts.append(_("Questions: %(contact)s") % {"contact": event.corrections_contact})
    parts.append(_("Migration Dialogue Register"))
    reply_to = reply_address(event)
    return EmailMessage(
        # A line break would end the header.
        " ".join(subject.split()),
        "\n\n".join(filter(None, parts)) + "\n",
        to=[nomination.contact_email],
        reply_to=[reply_to] if reply_to else None,
    )


def _about(nomination: Nomination) -> str:
    delegation = nomination.delegation
    event = delegation.event
    lines = [
        event.title,
        ", ".join(filter(None, [event.date_text, event.place_text])),
        f"{capfirst(_('delegation'))}: {delegation.name}",
        f"{capfirst(_('deadline'))}: {nomination.deadline_text}",
    ]
    return "\n".join(lines)


def _line(delegate: Delegate) -> str:
    language = get_language() or "en"
    name = " ".join(filter(None, [delegate.prefix, name_in(delegate, language)]))
    about = (delegate.get_capacity_display(), *lines_of(delegate, language))
    return f"- {name}, {', '.join(about)}"


def _subject(event: Event, wording: Wording) -> str:
    if wording == Wording.REOPENED:
        return _("%(event)s: your nomination is open again") % {"event": event}
    if wording == Wording.REMINDER:
        return _("%(event)s: reminder to name your delegation") % {"event": event}
    return _("%(event)s: please name your delegation") % {"event": event}


def _in_both_languages(nomination: Nomination, subject) -> str:
    """`subject()` in the language of the contact point, then in the other one."""
    texts = []
    for language in sorted(LANGUAGES, key=lambda code: code != nomination.language):
        with translation.override(language):
            texts.append(subject())
    return " / ".join(texts)
