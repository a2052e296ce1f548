"""What may be uploaded: a file is what its name says, holds no program, and is not too large."""

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.containers import BEGINNING, Container, ContainerError, OversizedContainer
from core.isolated import NoAnswer, run_isolated
from core.virus_scan import NotScanned, virus_in

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": f"{_OPEN}.text",
    "ods": f"{_OPEN}.spreadsheet",
    "odp": f"{_OPEN}.presentation",
    "csv": "text/csv",
    "txt": "text/plain",
}

# A small file must not unpack to fill the memory, here or on a reader's machine: an office file may
# hold a hundred slides and their pictures.
_MOST_PARTS, _MOST_IN_ALL = 10_000, 2**30
_MARKUP = re.compile(rb"\s*<[!?a-z]", re.IGNORECASE)
# A PDF of 50 MB with 200,000 objects takes 4 seconds of one processor and a quarter of this memory.
_PDF_SECONDS, _PDF_MEMORY = 20, 2**30
_PDF_PROGRAM = Path(__file__).parent / "isolated" / "pdf.py"
_RUNS_SOMETHING = gettext_lazy(
    "“%(name)s” holds a macro or script. Save it without, and choose it again."
)
_NOT_READABLE = gettext_lazy(
    "“%(name)s” cannot be read: it is damaged, was cut off on its way, or would be too large "
    "unpacked. Open it, print it to a new PDF, and choose that."
)
# By what the program finds.
_PDF_SENTENCES = {
    "script": _RUNS_SOMETHING,
    "attachment": gettext_lazy(
        "“%(name)s” has other files inside. Take them out, or print it to a new PDF, and choose "
        "that."
    ),
    "sends": gettext_lazy(
        "“%(name)s” holds a form that sends what is typed into it elsewhere. Print it to a new "
        "PDF, and choose that."
    ),
    "media": gettext_lazy(
        "“%(name)s” plays sound, film or models in space. Print it to a new PDF, and choose that."
    ),
    "encrypted": gettext_lazy(
        "“%(name)s” is encrypted. Save it without a password and without restrictions, and choose "
        "it again."
    ),
    "damaged": _NOT_READABLE,
}

security = logging.getLogger("register.security")


class _Refused(Exception):
    """A file that is not taken; its argument is the sentence that says why."""


def upload_help() -> str:
    """The sentence at the field: what is taken."""
    return _("%(kinds)s; at most %(size)s, without macros or scripts.") % {
        "kinds": ", ".join(kind.upper() for kind in CONTENT_TYPES),
        "size": filesizeformat(settings.DOCUMENT_MAX_BYTES),
    }


def content_type_of(name: str) -> str:
    """The type of a file by its name; of no known kind, it is bytes."""
    return CONTENT_TYPES.get(_kind_of(name), "application/octet-stream")


def check_upload(file) -> None:
    """Refuse a file that has just been uploaded and is not what the register keeps.

    A file that is kept already is not read again whenever its document is saved.
    """
    if getattr(file, "_committed", True):
        return
    kind, name = _kind_of(file.name), Path(file.name).name[-60:]
    try:
        if kind not in CONTENT_TYPES:
            raise _Refused(
                _("“%(name)s” is of a kind that is not kept here. Take one of: %(kinds)s.")
            )
        if file.size > settings.DOCUMENT_MAX_BYTES:
            raise _Refused(
                _("“%(name)s” has %(size)s; at most %(limit)s are kept. Make it smaller.")
            )
        # Left open and at its beginning, for the storage to read.
        file.file.seek(0)
        _check(file.file, kind)
        file.file.seek(0)
        _refuse_virus(file.file)
        file.file.seek(0)
    except _Refused as refused:
        security.warning("An upload was refused", extra={"event": "upload_refused", "kind": kind})
        raise ValidationError(
            str(refused),
            params={
                "name": name,
                "kind": kind.upper(),
                "kinds": ", ".join(known.upper() for known in CONTENT_TYPES),
                "size": filesizeformat(file.size),
                "limit": filesizeformat(settings.DOCUMENT_MAX_BYTES),
            },
        ) from refused


def _check(content: BinaryIO, kind: str) -> None:
    try:
        _CHECKS[kind](content, kind)
    except OversizedContainer as error:
        raise _Refused(
            _("“%(name)s” has too many parts, or would be too large unpacked. Make it smaller.")
        ) from error
    except ContainerError as error:
        raise _not_what_it_says() from error


def _refuse_virus(content: BinaryIO) -> None:
    try:
        virus = virus_in(content)
    except NotScanned as error:
        security.error("The virus scanner gave no answer: %s", error, extra={"event": "no_scan"})
        raise _Refused(
            _("“%(name)s” was not taken: the virus scanner gives no answer. Try again later.")
        ) from error
    if virus:
        raise _Refused(_("“%(name)s” holds a virus. It was not taken."))


def _kind_of(name: str) -> str:
    return Path(name).suffix.removeprefix(".").lower()


def _not_what_it_says() -> _Refused:
    return _Refused(
        _(
            "“%(name)s” is not a %(kind)s file, whatever its name says. Open it in the program "
            "that it was made with, save it as %(kind)s, and choose it again."
        )
    )


def _runs_something() -> _Refused:
    return _Refused(_RUNS_SOMETHING)


# --- PDF ------------------------------------------------------------------------------------
def _check_pdf(content: BinaryIO, kind: str) -> None:
    octets = content.read()
    if not octets.startswith(b"%PDF-"):
        raise _not_what_it_says()
    try:
        wrong = run_isolated(_PDF_PROGRAM, octets, memory=_PDF_MEMORY, seconds=_PDF_SECONDS)
    except NoAnswer as error:
        raise _Refused(_NOT_READABLE) from error
    if wrong["wrong"]:
        raise _Refused(_PDF_SENTENCES[wrong["wrong"]])


# --- Office files, which are archives -------------------------------------------------------
def _check_office(content: BinaryIO, kind: str) -> None:
    container = _container(content)
    declared = container.read("[Content_Types].xml")
    if f"{CONTENT_TYPES[kind]}.main+xml".encode() not in declared:
        raise _not_what_it_says()
    if container.loads_from_elsewhere():
        raise _Refused(
            _(
                "“%(name)s” loads a template or an object from another server when it is opened. "
                "Detach the template, break the links, and choose it again."
            )
        )


def _check_open_document(content: BinaryIO, kind: str) -> None:
    if _container(content).read("mimetype").strip() != CONTENT_TYPES[kind].encode():
        raise _not_what_it_says()


def _container(content: BinaryIO) -> Container:
    if content.read(4) != BEGINNING:
        raise _not_what_it_says()
    container = Container(content, most_parts=_MOST_PARTS, most_unpacked=_MOST_IN_ALL)
    if container.runs_something():
        raise _runs_something()
    return container


# --- Text -----------------------------------------------------------------------------------
def _check_text(content: BinaryIO, kind: str) -> None:
    octets = content.read()
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        octets = octets.decode("utf-16", errors="replace").encode()
    octets = octets.removeprefix(b"\xef\xbb\xbf")
    # A program, picture or archive has bytes that no text has; a web page begins with a tag.
    if b"\0" in octets or octets.startswith(b"%PDF-") or _MARKUP.match(octets):
        raise _not_what_it_says()


_CHECKS: dict[str, Callable[[BinaryIO, str], None]] = {
    "pdf": _check_pdf,
    **dict.fromkeys(["docx", "xlsx", "pptx"], _check_office),
    **dict.fromkeys(["odt", "ods", "odp"], _check_open_document),
    **dict.fromkeys(["csv", "txt"], _check_text),
}
