"""Says what in a PDF file is not kept here: run by `core.isolated`, the file on standard input.

The answer is JSON: {"wrong": …}, where the value is a key of `core.uploads.PDF_SENTENCES`, or ""
where nothing is wrong. Imports nothing of ours.
"""

import io
import json
import re
import sys

import pikepdf

# Names of PDF as they stand in an object; what they may not be used for comes first.
NAMES = {
    "script": ("JavaScript", "JS", "Launch", "XFA"),
    "attachment": ("EmbeddedFile", "EmbeddedFiles", "FileAttachment", "GoToE"),
    "sends": ("SubmitForm", "ImportData"),
    "media": ("RichMedia", "Movie", "Sound", "Rendition", "3D"),
}
WRONG = {name.encode(): wrong for wrong, names in NAMES.items() for name in names}
NAME = re.compile(rb"/(%s)(?![^\s/\[\]<>(){}%%])" % b"|".join(WRONG))
TEXT = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# What a file without a beginning and an index of its objects lacks: many programs read it all the
# same, from the objects that they find.
RESCUE = b"""
%(catalog)d 0 obj\n<< /Type /Catalog /Pages %(pages)d 0 R >>\nendobj
%(pages)d 0 obj\n<< /Type /Pages /Kids [%(page)d 0 R] /Count 1 >>\nendobj
%(page)d 0 obj\n<< /Type /Page /Parent %(pages)d 0 R /MediaBox [0 0 9 9] >>\nendobj
trailer\n<< /Root %(catalog)d 0 R /Size %(size)d >>\nstartxref\n0\n%%%%EOF
"""
OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,7}) +[0-9]{1,5} +obj")


def main() -> None:
    json.dump({"wrong": wrong_with(sys.stdin.buffer.read())}, sys.stdout)


def wrong_with(content: bytes) -> str:
    try:
        pdf = opened(content)
        if pdf.is_encrypted:
            return "encrypted"
        found = {WRONG[name] for part in parts(pdf) for name in NAME.findall(part)}
    except pikepdf.PasswordError:
        return "encrypted"
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, MemoryError, RecursionError):
        return "damaged"
    return next((wrong for wrong in NAMES if wrong in found), "")


def opened(content: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise
    except pikepdf.PdfError:
        numbers = [int(number) for number in OBJECT.findall(content)]
        if not numbers:
            raise
        free = max(numbers) + 1
        rescue = {b"catalog": free, b"pages": free + 1, b"page": free + 2, b"size": free + 3}
        return pikepdf.open(io.BytesIO(content + RESCUE % rescue), suppress_warnings=True)


def parts(pdf: pikepdf.Pdf):
    """Each object as bytes without its texts; the names in it are written in one way alone."""
    yield TEXT.sub(b"", pdf.trailer.unparse(resolved=True))
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Stream):
            yield TEXT.sub(b"", each.unparse(resolved=True))
            continue
        yield TEXT.sub(b"", each.stream_dict.unparse(resolved=True))
        if each.stream_dict.get("/Type") == "/ObjStm":
            # Objects that are packed together, those too that the file's own index leaves out.
            try:
                packed = each.read_bytes()
            except pikepdf.PdfError:
                # Packed in a way that no program reads.
                continue
            yield ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), packed)


if __name__ == "__main__":
    main()
