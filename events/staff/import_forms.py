"""The forms by which staff get a participant list in: the file, and what its columns mean."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import ColumnMapping
from events.participant_list import ParticipantListError
from events.participant_list.importing.decisions import ORGANISATION
from events.participant_list.importing.reading import OpenList, open_list
from events.participant_list.readers import LABELS, header_key
from participants.matching import ParticipantMatcher
from participants.models import Organisation, State

# How many cells of a column are shown, to tell what it holds.
SAMPLES = 3


class ParticipantField(forms.CharField):
    """A state or organisation by any of its names; the page suggests them."""

    def __init__(self, *, kind: str = "", **kwargs):
        super().__init__(required=False, max_length=300, **kwargs)
        self.kind = kind
        self.widget.attrs |= {"list": "participants", "autocomplete": "off"}

    def clean(self, value) -> State | Organisation | None:
        text = super().clean(value)
        if not text:
            return None
        match = ParticipantMatcher().match(text, self.kind)
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


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("List"),
        help_text=gettext_lazy(
            "XLSX, XLS, ODS, CSV, DOCX, PDF or text, as the sender made it; up to 20 MB."
        ),
        error_messages={
            "required": gettext_lazy("Choose the file with the list."),
            "empty": gettext_lazy("The file is empty. Choose another one."),
        },
    )
    sender = ParticipantField(
        label=gettext_lazy("Sender"),
        kind=ORGANISATION,
        help_text=gettext_lazy(
            "The ministry or organisation whose list this is. What you say of its columns is "
            "remembered for its next list. May be left empty."
        ),
    )

    def clean(self):
        file, sender = self.cleaned_data.get("file"), self.cleaned_data.get("sender")
        if file and "sender" in self.cleaned_data:
            try:
                open_list(file, file.name, ColumnMapping.of(sender))
            except ParticipantListError as error:
                self.add_error("file", str(error))
            file.seek(0)
        return self.cleaned_data


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
