"""DOCX: the same document as the PDF, with Word's own styles, so that an office can edit it."""

import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from django.utils import timezone
from django.utils.html import escape
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from events.participant_list.columns import Column
from events.participant_list.document import (
    DelegationPart,
    Head,
    ListDocument,
    Person,
    Table,
    TableDocument,
    document_of,
)
from events.participant_list.rows import ParticipantList

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# Fonts that come with Word and LibreOffice alike, or are replaced by others of the same widths.
FONT = "Times New Roman"
INK = RGBColor(0, 0, 0)
QUIET = RGBColor(0x50, 0x50, 0x50)
LOCALES = {"en": "en-GB", "ru": "ru-RU"}
# Control characters that XML has no place for.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CELL_MARGINS = (
    '<w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
    '<w:bottom w:w="50" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar>'
)
_CYRILLIC = re.compile("([\u0400-\u052f]+(?:[^A-Za-z]*[\u0400-\u052f]+)*)")


def write(
    participants: ParticipantList,
    file: BinaryIO,
    columns: Sequence[Column] | None = None,
) -> None:
    """Write the document to `file`, if the list is not too long for one."""
    content = document_of(participants, columns, "docx")
    word = Document()
    across = isinstance(content, TableDocument)
    _set_up(word, content.head, across)
    _opening(word, content.head)
    if across:
        _table(word, content.table)
        for mark, note in content.notes:
            _add(word, f"{mark} {note}", "List note")
    else:
        _sections(word, content)
    word.save(file)


# --- The document as a whole ----------------------------------------------------------------
def _set_up(word: WordDocument, head: Head, across: bool) -> None:
    now = timezone.now().replace(tzinfo=None)
    properties = word.core_properties
    properties.title = _clean(head.title)[:255]
    properties.author = _clean(", ".join(head.authors))[:255]
    properties.last_modified_by = properties.comments = ""
    properties.language = LOCALES[head.languages[0]]
    properties.created = properties.modified = now
    _set_up_styles(word, head.languages[0])
    section = word.sections[0]
    width, height = Mm(210), Mm(297)
    if across:
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height = height, width
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = Mm(15 if across else 24)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    inside = width - section.left_margin - section.right_margin
    header = section.header.paragraphs[0]
    _write(header, " · ".join(head.notices))
    footer = section.footer.paragraphs[0]
    footer.paragraph_format.tab_stops.add_tab_stop(inside, WD_TAB_ALIGNMENT.RIGHT)
    _write(footer, " · ".join(head.standing) + "\t")
    _add_field(footer, "PAGE")
    _write(footer, " / ")
    _add_field(footer, "NUMPAGES")


def _set_up_styles(word: WordDocument, language: str) -> None:
    normal = word.styles["Normal"]
    normal.paragraph_format.space_after = Pt(4)
    _look(normal, 10.5)
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    spoken = defaults.find(qn("w:rPr")).find(qn("w:lang"))
    spoken.set(qn("w:val"), LOCALES[language])
    for name, size, before, after in (
        ("Title", 20, 0, 8),
        ("Subtitle", 14, 0, 4),
        ("Heading 1", 13, 20, 8),
        ("Heading 2", 11.5, 14, 4),
    ):
        style = word.styles[name]
        _look(style, size, bold=name != "Subtitle")
        style.font.italic = False
        style.paragraph_format.space_before, style.paragraph_format.space_after = (
            Pt(before),
            Pt(after),
        )
        for border in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
        if name == "Heading 1":
            _rule_below(style)
    for name in ("Header", "Footer"):
        style = word.styles[name]
        _look(style, 8.5, color=QUIET)
        # The template's tab stops are those of another page.
        style.paragraph_format.tab_stops.clear_all()
    _new_style(word, "Place and date", 10.5, color=QUIET)
    _new_style(word, "List fact", 9.5)
    _new_style(word, "List standing", 10.5, bold=True)
    roles = _new_style(word, "Delegation roles", 10.5, italic=True, color=QUIET)
    roles.paragraph_format.keep_with_next = True
    participant = _new_style(word, "Participant", 10.5)
    participant.paragraph_format.left_indent = Mm(6)
    participant.paragraph_format.space_after = Pt(7)
    participant.paragraph_format.keep_together = True
    remark = _new_style(word, "Remark", 10.5, color=QUIET)
    remark.paragraph_format.left_indent = Mm(6)
    _new_style(word, "Table cell", 9).paragraph_format.space_after = Pt(0)
    _new_style(word, "List note", 9)


def _new_style(word: WordDocument, name: str, size: float, **look):
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    _look(style, size, **look)
    return style


def _look(style, size: float, *, bold=False, italic=False, color=INK) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.color.rgb = color
    for stretched in style.element.get_or_add_rPr().findall(qn("w:spacing")):
        style.element.rPr.remove(stretched)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _rule_below(style) -> None:
    rule = '<w:bottom w:val="single" w:sz="4" w:space="2" w:color="969696"/>'
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{rule}</w:pBdr>")
    # Where the order of the schema wants it.
    style.element.pPr.insert_element_before(
        border, *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    )


def _add_field(paragraph: Paragraph, code: str) -> None:
    """A number that Word works out: PAGE, NUMPAGES."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)


# --- Its parts ------------------------------------------------------------------------------
def _opening(word: WordDocument, head: Head) -> None:
    for style, texts in (
        ("Title", [" / ".join(head.heading)]),
        ("Subtitle", head.event),
        ("Place and date", head.when_and_where),
        ("List fact", [f"{fact.label}: {'; '.join(fact.texts)}" for fact in head.facts]),
        ("List standing", head.standing),
    ):
        for text in texts:
            _add(word, text, style)


def _sections(word: WordDocument, content: ListDocument) -> None:
    for section in content.sections:
        _add(word, section.title, "Heading 1")
        for delegation in section.delegations:
            _delegation(word, delegation)
    for number, (mark, note) in enumerate(content.notes):
        paragraph = _add(word, f"{mark} {note}", "List note")
        if not number:
            paragraph.paragraph_format.space_before = Pt(18)
    for numbers in content.statistics:
        _add(word, numbers.title, "Heading 1")
        rows = [*numbers.rows, *([numbers.total] if numbers.total else [])]
        _table(word, Table(numbers.title, numbers.headers, rows), numbers=True)
        if numbers.note:
            _add(word, numbers.note, "List note")


def _delegation(word: WordDocument, delegation: DelegationPart) -> None:
    _add(word, delegation.name + delegation.mark, "Heading 2")
    told = ", ".join(filter(None, [delegation.in_capacity_of, *delegation.roles]))
    if told:
        _add(word, told, "Delegation roles")
    for person in delegation.people:
        _person(word, person)
    if delegation.remark:
        _add(word, delegation.remark, "Remark")


def _person(word: WordDocument, person: Person) -> None:
    paragraph = word.add_paragraph(style="Participant")
    if person.name:
        _write(paragraph, f"{person.name} ")
    _write(paragraph, person.family_name, bold=True)
    if person.labels:
        _write(paragraph, ", ")
        _write(paragraph, ", ".join(person.labels), italic=True)
    for line in person.lines:
        paragraph.add_run().add_break()
        _write(paragraph, line)


def _add(word: WordDocument, text: str, style: str) -> Paragraph:
    paragraph = word.add_paragraph(style=style)
    _write(paragraph, text)
    return paragraph


def _write(paragraph: Paragraph, text: str, *, bold=None, italic=None) -> None:
    """Add `text`, its Russian words marked as such: they are spelt and read aloud as Russian."""
    for number, part in enumerate(_CYRILLIC.split(_clean(text))):
        if part:
            run = paragraph.add_run(part)
            run.bold, run.italic = bold, italic
            if number % 2:
                spoken = OxmlElement("w:lang")
                spoken.set(qn("w:val"), LOCALES["ru"])
                run._r.get_or_add_rPr().append(spoken)


def _clean(text: str) -> str:
    return _NO_XML.sub(" ", text)


# --- Tables ---------------------------------------------------------------------------------
def _table(word: WordDocument, table: Table, *, numbers: bool = False) -> None:
    """A table of hairlines, its header on each page, no row torn apart by the end of one."""
    section = word.sections[0]
    inside = section.page_width - section.left_margin - section.right_margin
    widths = table.widths or [4, *[1.3] * (len(table.headers) - 1)]
    twips = [round(width / sum(widths) * inside / 635) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    # As one piece of XML: python-docx would look through the whole table for each of its cells.
    rows = [_row(table.headers, twips, numbers, header=True)]
    rows += [_row(row, twips, numbers) for row in table.rows]
    word.element.body.insert_element_before(
        parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/>'
            f"<w:tblBorders>{_lines('top', 'bottom', 'insideH')}</w:tblBorders>"
            f'<w:tblLayout w:type="fixed"/>{_CELL_MARGINS}<w:tblLook w:firstRow="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        ),
        "w:sectPr",
    )
    # What follows a table is a paragraph, also at the end.
    word.add_paragraph(style="Table cell")


def _lines(*places: str) -> str:
    look = 'w:val="single" w:sz="4" w:space="0" w:color="B0B0B0"'
    return "".join(f"<w:{place} {look}/>" for place in places)


def _row(cells: Iterable[str], twips: list[int], numbers: bool, *, header: bool = False) -> str:
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if header else "")
    return (
        f"<w:tr><w:trPr>{properties}</w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="Tablecell"/>{_side(numbers and place > 0)}</w:pPr>'
            f"{_run(cell, bold=header)}</w:p></w:tc>"
            for place, (cell, width) in enumerate(zip(cells, twips, strict=True))
        )
        + "</w:tr>"
    )


def _side(right: bool) -> str:
    return '<w:jc w:val="right"/>' if right else ""


def _run(text: str, *, bold: bool) -> str:
    lines = map(escape, _clean(text).splitlines())
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return "".join(
        f'<w:r>{look}{"<w:br/>" if number else ""}<w:t xml:space="preserve">{line}</w:t></w:r>'
        for number, line in enumerate(lines)
    )
