"""The form in which a national contact point names somebody."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from events.models import Delegate
from events.nominations.nominees import (
    KNOWN,
    SHOWN,
    consents,
    is_own,
    may_say_consent,
    same_person,
)
from participants.models import Person

Capacity = Delegate.Capacity


def _text(model, name: str, **options) -> forms.CharField:
    """A line of text as long as the column that keeps it."""
    column = model._meta.get_field(name)
    options.setdefault("required", False)
    return OneLine(label=capfirst(column.verbose_name), max_length=column.max_length, **options)


class OneLine(forms.CharField):
    """Text in which line breaks and repeated spaces, as in a pasted letter, count as one space."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class NomineeForm(forms.Form):
    """One person of the delegation. Of a person who is not the contact point's own, what the list
    says and no more."""

    prefix = _text(Person, "prefix", help_text=_("As on the list: “H.E. Mr.”, “Ms”, “Dr”."))
    family_name = _text(
        Person,
        "family_name",
        required=True,
        help_text=_("Or the only name. As in the passport, in Latin letters."),
    )
    given_names = _text(Person, "given_names")
    capacity = forms.ChoiceField(label=capfirst(_("capacity")))
    position = _text(Person, "position")
    institution = _text(Person, "institution", help_text=_("The ministry, agency or employer."))
    email = forms.EmailField(
        label=capfirst(_("e-mail")),
        required=False,
        help_text=_("For the organisers alone; never published."),
    )
    phone = _text(Person, "phone", help_text=_("For the organisers alone; never published."))
    family_name_cyrillic = _text(Person, "family_name_cyrillic")
    given_names_cyrillic = _text(Person, "given_names_cyrillic")
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
                **{name: getattr(delegate, name) for name in ("capacity", *SHOWN)},
                **({name: getattr(delegate.person, name) for name in KNOWN} if own else {}),
                "consent": consents(delegate),
            }
        else:
            kwargs["initial"] = {"capacity": Capacity.DELEGATE}
        super().__init__(*args, **kwargs)
        if not own:
            for name in KNOWN:
                del self.fields[name]
        if delegate and not may_say_consent(delegate):
            del self.fields["consent"]
        held = delegate and delegate.capacity
        self.fields["capacity"].choices = [
            (value, capfirst(label))
            for value, label in Capacity.choices
            # The secretariat is the organisers' own.
            if value != Capacity.SECRETARIAT or held == value
        ]

    def clean(self):
        values = super().clean()
        values.setdefault("consent", False)
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
