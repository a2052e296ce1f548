"""What an officer types into a cell of the preview, in place of what the file says."""

from collections.abc import Mapping
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from core.text import in_cyrillic
from events.participant_list.errors import longer_than, no_email_address, not_known
from events.participant_list.fields import FIELDS_BY_NAME, PERSON_COLUMNS, RUSSIAN
from events.participant_list.importing.plan import in_words
from events.participant_list.readers import ReadRow, words
from participants.scripts import RUSSIAN_OF, TWINS, by_script

# The cells of a person, in the order of the columns. What is kept in Russian alone stands in the
# cell of the same in Latin letters.
CELLS = tuple(field.name for field in PERSON_COLUMNS if field.name not in RUSSIAN)


def plain(text: str) -> str:
    """`text` in one line, as a cell is stored."""
    return " ".join(text.replace("\0", "").split())


def sorted_by_script(read: ReadRow) -> ReadRow:
    """`read` with what is written in Cyrillic in the fields for it."""
    return replace(read, **by_script({name: getattr(read, name) for name in TWINS}))


def entered(read: ReadRow, typed: Mapping[str, str]) -> dict[str, str]:
    """The values that the officer gave by the cells `typed` (field: text), by the field that keeps
    them; what is wrong with them, `wrong_cells` says.

    A text in Cyrillic belongs into the field for it. Who empties a cell that shows what is there in
    Russian alone empties that.
    """
    values = {}
    for name, text in typed.items():
        russian = RUSSIAN_OF.get(name)
        if russian and in_cyrillic(text):
            values[russian] = text
            continue
        values[name] = value_of_cell(name, text)
        if russian and not text and not getattr(read, name):
            values[russian] = ""
    return values


def value_of_cell(name: str, text: str) -> str:
    """The value that `text` stands for: of a field with choices, one of the register."""
    if FIELDS_BY_NAME[name].choices:
        return words.value_of(name, text) or ""
    return text


def shown(name: str, value: str) -> str:
    """A value as its cell shows it and takes it back."""
    return in_words(name, value)


def wrong_cells(typed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What cannot be stored of the cells `typed`: field, text, and a sentence that says why."""
    wrong = ((name, text, _reason(name, text)) for name, text in typed.items())
    return [each for each in wrong if each[2]]


def _reason(name: str, text: str) -> str:
    field = FIELDS_BY_NAME[name]
    if name == "family_name" and not text:
        return _("The row has no name. Write the name, or leave the row out.")
    if field.choices and text and not words.knows(name, text):
        return not_known(text[:100], words.accepted(name))
    if name == "email" and text:
        try:
            validate_email(text)
        except ValidationError:
            return no_email_address(text[:100])
    if field.max_length and len(text) > field.max_length:
        return longer_than(field.max_length)
    return ""
