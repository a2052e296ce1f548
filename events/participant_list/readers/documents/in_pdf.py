"""The items of a PDF: what stands where is told by its place, not by the order of drawing."""

from pathlib import Path

from django.utils.translation import gettext as _

from events.participant_list.errors import UnreadableFile
from events.participant_list.readers.documents.items import Item
from events.participant_list.readers.documents.layout import items_of
from events.participant_list.readers.kinds import damaged, encrypted
from events.participant_list.readers.workbooks import answer_of

_ISOLATED = Path(__file__).with_name("isolated_pdf.py")
# Fewer characters on a page with a picture are a stamp or a page number.
_LITTLE = 25


def pdf_items(content: bytes) -> list[Item]:
    """Lines and tables of the pages, in reading order. Raises `UnreadableFile`."""
    answer = answer_of(_ISOLATED, content, memory=2**31)
    if answer is None or answer.get("wrong") == "large":
        raise UnreadableFile(
            _(
                "The PDF cannot be opened: it is damaged, or far larger than a list. Ask the "
                "sender for the list as DOCX or XLSX."
            )
        )
    if answer.get("wrong") == "password":
        raise encrypted()
    if "wrong" in answer:
        raise damaged()
    pages = answer["pages"]
    for number, page in enumerate(pages, 1):
        letters = sum(len(word[0]) for word in page["words"])
        if letters < _LITTLE and page["pictures"]:
            raise _picture(number)
        if letters and sum("(cid:" in word[0] for word in page["words"]) > 0.2 * len(page["words"]):
            raise UnreadableFile(
                _(
                    "The letters of the PDF cannot be read: its fonts do not say which letter is "
                    "which. Ask the sender for the list as DOCX or XLSX."
                )
            )
    if not any(page["words"] for page in pages):
        raise _picture(1)
    return items_of(pages)


def _picture(number: int) -> UnreadableFile:
    return UnreadableFile(
        _(
            "Page %(number)d of the PDF is a picture without text, as a scan is, so nothing can be "
            "read from it. Ask the sender for the list as DOCX, XLSX or a PDF made from one."
        )
        % {"number": number}
    )
