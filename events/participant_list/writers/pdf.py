"""PDF: the list as a document on A4; with chosen columns, as a table across the page."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import BinaryIO

from events.participant_list.columns import Column
from events.participant_list.rows import ParticipantList
from events.participant_list.writers.document import ListDocument, document_of
from events.participant_list.writers.typst import pdf

CONTENT_TYPE = "application/pdf"


def write(
    participants: ParticipantList,
    file: BinaryIO,
    columns: Sequence[Column] | None = None,
) -> None:
    """Write the document to `file`, if the list is not too long for one."""
    document = document_of(participants, columns, "pdf")
    template = "list.typ" if isinstance(document, ListDocument) else "table.typ"
    data = asdict(document)
    head = data["head"]
    whole = {"title": head["title"], "language": head["languages"][0], "authors": head["authors"]}
    file.write(pdf(template, {**data, **whole}))
