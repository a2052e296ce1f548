"""PDF: every letter of our states is shown, and nothing that people type is run as markup."""

import io
import shutil

import pytest
from pypdf import PdfReader

from events.participant_list.writers import typst
from events.participant_list.writers.typst import pdf

LETTERS = {
    "Polish": "Zażółć gęślą jaźń ĄĆĘŁŃÓŚŹŻ",
    "Czech": "Příliš žluťoučký kůň ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ",
    "Lithuanian": "Ąžuolėlis ĄČĘĖĮŠŲŪŽ ąčęėįšųūž",
    "Hungarian and German": "Árvíztűrő Ő Ű ÄÖÜß",
    "Kazakh": "Ә Ғ Қ Ң Ө Ұ Ү Һ І ә ғ қ ң ө ұ ү һ і",
    "Uzbek": "Ў Қ Ғ Ҳ ў қ ғ ҳ Oʻzbekiston gʻ O‘ g’",
    "Tajik": "Ҷ Ӣ Ӯ ҷ ӣ ӯ",
    "Turkmen and Turkish": "Ň Ž Ý Ç Ä ň ž ý ç ä ğ ı İ ş",
    "Russian": "Съешь же ещё этих мягких французских булок, да выпей чаю №«»—",
    "Ukrainian and Serbian": "Ґ Є Ї ґ є ї Ђ Ћ Љ Њ Џ",
    "Greek": "Ελλάδα",
    "Georgian": "საქართველო",
    "Armenian": "Հայաստան",
}
MARKUP = ["#import x", "*bold*", "_slanted_", "$x$", "`raw`", "@ref <label>", "// gone", "\\ = -"]


@pytest.fixture
def show(tmp_path, monkeypatch):
    """Set some lines of text; give the document back."""
    shutil.copytree(typst.TEMPLATES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "lines.typ").write_text(
        '#import "base.typ": data, document-of\n'
        "#show: document-of\n"
        "#title()\n"
        "#for each in data.lines [#par(each)]\n"
    )
    monkeypatch.setattr(typst, "TEMPLATES", tmp_path)

    def show(*lines: str, **data) -> PdfReader:
        given = {"title": "Lines", "language": "en", "lines": lines, **data}
        return PdfReader(io.BytesIO(pdf("lines.typ", given)))

    return show


def text(document: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def metadata(document: PdfReader) -> str:
    return document.trailer["/Root"]["/Metadata"].get_data().decode()


def fonts(document: PdfReader) -> dict:
    return {
        font["/BaseFont"]: font["/DescendantFonts"][0]["/FontDescriptor"]
        for page in document.pages
        for font in page["/Resources"]["/Font"].values()
    }


@pytest.mark.parametrize("language", LETTERS)
def test_it_shows_every_letter(show, language):
    """A letter without a glyph would cost the file its promise of PDF/UA-1."""
    document = show(LETTERS[language])
    assert "pdfuaid:part" in metadata(document)
    # Spaces are told by the distance of letters, which is a guess.
    assert LETTERS[language].replace(" ", "") in text(document).replace(" ", "")


def test_fonts_are_embedded_and_of_the_wheel(show):
    found = fonts(show(*LETTERS.values()))
    assert any("LibertinusSerif" in name for name in found)
    assert all("/FontFile3" in each or "/FontFile2" in each for each in found.values())


def test_the_file_is_tagged_and_says_what_it_is(show):
    document = show("Имя", title="Список участников", language="ru", authors=["МЦРМП"])
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "ru"
    assert document.metadata.title == "Список участников"
    assert document.metadata.author == "МЦРМП"


@pytest.mark.parametrize("line", MARKUP)
def test_nothing_that_people_type_is_markup(show, line):
    assert line in text(show(line))


def test_a_letter_that_no_font_has_is_a_box_and_no_error(show):
    document = show("Wang 王", "Nowak")
    assert "Nowak" in text(document)
    assert "pdfuaid:part" not in metadata(document)
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_what_cannot_be_printed_is_a_space(show):
    document = show("a\x00b\tc\x1fd\ufffee\r\nf")
    assert text(document) == "Lines a b c d e f"
    assert "pdfuaid:part" in metadata(document)
