"""The public pages of documents, and their files."""

from operator import attrgetter
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.exports import public_url, slug_of, slugs
from core.uploads import content_type_of
from events.models import Document
from website.filters.events import DocumentFilterSet
from website.schema_org import document_data
from website.views.lists import DOCUMENTS, CsvOfList, FilteredList


class DocumentList(FilteredList):
    public_list = DOCUMENTS
    filterset_class = DocumentFilterSet
    template_name = "website/events/document_list.html"

    def get_queryset(self):
        return Document.objects.published().latest_first()


class DocumentCsv(CsvOfList, DocumentList):
    file_name = "documents"
    columns = {
        "slug": attrgetter("slug"),
        "title": attrgetter("title"),
        "kind": attrgetter("kind"),
        "standing": attrgetter("standing"),
        "authors": attrgetter("authors"),
        "date": attrgetter("date"),
        "language": attrgetter("language"),
        "publisher": attrgetter("publisher"),
        "event": lambda document: slug_of(document.event),
        "states": lambda document: slugs(document.states.all()),
        "topics": lambda document: slugs(document.topics.all()),
        "programmes": lambda document: slugs(document.programmes.all()),
        "file": lambda document: _file_url(document),
        "file_size": attrgetter("file_size"),
        "address": attrgetter("url"),
        "url": public_url,
        "abstract": attrgetter("abstract"),
    }

    def get_queryset(self):
        return super().get_queryset().for_data()


def document_detail(request, slug: str):
    """The page of a published document."""
    documents = Document.objects.published().select_related(
        "event__host_state",
        "contribution__session__event",
        "contribution__delegation__state",
        "contribution__delegation__organisation",
    )
    document = get_object_or_404(documents, slug=slug)
    return render(
        request,
        "website/events/document_detail.html",
        {
            "document": document,
            "states": sorted(document.states.all(), key=attrgetter("sort_key")),
            "topics": document.topics.all(),
            "topics_by_event": document.topics_by_event,
            "linked_data": document_data(document),
            "programmes": document.programmes.all(),
        },
    )


def document_file(request, slug: str):
    """The file of a published document, always as a download: nothing uploaded runs here."""
    document = get_object_or_404(Document.objects.published().exclude(file=""), slug=slug)
    name = Path(document.file.name).name
    try:
        response = FileResponse(
            document.file.open(),
            as_attachment=True,
            filename=name,
            content_type=content_type_of(name),
        )
    except FileNotFoundError as error:
        raise Http404(_("The file of this document is missing.")) from error
    # For a browser that shows it all the same: without scripts, forms and an origin.
    response.headers["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; frame-ancestors 'none'"
    )
    return response


def _file_url(document: Document) -> str:
    if not document.file:
        return ""
    return settings.BASE_URL + reverse("document_file", args=[document.slug])
