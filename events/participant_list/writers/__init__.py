"""The formats that a list can be had in.

Each writer is a module with a `CONTENT_TYPE` and `write(participants, file)`.
"""

import datetime

from django.utils import translation
from django.utils.translation import pgettext

from events.participant_list.rows import ParticipantList
from events.participant_list.writers import csv, pdf, xlsx

WRITERS = {"csv": csv, "xlsx": xlsx, "pdf": pdf}


def file_names(
    participants: ParticipantList, file_format: str, day: datetime.date
) -> tuple[str, str]:
    """The name of the list's file as of `day`: in ASCII, and in the list's language."""
    event, language = participants.event, participants.language
    rest = f"{event.slug}-{language}-{day:%Y-%m-%d}.{file_format}"
    with translation.override(language):
        words = [pgettext("name of a file", "participants")]
        if event.sample:
            words.append(pgettext("name of a file", "SAMPLE"))
    ascii_words = ["participants", "SAMPLE"][: len(words)]
    return "-".join([*ascii_words, rest]), "-".join([*words, rest])
