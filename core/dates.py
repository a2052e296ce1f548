"""Form fields of days and times. Each says how they are written, beside it and where it refuses.

The forms themselves are in `config/formats/`, for every form of Django alike.
"""

from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

_DAYS = _("Day, month, year: 31.12.2026, 31/12/2026 or 2026-12-31.")
_REFUSED_DAY = _("There is no such day. Write the day first: 31.12.2026, 31/12/2026 or 2026-12-31.")
_REFUSED_TIME = _("There is no such time. Write hours and minutes: 14:30.")
_REFUSED_MOMENT = _(
    "There is no such day and time. Write the day first: 31.12.2026 14:30, 31/12/2026 14:30 or "
    "2026-12-31 14:30."
)
_DAY_MASK, _TIME_MASK = _("DD.MM.YYYY"), _("HH:MM")


class _Described(forms.Field):
    """Says how days are written, after what else helps with the field."""

    def __init__(self, *args, help_text="", **kwargs):
        both = format_lazy("{} {}", help_text, _DAYS) if help_text else _DAYS
        super().__init__(*args, help_text=both, **kwargs)


class DateField(_Described, forms.DateField):
    """A day, written day first or as ISO."""

    default_error_messages = {"invalid": _REFUSED_DAY}

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "placeholder": _DAY_MASK}


class DateTimeField(_Described, forms.DateTimeField):
    """A day and a time in one input."""

    default_error_messages = {"invalid": _REFUSED_MOMENT}

    def widget_attrs(self, widget):
        mask = format_lazy("{} {}", _DAY_MASK, _TIME_MASK)
        return {**super().widget_attrs(widget), "placeholder": mask}


class DeadlineField(DateTimeField):
    """A deadline. A day without a time is meant with the whole of that day: until 23:59."""

    def __init__(self, *args, help_text="", **kwargs):
        last_minute = _("Without a time, until 23:59 of that day.")
        both = format_lazy("{} {}", last_minute, help_text) if help_text else last_minute
        super().__init__(*args, help_text=both, **kwargs)

    def to_python(self, value):
        try:
            day = forms.DateField().to_python(value)
        except ValidationError:
            return super().to_python(value)
        return day and from_current_timezone(datetime.combine(day, time(23, 59)))


class SplitDateTimeField(_Described, forms.SplitDateTimeField):
    """A day and a time, each in an input of its own."""

    default_error_messages = {"invalid_date": _REFUSED_DAY, "invalid_time": _REFUSED_TIME}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for widget, mask in zip(self.widget.widgets, (_DAY_MASK, _TIME_MASK), strict=True):
            widget.attrs["placeholder"] = mask
