"""The formats that a list can be had in.

Each writer is a module with a `CONTENT_TYPE` and `write(participants, file, columns)`, where
`columns` may be left out. Those of documents refuse a list that is too long for one; CSV and XLSX
know no such limit, in memory or time.
"""

from django.utils import translation
from django.utils.translation import pgettext, pgettext_lazy

from events.participant_list.languages import languages_of
from events.participant_list.rows import ParticipantList
from events.participant_list.writers import csv, docx, pdf, xlsx
from events.participant_list.writers.document import MOST_ROWS

WRITERS = {"pdf": pdf, "docx": docx, "xlsx": xlsx, "csv": csv}
DOCUMENTS = ("pdf", "docx")
NAMES = {
    "participants": pgettext_lazy("name of a file", "participants"),
    "badges": pgettext_lazy("name of a file", "badges"),
    "plates": pgettext_lazy("name of a file", "plates"),
    "attendance": pgettext_lazy("name of a file", "attendance"),
}


def formats_for(participants: ParticipantList) -> list[str]:
    """The formats that a list of this length can be had in."""
    too_long = len(participants) > MOST_ROWS
    return [name for name in WRITERS if not (too_long and name in DOCUMENTS)]


def file_names(
    participants: ParticipantList, file_format: str, what: str = "participants"
) -> tuple[str, str]:
    """The name of the list's file: in ASCII, and in the list's language.

    `what` says what has been made of the list, where that is not the list itself.
    """
    event, language, issue = participants.event, participants.language, participants.issue
    version = "" if issue.version is None else f"-v{issue.version}"
    rest = f"{event.slug}{version}-{language}-{issue.as_at:%Y-%m-%d}.{file_format}"
    with translation.override(languages_of(language)[0]):
        words = [str(NAMES[what])]
        if event.sample:
            words.append(pgettext("name of a file", "SAMPLE"))
    ascii_words = [what, "SAMPLE"][: len(words)]
    return "-".join([*ascii_words, rest]), "-".join([*words, rest])
