"""The forms by which staff get a participant list in: the file, and what its columns mean."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Sender, SenderWord
from events.participant_list import ParticipantListError
from events.participant_list.importing.reading import OpenList, one_list, open_list
from events.participant_list.readers import LABELS, header_key
from participants.matching import ParticipantMatcher
from participants.models import Organisation, State

# How many cells of a column are shown, to tell what it holds.
SAMPLES = 3


class NameField(forms.CharField):
    """A name, in one line; the page suggests those of states and organisations."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=300, **kwargs)
        self.widget.attrs |= {"list": "participants", "autocomplete": "off", "class": "vTextField"}

    def to_python(self, value) -> str:
        return " ".join((super().to_python(value) or "").split())


class ParticipantField(NameField):
    """A state or organisation by any of its names."""

    def clean(self, value) -> State | Organisation | None:
        text = super().clean(value)
        if not text:
            return None
        match = ParticipantMatcher().match(text)
        if match.record is not None:
            return match.record
        if match.proposals:
            names = ", ".join(_("“%(name)s”") % {"name": each} for each in match.proposals)
            raise forms.ValidationError(
                _("The register does not know “%(text)s”. Perhaps you mean %(names)s."),
                params={"text": text, "names": names},
            )
        raise forms.ValidationError(
            _("The register does not know “%(text)s”. Choose a name from the suggestions."),
            params={"text": text},
        )


class SenderField(NameField):
    """A state or organisation by any of its names, or anybody else by the name that was typed."""

    def clean(self, value) -> State | Organisation | str | None:
        text = super().clean(value)
        return (ParticipantMatcher().match(text).record or text) if text else None


class FileForm(forms.Form):
    """A list, as a file or as pasted text, which is taken as a file too: `cleaned_data["file"]`."""

    file = forms.FileField(
        required=False,
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "XLSX, XLS, ODS, CSV, DOCX, PDF or text, as the sender made it; up to 20 MB."
        ),
        error_messages={"empty": gettext_lazy("The file is empty. Choose another one.")},
    )
    text = forms.CharField(
        required=False,
        strip=False,
        label=gettext_lazy("or the text of a list"),
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "In place of a file: an e-mail, a list, or cells copied from a table. Greetings and "
            "signatures may stay."
        ),
    )
    sender = SenderField(
        label=gettext_lazy("Sender"),
        help_text=gettext_lazy(
            "Whose list this is: a state or an organisation of the register, or any other name. "
            "What you say of its columns and words is remembered for the next list from there. "
            "May be left empty."
        ),
    )

    def clean(self):
        data = self.cleaned_data
        if data.keys() >= {"file", "text", "sender"}:
            place = "text" if data["text"] else "file"
            try:
                data["file"] = one_list(data["file"], data["text"])
                sender = data["sender"] and Sender.find(data["sender"])
                own = SenderWord.of(sender, SenderWord.Kind.COLUMN)
                open_list(data["file"], data["file"].name, own)
                data["file"].seek(0)
            except ParticipantListError as error:
                self.add_error(place, str(error))
        return data


class ColumnsForm(forms.Form):
    """A select for each column of each table, and whose people those without delegation are."""

    belongs_to = ParticipantField(
        label=gettext_lazy("Delegation of those without one"),
        help_text=gettext_lazy(
            "For a list that has no column for the delegation: the state or organisation whose "
            "people these are."
        ),
    )

    def __init__(self, opened: OpenList, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.opened = opened
        for number, columns in enumerate(opened.columns):
            for index in range(len(columns.headers)):
                self.fields[f"column-{number}-{index}"] = forms.ChoiceField(
                    label=columns.title(index),
                    choices=[("", LABELS[""]), *((name, LABELS[name]) for name in LABELS if name)],
                    required=False,
                    initial=columns.fields.get(index, ""),
                )

    @property
    def tables(self) -> list[dict]:
        """Each table with its columns: the field, and what stands in the first rows."""
        return [
            {
                "title": table.title,
                "columns": [
                    {
                        "field": self[f"column-{number}-{index}"],
                        "samples": _samples(table.rows[columns.first :], index),
                    }
                    for index in range(len(columns.headers))
                ],
            }
            for number, (table, columns) in enumerate(
                zip(self.opened.tables, self.opened.columns, strict=True)
            )
        ]

    def clean(self):
        names = {"family_name", "full_name", "given_names"}
        if not self.errors and not names.intersection(map(str, self.cleaned_data.values())):
            self.add_error(None, _("Say which column holds the names of the people."))
        return self.cleaned_data

    def corrections(self) -> dict[str, dict[str, str]]:
        """What every column means, as an import keeps it."""
        kept: dict[str, dict[str, str]] = {}
        for name, value in self.cleaned_data.items():
            if name.startswith("column-"):
                _column, number, index = name.split("-")
                kept.setdefault(number, {})[index] = value
        return kept

    def meanings(self) -> dict[str, str]:
        """The field of each header, to be remembered for the sender."""
        return {
            header_key(header): self.cleaned_data[f"column-{number}-{index}"]
            for number, columns in enumerate(self.opened.columns)
            for index, header in enumerate(columns.headers)
            if header_key(header)
        }


def _samples(rows: list[list[str]], index: int) -> list[str]:
    cells = (row[index].strip() for row in rows if index < len(row) and row[index].strip())
    return [cell[:80] for cell, _number in zip(cells, range(SAMPLES), strict=False)]
