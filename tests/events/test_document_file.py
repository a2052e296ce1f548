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
