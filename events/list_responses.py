"""A participant list as the answer to a request, for the public and for staff alike."""

from contextlib import nullcontext
from tempfile import TemporaryFile
from urllib.parse import quote

from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.charts import bars, chart_response
from core.turns import Turns
from events.models import Event
from events.participant_list import ParticipantList
from events.participant_list.columns import Column
from events.participant_list.errors import TooLong
from events.participant_list.writers import DOCUMENTS, WRITERS, csv, file_names
from events.participant_list.writers.document import refuse_too_long

ROWS_A_PAGE = 500
# A PDF or DOCX of the longest list takes 50 MB and seconds, its badges 400 MB. More at a time
# would take all the memory; others wait as long as somebody looks at an empty page.
DOCUMENT_TURNS = Turns(2, seconds=3)


def file_response(
    request,
    participants: ParticipantList,
    file_format: str,
    columns: list[Column] | None = None,
) -> HttpResponse:
    """`participants` as a download.

    Raises `TooLong` where none of this format is made, and `TooBusy` while others are made.
    """
    if file_format not in WRITERS:
        raise Http404(_("The participant list is not available in this format."))
    if file_format in DOCUMENTS:
        refuse_too_long(participants, file_format)
    writer = WRITERS[file_format]
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=writer.CONTENT_TYPE)
    elif writer is csv:
        chunks = csv.chunks(participants, columns)
        response = StreamingHttpResponse(chunks, content_type=csv.CONTENT_TYPE)
    else:
        # The response closes it.
        file = TemporaryFile()  # noqa: SIM115
        with DOCUMENT_TURNS.one() if file_format in DOCUMENTS else nullcontext():
            writer.write(participants, file, columns)
        file.seek(0)
        response = FileResponse(file, content_type=writer.CONTENT_TYPE)
        # For `config.caching`, which keeps what it takes work to make.
        response.made_anew = True
    ascii_name, name = file_names(participants, file_format)
    response.headers["Content-Disposition"] = attachment(ascii_name, name)
    return response


def chart_of(participants: ParticipantList, name: str) -> HttpResponse:
    """The table of the list's statistics that is called `name`, as a chart."""
    for table in participants.statistics:
        if table.name == name:
            return chart_response(bars(table.title, table.bars))
    raise Http404(_("No such chart is available."))


def attachment(ascii_name: str, name: str) -> str:
    """The header that makes a browser keep a file under `name`."""
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"


def too_long(request, event: Event, error: TooLong, spreadsheet: str) -> HttpResponse:
    """The sentence that refuses a document, with the file that can be had instead."""
    context = {"event": event, "error": error, "spreadsheet": spreadsheet}
    return render(request, "events/list_too_long.html", context, status=400)
