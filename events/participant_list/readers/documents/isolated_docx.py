"""Opens a Word file: run by `core.isolated`, with the document on standard input.

Imports nothing of ours. The limits come as arguments: rows, columns, cells; then 1 where text that
is struck through is read like any other. The answer is JSON:
paragraphs and tables in order, or what is wrong.

The XML is read as it is: python-docx leaves out content controls, tracked changes and text boxes.
"""

import io
import json
import re
import sys
import zipfile
from typing import Any
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
# What is read for what is in it; deleted and moved text is not.
INSIDE = {
    *(f"{W}{name}" for name in ("ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml")),
    *(f"{W}{name}" for name in ("hyperlink", "fldSimple", "dir", "bdo", "body")),
}
DELETED = {f"{W}del", f"{W}moveFrom"}


class DocumentTooLarge(Exception):
    pass


def main() -> None:
    rows, _columns, cells, with_struck = map(int, sys.argv[1:])
    answer: dict[str, Any]
    try:
        answer = {"items": items_of(sys.stdin.buffer.read(), rows, cells, bool(with_struck))}
    except DocumentTooLarge:
        answer = {"wrong": "large"}
    except Exception:
        answer = {"wrong": "damaged"}
    json.dump(answer, sys.stdout)


def items_of(content: bytes, rows: int, cells: int, with_struck: bool) -> list[dict]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        body = root_of(archive.read("word/document.xml")).find(f"{W}body")
        styles = Styles(
            root_of(archive.read("word/styles.xml")) if "word/styles.xml" in names else None
        )
    if with_struck:
        for look in body.iter(f"{W}rPr"):
            for name in ("strike", "dstrike"):
                for strike in look.findall(f"{W}{name}"):
                    look.remove(strike)
    items: list[dict] = []
    read_blocks(body, styles, items)
    size = sum(sum(map(len, item["rows"])) if item["kind"] == "table" else 1 for item in items)
    if len(items) > rows or size > cells:
        raise DocumentTooLarge
    return items


def root_of(part: bytes):
    # Declared entities were refused before, and this process has no rights to lose.
    return ElementTree.fromstring(  # noqa: S314
        part.replace(STRICT.encode(), W[1:-1].encode())
    )


class Styles:
    """What the styles of paragraphs say: bold, the level of a heading, numbered."""

    def __init__(self, root):
        self.by_id = {} if root is None else {each.get(f"{W}styleId"): each for each in root}
        # A few styles serve thousands of paragraphs.
        self.looks: dict[str | None, tuple[bool, int, bool]] = {}

    def look(self, name: str | None) -> tuple[bool, int, bool]:
        if name not in self.looks:
            self.looks[name] = self._look(name)
        return self.looks[name]

    def _look(self, name: str | None) -> tuple[bool, int, bool]:
        bold, level, numbered = None, 0, None
        for _step in range(10):
            style = self.by_id.get(name)
            if style is None:
                break
            title = style.find(f"{W}name")
            found = re.match(
                r"heading (\d)", (title.get(f"{W}val") if title is not None else "").lower()
            )
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            if found and not level:
                level = int(found[1])
            elif outline is not None and not level and outline.get(f"{W}val", "9") < "9":
                level = int(outline.get(f"{W}val")) + 1
            if bold is None and (own := style.find(f"{W}rPr/{W}b")) is not None:
                bold = is_on(own)
            if numbered is None and (own := style.find(f"{W}pPr/{W}numPr")) is not None:
                numbered = True
            based = style.find(f"{W}basedOn")
            name = based.get(f"{W}val") if based is not None else None
        return bool(bold), level, bool(numbered)


def is_on(element) -> bool:
    return element is not None and element.get(f"{W}val") not in ("0", "false", "off", "none")


def read_blocks(parent, styles: Styles, items: list[dict]) -> None:
    """Paragraphs and tables under `parent`, in order."""
    carried: list = []
    for child in parent:
        if child.tag == f"{W}p":
            carried = read_paragraph(child, styles, items, carried)
        elif child.tag == f"{W}tbl":
            read_table(child, styles, items)
        elif child.tag in INSIDE:
            read_blocks(child, styles, items)
        elif child.tag == f"{MC}AlternateContent":
            read_blocks(choice_of(child), styles, items)


def choice_of(element):
    """Of the ways in which something is written, the first: the others say the same."""
    choice = element.find(f"{MC}Choice")
    return choice if choice is not None else (element.find(f"{MC}Fallback") or element)


def read_paragraph(paragraph, styles: Styles, items: list[dict], carried: list) -> list:
    """Add a paragraph; where its end was deleted, it goes on with the next one."""
    properties = paragraph.find(f"{W}pPr")
    name = numbered = None
    if properties is not None:
        style = properties.find(f"{W}pStyle")
        name = style.get(f"{W}val") if style is not None else None
        number = properties.find(f"{W}numPr/{W}numId")
        numbered = None if number is None else number.get(f"{W}val") != "0"
    bold, level, by_style = styles.look(name)
    runs: list[tuple[str, bool, bool]] = list(carried)
    boxes: list = []
    read_runs(paragraph, bold, runs, boxes)
    if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
        return runs
    shown = [(text, is_bold) for text, is_bold, struck in runs if not struck]
    items.append(
        {
            "kind": "line",
            "text": "".join(text for text, _bold in shown),
            "bold": any(t.strip() for t, _b in shown) and all(b for t, b in shown if t.strip()),
            "heading": level,
            "numbered": by_style if numbered is None else numbered,
            "struck": struck_texts(runs),
        }
    )
    for box in boxes:
        read_blocks(box, styles, items)
    return []


def struck_texts(runs: list[tuple[str, bool, bool]]) -> list[str]:
    text = "".join(text for text, _bold, struck in runs if struck).strip()
    return [text] if text else []


def read_runs(parent, bold: bool, runs: list, boxes: list) -> None:
    for child in parent:
        if child.tag == f"{W}r":
            read_run(child, bold, runs, boxes)
        elif child.tag in INSIDE:
            read_runs(child, bold, runs, boxes)
        elif child.tag == f"{MC}AlternateContent":
            read_runs(choice_of(child), bold, runs, boxes)


def read_run(run, bold: bool, runs: list, boxes: list) -> None:
    properties = run.find(f"{W}rPr")
    struck = False
    if properties is not None:
        if is_on(properties.find(f"{W}vanish")):
            return
        struck = is_on(properties.find(f"{W}strike")) or is_on(properties.find(f"{W}dstrike"))
        own = properties.find(f"{W}b")
        bold = bold if own is None else is_on(own)
    for child in run:
        if child.tag == f"{W}t":
            runs.append((child.text or "", bold, struck))
        elif child.tag in (f"{W}br", f"{W}cr"):
            runs.append(("\n", bold, struck))
        elif child.tag in (f"{W}tab", f"{W}ptab"):
            runs.append(("\t", bold, struck))
        elif child.tag == f"{W}noBreakHyphen":
            runs.append(("-", bold, struck))
        elif child.tag == f"{MC}AlternateContent":
            boxes += choice_of(child).iter(f"{W}txbxContent")
        elif child.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            boxes += child.iter(f"{W}txbxContent")


def rows_of(table):
    """The rows of a table, also those inside content controls, without deleted ones."""
    for child in table:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in INSIDE:
            yield from rows_of(child)


def cells_of(row):
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in INSIDE:
            yield from cells_of(child)


def read_table(table, styles: Styles, items: list[dict]) -> None:
    """Add a table; one with tables inside only lays the page out, and its cells are read."""
    if any(cell.find(f".//{W}tbl") is not None for row in rows_of(table) for cell in cells_of(row)):
        for row in rows_of(table):
            for cell in cells_of(row):
                read_blocks(cell, styles, items)
        return
    rows, struck = [], []
    above: dict[Any, Any] = {}
    for row in rows_of(table):
        before = row.find(f"{W}trPr/{W}gridBefore")
        cells = [""] * (int(before.get(f"{W}val", 0)) if before is not None else 0)
        for cell in cells_of(row):
            text, gone = text_of_cell(cell, styles)
            struck += gone
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            place = len(cells)
            if merge is not None and merge.get(f"{W}val") != "restart":
                text = text or above.get(place, "")
            above[place] = text
            cells += [text, *[""] * ((int(span.get(f"{W}val", 1)) if span is not None else 1) - 1)]
        rows.append(cells)
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    items += [
        {
            "kind": "line",
            "text": "",
            "bold": False,
            "heading": 0,
            "numbered": False,
            "struck": [text],
        }
        for text in struck
    ]
    if rows:
        width = max(map(len, rows))
        items.append({"kind": "table", "rows": [row + [""] * (width - len(row)) for row in rows]})


def text_of_cell(cell, styles: Styles) -> tuple[str, list[str]]:
    items: list[dict] = []
    read_blocks(cell, styles, items)
    texts = [item["text"] for item in items if item["kind"] == "line"]
    struck = [text for item in items if item["kind"] == "line" for text in item["struck"]]
    return "\n".join(texts).strip(), struck


if __name__ == "__main__":
    main()
