"""Files that are zip archives, as office programs write them: opened within limits.

Nothing is unpacked beyond the limits, whatever the archive says of itself, and what a program
might run is found by its name. Documents and participant lists are checked here alike.
"""

import re
import struct
import zlib
from typing import BinaryIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

BEGINNING = b"PK\x03\x04"

# A packed sheet of twenty thousand like rows is a fiftieth of its size; a bomb is a thousandth.
_MOST_RATIO = 200
_SMALL = 5 * 2**20
_LOCAL_HEADER = struct.Struct("<4s22xHH")
# Macros, and programs packed into an office file. An ODF file has its two lists of Basic macros
# without any, too.
_RUNS = re.compile(
    r".*(vbaproject|vbadata).*"
    r"|(.*/)?(macrosheets|dialogsheets|activex)/.*"
    r"|basic/.+(?<!/script-lb)(?<!/script-lc)\.xml|scripts/.+"
    r"|.*\.(exe|dll|com|scr|bat|cmd|ps1|vbs|js|jar|hta|sh)",
    re.IGNORECASE,
)
# What an office program fetches as soon as it opens the file, by the end of the relation's name;
# links and pictures are not among them. A template on a disk of the writer's own is fetched by
# nobody else.
_FETCHED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument")
_OWN_DISK = re.compile(r"(file:/{0,3})?[a-z]:[\\/]|(?![a-z][\w+.-]*:|[\\/]{2})", re.IGNORECASE)
_RELATIONS = re.compile(r"(.*/)?_rels/.*\.rels", re.IGNORECASE)
_MOST_RELATIONS = 8 * 2**20


class ContainerError(Exception):
    """An archive that is not opened."""


class DamagedContainer(ContainerError):
    """It is no zip archive, or not one that every reader would read alike."""


class EncryptedContainer(ContainerError):
    """It wants a password."""


class OversizedContainer(ContainerError):
    """It has too many parts, or would be too large unpacked."""


class Container:
    """An archive whose parts can be read: `names` are theirs.

    Raises `ContainerError` where it is made and where a part is read.
    """

    def __init__(self, file: BinaryIO, *, most_parts: int, most_unpacked: int):
        """`most_unpacked` is a number of bytes, of all parts together."""
        self._file, self._left = file, most_unpacked
        try:
            with ZipFile(file) as archive:
                entries = archive.infolist()
        except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise DamagedContainer from error
        if len(entries) > most_parts or sum(entry.file_size for entry in entries) > most_unpacked:
            raise OversizedContainer
        self._entries = {entry.filename: entry for entry in entries}
        if len(self._entries) < len(entries):
            raise DamagedContainer
        if any(entry.flag_bits & 1 for entry in entries):
            raise EncryptedContainer

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def runs_something(self) -> bool:
        """Whether it holds macros or other programs."""
        if any(map(_RUNS.fullmatch, self._entries)):
            return True
        return b"macroEnabled" in self.read("[Content_Types].xml")

    def loads_from_elsewhere(self) -> bool:
        """Whether an office program would fetch a template or object from a server for it."""
        left, found = _MOST_RELATIONS, False

        def look(_tag: str, attributes: dict[str, str]) -> None:
            nonlocal found
            found = found or (
                attributes.get("TargetMode", "").lower() == "external"
                and attributes.get("Type", "").endswith(_FETCHED)
                and not _OWN_DISK.match(attributes.get("Target", "").strip())
            )

        for name in filter(_RELATIONS.fullmatch, self._entries):
            part = self.read(name, left)
            left -= len(part)
            parser = expat.ParserCreate()
            parser.StartElementHandler = look
            parser.StartDoctypeDeclHandler = _refuse_entities
            try:
                parser.Parse(part, True)
            except expat.ExpatError as error:
                raise DamagedContainer from error
        return found

    def read(self, name: str, most: int = 16 * 2**20) -> bytes:
        """The part called `name`, unpacked to `most` bytes at most; empty where there is none."""
        if name not in self._entries:
            return b""
        part = self._unpacked(self._entries[name], min(most, self._left))
        self._left -= len(part)
        return part

    def _unpacked(self, entry: ZipInfo, most: int) -> bytes:
        self._file.seek(entry.header_offset)
        header = self._file.read(_LOCAL_HEADER.size)
        if len(header) < _LOCAL_HEADER.size or not header.startswith(BEGINNING):
            raise DamagedContainer
        _signature, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        self._file.seek(name_length + extra_length, 1)
        packed = self._file.read(entry.compress_size)
        if entry.compress_type == ZIP_STORED:
            part = packed
        elif entry.compress_type == ZIP_DEFLATED:
            unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                part = unpacking.decompress(packed, most + 1)
            except zlib.error as error:
                raise DamagedContainer from error
            if len(part) <= most and not unpacking.eof:
                raise DamagedContainer
        else:
            raise DamagedContainer
        if len(part) > most or len(part) > max(_SMALL, _MOST_RATIO * len(packed)):
            raise OversizedContainer
        if len(part) != entry.file_size or zlib.crc32(part) != entry.CRC:
            raise DamagedContainer
        return part


def _refuse_entities(*_declared) -> None:
    # No office program declares its own, which could be nested without end.
    raise DamagedContainer
