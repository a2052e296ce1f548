from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile

from tests.factories import DocumentFactory, EventFactory

pytestmark = pytest.mark.django_db


def test_it_is_a_download_even_of_a_page(client):
    document = DocumentFactory(title_en="Agenda")
    document.file.save("agenda.txt", ContentFile(b"<script>alert(1)</script>"))

    response = client.get("/documents/agenda/file")

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"


def test_a_draft_and_the_document_of_a_draft_are_not_found(client):
    hidden = [
        DocumentFactory(title_en="Draft", published=False),
        DocumentFactory(title_en="Of a draft", event=EventFactory(published=False)),
    ]
    for document in hidden:
        document.file.save("agenda.txt", ContentFile(b"x"))
        assert client.get(f"/documents/{document.slug}/file").status_code == 404


def test_a_document_without_file_or_whose_file_is_lost_is_not_found(client):
    DocumentFactory(title_en="No file")
    DocumentFactory(title_en="Lost", file="documents/lost.pdf")

    assert client.get("/documents/no-file/file").status_code == 404
    assert client.get("/documents/lost/file").status_code == 404


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.pdf", "application/pdf"),
        ("A.DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.odt", "application/vnd.oasis.opendocument.text"),
        ("a.csv", "text/csv"),
        ("a.html", "application/octet-stream"),
        ("a.svg", "application/octet-stream"),
    ],
)
def test_its_type_is_that_of_its_kind_and_never_one_that_runs(client, name, content_type):
    DocumentFactory(title_en="Agenda", file=ContentFile(b"x", name=name))

    response = client.get("/documents/agenda/file")

    assert response.headers["Content-Type"].split(";")[0] == content_type
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_it_keeps_a_cyrillic_name(client):
    DocumentFactory(title_en="Agenda", file=ContentFile(b"x", name="Повестка дня.pdf"))

    response = client.get("/ru/documents/agenda/file")

    name = quote("Повестка_дня.pdf")
    assert f"filename*=utf-8''{name}" in response.headers["Content-Disposition"]


def test_its_size_is_kept_and_follows_the_file(client):
    document = DocumentFactory(file=ContentFile(b"12345", name="a.txt"))
    assert document.file_size == 5

    document.file = ContentFile(b"123", name="b.txt")
    document.save()
    document.refresh_from_db()
    assert document.file_size == 3

    document.file = ""
    document.save()
    assert document.file_size is None
