"""What a file is, by what it holds rather than by its name; what is no table is refused."""

import enum
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

from django.utils.translation import gettext as _

from core.containers import (
    BEGINNING,
    Container,
    DamagedContainer,
    EncryptedContainer,
    OversizedContainer,
)
from events.participant_list.errors import UnreadableFile


class FileKind(enum.Enum):
    """A kind of file that lists are read from; the value is its name for people."""

    XLSX = "XLSX"
    XLS = "XLS"
    ODS = "ODS"
    CSV = "CSV"
    DOCX = "DOCX"
    PDF = "PDF"


_NAMED = {
    ".xlsx": FileKind.XLSX,
    ".xlsm": FileKind.XLSX,
    ".xls": FileKind.XLS,
    ".ods": FileKind.ODS,
    ".csv": FileKind.CSV,
    ".tsv": FileKind.CSV,
    ".txt": FileKind.CSV,
    ".docx": FileKind.DOCX,
    ".docm": FileKind.DOCX,
    ".pdf": FileKind.PDF,
}
MAX_UNPACKED = 100 * 2**20
MAX_PARTS = 2_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RICH_TEXT = b"{\\rtf"
# Files that begin so are pictures or archives.
_OTHERS = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"),
    *(b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"),
)
# An entry of a compound file's directory: 128 bytes, its name first, in UTF-16.
_OLE_ENTRY = 128
_MARKUP = re.compile(rb"\s*<(!doctype|html|head|body|table|meta|\?xml|!--|[a-z]+:)", re.IGNORECASE)


def kind_of(content: bytes, name: str) -> FileKind:
    """What `content` is; raises where it is nothing to read, or not what its name says."""
    if not content.strip():
        raise UnreadableFile(
            _("The file is empty. Ask the sender for it again, or choose another one.")
        )
    kind = _kind(content)
    named = _NAMED.get(PurePath(name.lower()).suffix)
    if named not in (kind, None) and kind in (FileKind.DOCX, FileKind.PDF):
        raise UnreadableFile(
            _(
                "By its name the file is %(named)s, but it holds %(kind)s. Check that it is the "
                "right list, give its name the ending .%(ending)s, and choose it again."
            )
            % {"named": named.value, "kind": kind.value, "ending": kind.value.lower()}
        )
    if named not in (kind, None):
        raise UnreadableFile(
            _(
                "By its name the file is %(named)s, but it holds %(kind)s. Open it in a "
                "spreadsheet program, check that the list is right, and save it as XLSX."
            )
            % {"named": named.value, "kind": kind.value}
        )
    return kind


def _kind(content: bytes) -> FileKind:
    if content.startswith(BEGINNING):
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    if b"%PDF-" in content[:1024]:
        return FileKind.PDF
    if content.startswith(_RICH_TEXT):
        raise _document("RTF")
    if content.startswith(_OTHERS):
        raise UnreadableFile(
            _(
                "This is a picture or an archive, not a list. Send the list itself as XLSX, XLS, "
                "ODS or CSV."
            )
        )
    beginning = content[:2_000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _MARKUP.match(beginning):
        raise UnreadableFile(
            _(
                "This is a web page or XML, whatever its name says. Open it in a spreadsheet "
                "program, check that the list is right, and save it as XLSX."
            )
        )
    return FileKind.CSV


def _kind_of_zip(content: bytes) -> FileKind:
    with opened(content) as container:
        names, mimetype = container.names, container.read("mimetype")[:100]
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if b"opendocument.spreadsheet" in mimetype:
        return FileKind.ODS
    if "word/document.xml" in names:
        return FileKind.DOCX
    if b"opendocument.text" in mimetype:
        raise _document("ODT")
    if "xl/workbook.bin" in names:
        raise UnreadableFile(
            _(
                "This is a binary workbook (XLSB). Open it in a spreadsheet program and save it as "
                "XLSX."
            )
        )
    raise UnreadableFile(
        _(
            "This is an archive or a document of another kind, not a list. Send the list itself as "
            "XLSX, XLS, ODS or CSV."
        )
    )


@contextmanager
def opened(content: bytes) -> Iterator[Container]:
    """The parts of a packed workbook; what is wrong with them is said in a sentence."""
    try:
        yield Container(io.BytesIO(content), most_parts=MAX_PARTS, most_unpacked=MAX_UNPACKED)
    except OversizedContainer as error:
        raise UnreadableFile(
            _(
                "Unpacked, the workbook would be larger than %(megabytes)d MB, or far larger than "
                "it is. It is not opened. Copy the list into a new workbook and save it as XLSX."
            )
            % {"megabytes": MAX_UNPACKED // 2**20}
        ) from error
    except EncryptedContainer as error:
        raise encrypted() from error
    except DamagedContainer as error:
        raise damaged() from error


def _kind_of_ole(content: bytes) -> FileKind:
    if _has_entry(content, "EncryptedPackage"):
        raise encrypted()
    if _has_entry(content, "WordDocument"):
        raise _document("DOC")
    if _has_entry(content, "_VBA_PROJECT_CUR") or _has_entry(content, "_VBA_PROJECT"):
        raise macros()
    return FileKind.XLS


def _has_entry(content: bytes, name: str) -> bool:
    """Whether a compound file has a stream or storage of this name."""
    # With its end: "WordDocument" is not the beginning of another name.
    encoded = f"{name}\0".encode("utf-16-le")
    at = content.find(encoded)
    while at != -1 and at % _OLE_ENTRY:
        at = content.find(encoded, at + 1)
    return at != -1


def damaged() -> UnreadableFile:
    """The error for a file that cannot be opened."""
    return UnreadableFile(
        _(
            "The file cannot be opened: it is damaged or was cut off on its way. Ask the sender "
            "for it again, or open it in the program that made it and save it as a new file."
        )
    )


def encrypted() -> UnreadableFile:
    """The error for a file that wants a password."""
    return UnreadableFile(
        _(
            "The file is protected by a password. Open it with the password and save it without "
            "one, as XLSX."
        )
    )


def macros() -> UnreadableFile:
    """The error for a file with programs in it."""
    return UnreadableFile(
        _(
            "The workbook holds macros, which are not accepted. Save it as XLSX, which has none, "
            "and send that."
        )
    )


def _document(kind: str) -> UnreadableFile:
    return UnreadableFile(
        _(
            "This is a document in an older format (%(kind)s), which is not read. Open it in Word "
            "or LibreOffice and save it as DOCX or PDF, or ask the sender for the list as a table "
            "(XLSX, XLS, ODS or CSV)."
        )
        % {"kind": kind}
    )
