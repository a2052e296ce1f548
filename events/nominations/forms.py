"""The form in which a national contact point names somebody."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.text import has_control_characters
from events.models import Delegate
from events.nominations.nominees import (
    ENTERED,
    KNOWN,
    SHOWN,
    consents,
    is_own,
    may_say_consent,
    same_person,
)
from events.participant_list.fields import RUSSIAN, Access, Field
from participants.models.person import NO_NAME
from participants.scripts import CYRILLIC, NAMES, by_script

Capacity = Delegate.Capacity
# Characters of a pasted text: ten times the longest field.
MOST_LOOKED_AT = 3_000


def refuse_control_characters(text: str) -> None:
    """A validator."""
    if has_control_characters(text):
        raise ValidationError(
            _("This text has characters that cannot be seen. Type it again."), code="control"
        )


class OneLine(forms.CharField):
    """Text in which line breaks and repeated spaces, as in a pasted letter, count as one space."""

    default_validators = [refuse_control_characters]

    def to_python(self, value):
        # What is far too long is refused all the same, and nobody goes through megabytes of it.
        return " ".join((super().to_python(value) or "")[:MOST_LOOKED_AT].split())


def _form_field(field: Field) -> forms.Field:
    """The form's field for `field`: as long as what keeps it, and required where that is."""
    kept = cast(models.Field, field.person_field or field.delegate_field)
    options: dict[str, Any] = {
        "label": capfirst(kept.verbose_name),
        "required": not kept.blank,
        "help_text": field.help_text,
    }
    if field.choices:
        choices = [(value, capfirst(label)) for value, label in field.choices.choices]
        empty = [("", "–")] if kept.blank else []
        return forms.ChoiceField(choices=empty + choices, initial=kept.get_default(), **options)
    if isinstance(kept, models.EmailField):
        return forms.EmailField(max_length=kept.max_length, **options)
    return OneLine(max_length=kept.max_length, **options)


class NomineeForm(forms.Form):
    """One person of the delegation. Of a person who is not the contact point's own, what the list
    says and no more."""

    consent = forms.BooleanField(
        label=_("This person agrees to the publication of name, position and institution."),
        required=False,
        help_text=_(
            "Tick only if the person has said so. Without consent the name is public only if the "
            "organisers decide so for the event. Unticking withdraws the consent at once."
        ),
    )

    def __init__(self, *args, delegation, delegate: Delegate | None = None, **kwargs):
        self.delegation, self.delegate = delegation, delegate
        own = delegate is None or is_own(delegate)
        if delegate:
            kwargs["initial"] = {
                **{name: getattr(delegate, name) for name in SHOWN},
                **({name: getattr(delegate.person, name) for name in KNOWN} if own else {}),
                "consent": consents(delegate),
            }
        super().__init__(*args, **kwargs)
        entered = [field for field in ENTERED if own or field.name not in KNOWN]
        self.fields = {field.name: _form_field(field) for field in entered} | self.fields
        if delegate and not may_say_consent(delegate):
            del self.fields["consent"]
        held = delegate and delegate.capacity
        capacity: Any = self.fields["capacity"]
        capacity.choices = [
            (value, label)
            for value, label in capacity.choices
            # The secretariat is the organisers' own.
            if value != Capacity.SECRETARIAT or held == value
        ]

    @property
    def on_list(self) -> list[forms.BoundField]:
        """What the public list may say of the person, but for what is in Russian."""
        return self._bound(
            lambda field: field.access is Access.PUBLIC and field.name not in RUSSIAN
        )

    @property
    def for_organisers(self) -> list[forms.BoundField]:
        """What the list says to staff alone."""
        return self._bound(lambda field: field.access > Access.PUBLIC)

    @property
    def in_russian(self) -> list[forms.BoundField]:
        """What the list in Russian has in the place of the same in Latin letters."""
        return self._bound(lambda field: field.name in RUSSIAN)

    @property
    def opens_russian(self) -> bool:
        """Whether these are shown at once: to who reads Russian, or where one is filled."""
        filled = any(field.value() or field.errors for field in self.in_russian)
        return filled or get_language() == "ru"

    def _bound(self, chosen: Callable[[Field], bool]) -> list[forms.BoundField]:
        return [self[each.name] for each in ENTERED if each.name in self.fields and chosen(each)]

    def clean(self):
        super().clean()
        # Who types a name in Cyrillic letters need not look for the field.
        values = self.cleaned_data = by_script(self.cleaned_data)
        values.setdefault("consent", False)
        # One name has to be there, in either script.
        names = {NAMES[-1], CYRILLIC[-1]}
        if names.isdisjoint(self.errors) and not any(values.get(name) for name in names):
            self.add_error(NAMES[-1], str(NO_NAME))
        others = self.delegation.delegates.exclude(pk=self.delegate and self.delegate.pk)
        if values.get("capacity") == Capacity.HEAD and (
            head := others.filter(capacity=Capacity.HEAD).first()
        ):
            self.add_error("capacity", head.only_one_head())
        if not self.errors and (known := same_person(self.delegation, values, self.delegate)):
            self.add_error(
                "family_name",
                _(
                    "%(name)s is on your list already, with this position and institution. If "
                    "this is another person, give what tells the two apart."
                )
                % {"name": known.full_name},
            )
        return values
