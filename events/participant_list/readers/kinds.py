"""What a file is, by what it holds rather than by its name; what is no table is refused."""

import enum
import io
import re
import zipfile
from pathlib import PurePath

from django.utils.translation import gettext as _

from events.participant_list.errors import UnreadableFile


class Kind(enum.Enum):
    """A kind of file that lists are read from; the value is its name for people."""

    XLSX = "XLSX"
    XLS = "XLS"
    ODS = "ODS"
    CSV = "CSV"
    DOCX = "DOCX"
    PDF = "PDF"


_NAMED = {
    ".xlsx": Kind.XLSX,
    ".xlsm": Kind.XLSX,
    ".xls": Kind.XLS,
    ".ods": Kind.ODS,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".txt": Kind.CSV,
    ".docx": Kind.DOCX,
    ".docm": Kind.DOCX,
    ".pdf": Kind.PDF,
}
_ZIP = b"PK\x03\x04"
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


def kind_of(content: bytes, name: str) -> Kind:
    """What `content` is; raises where it is nothing to read, or not what its name says."""
    if not content.strip():
        raise UnreadableFile(
            _("The file is empty. Ask the sender for it again, or choose another one.")
        )
    kind = _kind(content)
    named = _NAMED.get(PurePath(name.lower()).suffix)
    if named not in (kind, None) and kind in (Kind.DOCX, Kind.PDF):
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


def _kind(content: bytes) -> Kind:
    if content.startswith(_ZIP):
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    if b"%PDF-" in content[:1024]:
        return Kind.PDF
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
    return Kind.CSV


def _kind_of_zip(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise damaged() from error
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if b"opendocument.spreadsheet" in mimetype:
        return Kind.ODS
    if "word/document.xml" in names:
        return Kind.DOCX
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


def _kind_of_ole(content: bytes) -> Kind:
    if _has_entry(content, "EncryptedPackage"):
        raise encrypted()
    if _has_entry(content, "WordDocument"):
        raise _document("DOC")
    if _has_entry(content, "_VBA_PROJECT_CUR") or _has_entry(content, "_VBA_PROJECT"):
        raise macros()
    return Kind.XLS


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
            "for it again, or open it in a spreadsheet program and save it as a new XLSX."
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
