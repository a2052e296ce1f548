"""The items of a Word file, opened in a process of its own."""

from pathlib import Path

from django.utils.translation import gettext as _

from events.participant_list.errors import UnreadableFile
from events.participant_list.readers.cleaning import divided_lines_of
from events.participant_list.readers.documents.items import Dropped, Item, TableBlock, line
from events.participant_list.readers.kinds import FileKind, damaged
from events.participant_list.readers.workbooks import answer_of, parts_of, repacked

_ISOLATED = Path(__file__).with_name("isolated_docx.py")


def docx_items(content: bytes, *, with_struck: bool = False) -> list[Item]:
    """Paragraphs and tables of the document's body, as Word shows them with all changes accepted.

    Text that is struck through is `Dropped`, unless it is read `with_struck`. Headers, footers,
    footnotes and comments are no part of a list. Raises `UnreadableFile`.
    """
    answer = answer_of(_ISOLATED, repacked(parts_of(content, FileKind.DOCX)), int(with_struck))
    if answer is None or answer.get("wrong") == "large":
        raise UnreadableFile(
            _(
                "The document cannot be opened: it is damaged, or far larger than a list. Copy the "
                "list into a new document and save it as DOCX."
            )
        )
    if "wrong" in answer:
        raise damaged()
    items: list[Item] = []
    gap = False
    for item in answer["items"]:
        if item["kind"] == "table":
            items.append(TableBlock(item["rows"]))
            gap = False
            continue
        items += [Dropped(struck) for struck in item["struck"]]
        texts = divided_lines_of(item["text"])
        if not texts:
            gap = True
            continue
        look = {name: item[name] for name in ("bold", "heading", "numbered")}
        for at, text in enumerate(texts):
            items.append(line(text, gap=gap, **(look if not at else {"bold": item["bold"]})))
            gap = False
    return items
