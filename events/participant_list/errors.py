"""What can go wrong with a participant list, as sentences for the person who asked for it."""

from django.utils.translation import gettext as _


class ParticipantListError(Exception):
    """Its text says what is wrong and what to do."""


class UnknownLanguage(ParticipantListError):
    def __init__(self, language: str):
        super().__init__(
            _("There is no list in the language “%(language)s”. Ask for “en” or “ru”.")
            % {"language": language}
        )


class UnreadableFile(ParticipantListError):
    """A file from which no list can be read at all."""


class CellError(ParticipantListError):
    """What is wrong with one cell of a list that was read, and what to do.

    `row` is the number that a spreadsheet shows, `column` the name of the column as the file has
    it, or its letter; `value` is the cell as read.
    """

    def __init__(self, row: int, column: str, value: str, reason: str):
        super().__init__(
            _("Row %(row)d, “%(column)s”: %(reason)s")
            % {"row": row, "column": column, "reason": reason}
        )
        self.row = row
        self.column = column
        self.value = value
        self.reason = reason
