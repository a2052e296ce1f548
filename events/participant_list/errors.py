"""What can go wrong with a participant list, as sentences for the person who asked for it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


class ParticipantListError(Exception):
    """Its text says what is wrong and what to do."""


class UnknownLanguage(ParticipantListError):
    def __init__(self, language: str):
        super().__init__(
            _("There is no list in the language “%(language)s”. Ask for “en”, “ru” or “both”.")
            % {"language": language}
        )


class UnknownColumn(ParticipantListError):
    def __init__(self, name: str, known: Iterable[str]):
        super().__init__(
            _("A list has no column “%(name)s”. Choose among: %(known)s.")
            % {"name": name, "known": ", ".join(known)}
        )


class HiddenColumn(ParticipantListError):
    def __init__(self, header: str):
        super().__init__(
            _("The column “%(header)s” holds contact data, which you may not see. Leave it out.")
            % {"header": header}
        )


class TooLong(ParticipantListError):
    """A list with more rows than a document of its format is made of."""

    def __init__(self, rows: int, most: int, file_format: str):
        super().__init__(
            _(
                "This list has %(rows)d rows, and a %(format)s file is made of at most %(most)d. "
                "Take the XLSX file, which holds a list of any length."
            )
            % {"rows": rows, "most": most, "format": file_format.upper()}
        )


class NothingToIssue(ParticipantListError):
    def __init__(self):
        super().__init__(
            _("The event has no delegations yet. Add them on its page, then issue the list.")
        )


class NothingToPrint(ParticipantListError):
    def __init__(self):
        super().__init__(_("Nobody takes part in this event yet, so there is nothing to print."))


class ListChanged(ParticipantListError):
    """The list is no longer what the officer who issues it has seen."""

    def __init__(self):
        super().__init__(
            _(
                "The list has changed since you opened this page, so nothing was issued. "
                "Look at the changes again, then issue it."
            )
        )


class IssuedMeanwhile(ParticipantListError):
    """Another officer was faster."""

    def __init__(self, issued):
        super().__init__(
            _(
                "Version %(number)d has been issued by %(who)s since you opened this page, so "
                "nothing more was issued. Look at what has changed since that version."
            )
            % {"who": issued.issued_by or _("somebody else"), "number": issued.number}
        )


class StillOpen(ParticipantListError):
    """A final list would be issued with open points that nobody has said to know."""

    def __init__(self):
        super().__init__(
            _(
                "Nothing was issued: the final list still has open points. Settle them, "
                "or tick that you issue it all the same."
            )
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


# --- Sentences about a cell, of a file or of a preview ----------------------------------------
def not_known(text: str, accepted: str) -> str:
    return _("“%(value)s” is not known here. Write one of: %(accepted)s.") % {
        "value": text,
        "accepted": accepted,
    }


def no_email_address(text: str) -> str:
    return _(
        "“%(value)s” is not an e-mail address. Write one address, as name@example.org, or empty "
        "the cell."
    ) % {"value": text}


def longer_than(most: int) -> str:
    return _("The text is longer than %(number)d characters. Shorten it.") % {"number": most}
