"""DOCX: the same document as the PDF, with Word's own styles, so that an office can edit it."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.html import escape
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from events.participant_list.columns import Column
from events.participant_list.languages import distinct
from events.participant_list.rows import ParticipantList
from events.participant_list.writers.document import (
    DelegationPart,
    Head,
    ListDocument,
    PersonPart,
    TableDocument,
    TableOfText,
    document_of,
)

EMU_A_TWIP = 635
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# Fonts that come with Word and LibreOffice alike, or are replaced by others of the same widths.
FONT = "Times New Roman"
INK = RGBColor(0, 0, 0)
QUIET = RGBColor(0x50, 0x50, 0x50)
LOCALES = {"en": "en-GB", "ru": "ru-RU"}
# Control characters that XML has no place for.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CELL_MARGINS = (
    '<w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
    '<w:bottom w:w="50" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar>'
)
CYRILLIC = re.compile("([\u0400-\u052f]+(?:[^A-Za-z]*[\u0400-\u052f]+)*)")


def write(
    participants: ParticipantList,
    file: BinaryIO,
    columns: Sequence[Column] | None = None,
) -> None:
    """Write the document to `file`, if the list is not too long for one."""
    content = document_of(participants, columns, "docx")
    word = Document()
    _set_up(word, content.head, across=isinstance(content, TableDocument))
    parts = [*_opening(content.head)]
    if isinstance(content, TableDocument):
        parts += [*_table(content.table, _inside(word)), *_notes(content.notes)]
    else:
        parts += _sections(content, _inside(word))
    # From pieces of XML: python-docx would take ten times as long for each paragraph and cell.
    for part in parts:
        piece = parse_xml(part.replace(">", f" {nsdecls('w')}>", 1))
        word.element.body.insert_element_before(piece, "w:sectPr")
    # A zip file on a full disk would complain a second time when it is thrown away.
    made = BytesIO()
    word.save(made)
    file.write(made.getvalue())


# --- The document as a whole ----------------------------------------------------------------
def _set_up(word: WordDocument, head: Head, across: bool) -> None:
    now = timezone.now().replace(tzinfo=None)
    properties = word.core_properties
    properties.title = NO_XML.sub(" ", head.title)[:255]
    properties.author = NO_XML.sub(" ", ", ".join(head.authors))[:255]
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
    _fill(section.header, _runs(" · ".join(head.notices)))
    standing = _runs(" · ".join(head.standing))
    numbers = f"{_field('PAGE')}{_runs(' / ')}{_field('NUMPAGES')}"
    _fill(section.footer, f"{standing}<w:r><w:tab/></w:r>{numbers}")
    stops = section.footer.paragraphs[0].paragraph_format.tab_stops
    stops.add_tab_stop(_inside(word), WD_TAB_ALIGNMENT.RIGHT)


def _inside(word: WordDocument) -> int:
    """How wide a line can be, in EMU."""
    # Lengths, which a template may lack; ours has them.
    section: Any = word.sections[0]
    return section.page_width - section.left_margin - section.right_margin


def _fill(part, runs: str) -> None:
    """Put `runs` into the paragraph of a header or footer."""
    paragraph = part.paragraphs[0]
    for each in list(parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>")):
        paragraph._p.append(each)


def _set_up_styles(word: WordDocument, language: str) -> None:
    normal = word.styles["Normal"]
    normal.paragraph_format.space_after = Pt(4)
    _look(normal, 10.5)
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    language_mark = defaults.find(qn("w:rPr")).find(qn("w:lang"))
    language_mark.set(qn("w:val"), LOCALES[language])
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


# --- Its parts ------------------------------------------------------------------------------
# Each gives paragraphs and tables as XML.
def _opening(head: Head) -> Iterator[str]:
    for style, texts in (
        ("Title", ["\n".join(head.heading)]),
        ("Subtitle", head.event),
        ("Place and date", head.when_and_where),
        ("List fact", [f"{fact.label}: {'; '.join(fact.texts)}" for fact in head.facts]),
        ("List standing", head.standing),
    ):
        for text in texts:
            yield _paragraph(style, _runs(text))


def _sections(content: ListDocument, inside: int) -> Iterator[str]:
    for section in content.sections:
        yield _paragraph("Heading 1", _runs(section.title))
        for delegation in section.delegations:
            yield from _delegation(delegation)
    yield from _notes(content.notes)
    if content.statistics:
        yield _paragraph("Heading 1", _runs(content.statistics_title))
    for numbers in content.statistics:
        yield _paragraph("Heading 2", _runs(numbers.title))
        total = [numbers.total] if numbers.total else []
        table = TableOfText(numbers.title, numbers.headers, [*numbers.rows, *total])
        yield from _table(table, inside)
        if numbers.note:
            yield _paragraph("List note", _runs(numbers.note))


def _delegation(delegation: DelegationPart) -> Iterator[str]:
    yield _paragraph("Heading 2", _runs(delegation.name + delegation.mark))
    if told := ", ".join(distinct([delegation.in_capacity_of, *delegation.roles])):
        yield _paragraph("Delegation roles", _runs(told))
    yield from map(_person, delegation.people)
    if delegation.remark:
        yield _paragraph("Remark", _runs(delegation.remark))


def _person(person: PersonPart) -> str:
    name = _runs(f"{person.name} ") if person.name else ""
    labels = _runs(", ") + _runs(", ".join(person.labels), "<w:i/>") if person.labels else ""
    lines = "".join(f"<w:r><w:br/></w:r>{_runs(line)}" for line in person.lines)
    return _paragraph("Participant", f"{name}{_runs(person.family_name, '<w:b/>')}{labels}{lines}")


def _notes(notes: list[tuple[str, str]]) -> Iterator[str]:
    for mark, note in notes:
        yield _paragraph("List note", _runs(f"{mark} {note}"))


def _table(table: TableOfText, inside: int) -> Iterator[str]:
    """A table of hairlines, its header on each page, no row torn apart by the end of one."""
    numbers = not table.widths
    widths = table.widths or [3, 1.2, 1.5][: len(table.headers)]
    twips = [round(width / sum(widths) * inside / EMU_A_TWIP) for width in widths]
    look = 'w:val="single" w:sz="4" w:space="0" w:color="B0B0B0"'
    lines = "".join(f"<w:{place} {look}/>" for place in ("top", "bottom", "insideH"))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    rows = [_row(table.headers, twips, numbers, header=True)]
    rows += [_row(row, twips, numbers) for row in table.rows]
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>{CELL_MARGINS}'
        f'<w:tblLook w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )
    # What follows a table is a paragraph, also at the end.
    yield _paragraph("Table cell", "")


def _row(cells: list[str], twips: list[int], numbers: bool, *, header: bool = False) -> str:
    """A row of a table of `numbers` stays on the page of the others."""
    repeated, look = ("<w:tblHeader/>", "<w:b/>") if header else ("", "")
    written = []
    for place, (cell, width) in enumerate(zip(cells, twips, strict=True)):
        right = numbers and place > 0
        text = _paragraph("Table cell", _runs(cell, look), kept=numbers, right=right)
        written.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{text}</w:tc>')
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(written)}</w:tr>"


# --- Its words ------------------------------------------------------------------------------
def _paragraph(style: str, runs: str, *, kept: bool = False, right: bool = False) -> str:
    """`kept` keeps it on the page of the next one."""
    keep = "<w:keepNext/>" if kept else ""
    side = '<w:jc w:val="right"/>' if right else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{_style_id(style)}"/>{keep}{side}</w:pPr>{runs}</w:p>'


def _style_id(name: str) -> str:
    """As python-docx names the styles that it makes, and as the template names its own."""
    return name.replace(" ", "")


def _runs(text: str, look: str = "") -> str:
    """`text`, its Russian words marked as such: they are spelt and read aloud as Russian."""
    runs = []
    for number, part in enumerate(CYRILLIC.split(NO_XML.sub(" ", text))):
        mark = f'<w:lang w:val="{LOCALES["ru"]}"/>' if number % 2 else ""
        looks = f"<w:rPr>{look}{mark}</w:rPr>" if look or mark else ""
        for place, line in enumerate(part.split("\n")):
            if place:
                runs.append("<w:r><w:br/></w:r>")
            if line:
                text = f'<w:t xml:space="preserve">{escape(line)}</w:t>'
                runs.append(f"<w:r>{looks}{text}</w:r>")
    return "".join(runs)


def _field(code: str) -> str:
    """A number that Word works out: PAGE, NUMPAGES."""
    return f'<w:fldSimple w:instr="{code}">{_runs("1")}</w:fldSimple>'
