"""Uploads: a file is what its name says, holds no program, and is not too large."""

import io
import zipfile
import zlib
from tempfile import NamedTemporaryFile

import pytest
import typst
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from rustpy_xlsxwriter import FastExcel

from events.models import Document
from tests.factories import DocumentFactory

pytestmark = pytest.mark.django_db

TYPES = '<Types><Override PartName="/x" ContentType="{}"/></Types>'
OFFICE = "application/vnd.openxmlformats-officedocument"
WORD = f"{OFFICE}.wordprocessingml.document.main+xml"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)


def pdf() -> bytes:
    return typst.compile(b"= Agenda\nOpening")


def workbook() -> bytes:
    with NamedTemporaryFile(suffix=".xlsx") as file:
        FastExcel(file.name).sheet("A", [{"state": "Poland"}]).save()
        return file.read()


def pdf_with_packed_launch() -> bytes:
    packed = zlib.compress(b"1 0 << /S /Launch /F (cmd.exe) >>")
    return b"%PDF-1.7\n5 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + (
        packed + b"\nendstream\nendobj\n%%EOF"
    )


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A zip of `parts`, by their names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def office(content_type: str = WORD, **parts) -> bytes:
    return archive({"[Content_Types].xml": TYPES.format(content_type), **parts})


def open_document(**parts) -> bytes:
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", **parts})


@pytest.fixture
def upload(client):
    """Upload a file as an editor of documents would: the page's answer, and what is kept."""
    client.force_login(User.objects.create_superuser("editor"))

    def upload(name: str, content: bytes):
        response = client.post(
            "/admin/events/document/add/",
            {
                "title_en": "A document",
                "kind": "other",
                "language": "en",
                "published": "on",
                "file": SimpleUploadedFile(name, content),
            },
        )
        return response, Document.objects.first()

    return upload


def errors(response) -> list[str]:
    return response.context["adminform"].form.errors["file"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", pdf()),
        # Three letters that stand in a picture by chance.
        ("a.pdf", b"%PDF-1.4\n1 0 obj\n<< /Length 9 >>\nstream\n\xff/JS \xfe/Launch \nendstream"),
        ("Отчёт.DOCX", office()),
        ("a.xlsx", workbook()),
        ("a.pptx", office(f"{OFFICE}.presentationml.presentation.main+xml")),
        ("a.odt", open_document()),
        ("a.csv", "\ufeffstate,number\r\nPoland,1\r\n".encode()),
        ("a.txt", "Повестка дня".encode("cp1251")),
        ("a.txt", "Повестка дня".encode("utf-16")),
        ("a.txt", b"a < b and <c"),
        # So large that it waits on disk in place of memory.
        ("a.txt", b"x" * 3_000_000),
    ],
)
def test_a_file_that_is_what_its_name_says_is_kept_as_it_is(upload, name, content):
    response, document = upload(name, content)

    assert response.status_code == 302
    assert document.file.read() == content
    assert document.file_size == len(content)


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt"])
@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf \n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "<html>".encode("utf-16"),
        EXE,
        b"\x7fELF\x02\x01\x01\x00" + bytes(100),
        b"PK\x03\x04 no archive\0",
        archive({"a": "b"}),
    ],
    ids=["html", "svg", "html in UTF-16", "exe", "elf", "broken zip", "zip"],
)
def test_a_disguised_file_is_refused_with_a_sentence(upload, kind, content):
    response, document = upload(f"report.{kind}", content)

    assert document is None
    [sentence] = errors(response)
    assert sentence == (
        f"“report.{kind}” is not a {kind.upper()} file, whatever its name says. Open it in the "
        f"program that it was made with, save it as {kind.upper()}, and choose it again."
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", workbook()),
        ("a.xlsx", office()),
        ("a.ods", open_document()),
        ("a.odt", office()),
        ("a.csv", pdf()),
    ],
)
def test_one_kind_of_document_is_not_taken_for_another(upload, name, content):
    response, document = upload(name, content)

    assert document is None
    assert "whatever its name says" in errors(response)[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.4\n1 0 obj\n<< /S /JavaScript /JS (app.alert\\(1\\)) >>\nendobj"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj\n<< /S /J#61vaScript /J#53 (app.alert(1)) >>\nendobj"),
        ("a.pdf", pdf_with_packed_launch()),
        ("a.docx", office("application/vnd.ms-word.document.macroEnabled.main+xml")),
        ("a.docx", office(**{"word/vbaProject.bin": b"x"})),
        ("a.docx", office(**{"word/activeX/activeX1.xml": b"x"})),
        ("a.docx", office(**{"word/embeddings/setup.EXE": b"x"})),
        ("a.odt", open_document(**{"Basic/Standard/Module1.xml": "x"})),
    ],
)
def test_a_file_with_a_macro_or_script_is_refused(upload, name, content):
    response, document = upload(name, content)

    assert document is None
    assert errors(response) == [
        f"“{name}” holds a macro or script. Save it without, and choose it again."
    ]


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.docm", "a.pdf.js", "a"])
def test_another_kind_is_refused_and_those_taken_are_named(upload, name):
    response, document = upload(name, b"x")

    assert document is None
    [sentence] = errors(response)
    assert sentence == (
        f"“{name}” is of a kind that is not kept here. "
        "Take one of: PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, CSV, TXT."
    )


def test_a_file_that_is_too_large_is_refused(upload, settings):
    settings.DOCUMENT_MAX_BYTES = 1024

    response, document = upload("a.txt", b"x" * 2048)

    assert document is None
    assert errors(response) == [
        "“a.txt” has 2.0\xa0KB; at most 1.0\xa0KB are kept. Make it smaller."
    ]


def test_a_small_file_does_not_unpack_to_fill_the_memory(upload):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", b" " * 40_000_000)

    _response, document = upload("a.docx", bomb.getvalue())

    assert document is None


def test_the_field_says_what_is_taken(client):
    client.force_login(User.objects.create_superuser("editor"))

    page = client.get("/admin/events/document/add/").content.decode()

    assert (
        "PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, CSV, TXT; at most 50.0\xa0MB, "
        "without macros or scripts."
    ) in page


def test_a_document_whose_file_is_lost_can_still_be_edited(client):
    client.force_login(User.objects.create_superuser("editor"))
    document = DocumentFactory(title_en="Lost", url="", file="documents/lost.pdf")

    response = client.post(
        f"/admin/events/document/{document.pk}/change/",
        {"title_en": "Still lost", "kind": "other", "language": "en", "slug": "lost"},
    )

    assert response.status_code == 302
    assert Document.objects.get().title_en == "Still lost"


def test_only_what_the_public_sees_has_a_link_to_its_page(client):
    client.force_login(User.objects.create_superuser("editor"))
    public, draft = DocumentFactory(), DocumentFactory(published=False)

    def page(document) -> str:
        return client.get(f"/admin/events/document/{document.pk}/change/").content.decode()

    assert f'href="/documents/{public.slug}/"' in page(public)
    assert f'href="/documents/{draft.slug}/"' not in page(draft)
