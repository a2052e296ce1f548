"""What an uploaded file may not hold, and how long a hostile one may take."""

import io
import socket
import struct
import threading
import time
import zipfile

import pikepdf
import pytest
import typst
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from core import uploads
from core.isolated import NoAnswer, run_isolated
from core.uploads import check_upload

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
AGENDA = typst.compile(b"= Agenda\nOpening /JS (x)")
# Seconds, of a machine that does other things too.
SOON = 25


def refusal(name: str, content: bytes) -> str:
    """The sentence that refuses a file; empty where it is kept."""
    file = SimpleUploadedFile(name, content)
    file._committed = False
    try:
        check_upload(file)
    except ValidationError as error:
        [sentence] = error.messages
        return sentence
    return ""


def pdf(change=lambda made: None, **saved) -> bytes:
    """A PDF of one page after `change`."""
    with pikepdf.new() as made:
        made.add_blank_page()
        change(made)
        file = io.BytesIO()
        made.save(file, **saved)
    return file.getvalue()


def action(**keys) -> bytes:
    def change(made):
        made.Root.OpenAction = Dictionary(keys)

    return pdf(change)


# --- PDF ------------------------------------------------------------------------------------
def attached(made):
    made.attachments["list.txt"] = b"names"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (action(**{"/S": Name.JavaScript, "/JS": String("app.alert(1)")}), "macro or script"),
        (action(**{"/S": Name.Launch, "/F": String("cmd.exe")}), "macro or script"),
        (action(**{"/S": Name.SubmitForm}), "a form that sends"),
        (action(**{"/S": Name.ImportData}), "a form that sends"),
        (action(**{"/Subtype": Name.RichMedia}), "plays sound, film"),
        (pdf(attached), "other files inside"),
        (pdf(encryption=pikepdf.Encryption(user="", owner="x")), "is encrypted"),
        (pdf(encryption=pikepdf.Encryption(user="x", owner="x")), "is encrypted"),
        (b"%PDF-1.7\nnothing that follows", "cannot be read"),
    ],
    ids=[
        "JavaScript",
        "Launch",
        "SubmitForm",
        "ImportData",
        "RichMedia",
        "files",
        "encrypted",
        "password",
        "damaged",
    ],
)
def test_a_pdf_that_does_more_than_show_pages_is_refused(content, sentence):
    assert sentence in refusal("a.pdf", content)


def test_what_is_packed_in_an_object_stream_is_found():
    def change(made):
        made.Root.OpenAction = made.make_indirect(Dictionary(S=Name.Launch, F=String("cmd.exe")))

    packed = pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    assert b"/Launch" not in packed
    assert "macro or script" in refusal("a.pdf", packed)


def test_what_the_index_of_the_file_leaves_out_is_found_too():
    def change(made):
        hidden = b"99 0 << /S /J#61vaScript /JS (app.alert\\(1\\)) >>"
        made.Root.Hidden = made.make_stream(hidden, Type=Name.ObjStm, N=1, First=5)

    packed = pdf(change, compress_streams=True)

    assert b"/JS" not in packed
    assert "macro or script" in refusal("a.pdf", packed)


def test_words_of_a_text_are_no_script():
    def change(made):
        made.Root.Lang = String("see /JS and (/Launch)")

    assert refusal("a.pdf", pdf(change)) == ""
    assert refusal("a.pdf", AGENDA) == ""


def many_objects(made):
    made.Root.Many = Array([made.make_indirect(Dictionary(A=at)) for at in range(50_000)])


def bomb(made):
    made.Root.Bomb = made.make_stream(b" " * 400_000_000, Type=Name.ObjStm, N=0, First=0)


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"stream\n" * 30_000,
        b"%PDF-1.7\n" + b"1 0 obj << >> stream\n" * 10_000,
        b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000,
        b"%PDF-1.7\n1 0 obj\n" + b"<< /A " * 40_000 + b"\ntrailer << /Root 1 0 R >>",
        b"%PDF-1.7\nxref\n0 2000000000\ntrailer << /Size 2000000000 >>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\n1 0 obj\n<< /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF" * 1_000,
        AGENDA.replace(b"endobj", b"endob"),
        pdf(many_objects),
        pdf(bomb, compress_streams=True),
    ],
    ids=[
        "streams",
        "ends",
        "arrays",
        "dictionaries",
        "index",
        "circle",
        "cut-objects",
        "many-objects",
        "bomb",
    ],
)
def test_a_hostile_pdf_is_answered_soon(content):
    begun = time.monotonic()

    refusal("a.pdf", content)

    assert time.monotonic() - begun < SOON


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(cut=st.integers(0, len(AGENDA)), at=st.integers(0, len(AGENDA)), put=st.binary(max_size=60))
@example(cut=len(AGENDA) // 2, at=0, put=b"")
@example(cut=len(AGENDA), at=30, put=b"\xff" * 40)
def test_a_pdf_that_was_cut_or_changed_is_kept_or_refused_with_a_sentence(cut, at, put):
    changed = (AGENDA[:at] + put + AGENDA[at + len(put) :])[:cut]

    assert refusal("a.pdf", changed) in ("", *SENTENCES)


SENTENCES = [str(sentence) % {"name": "a.pdf"} for sentence in uploads._PDF_SENTENCES.values()] + [
    str(uploads._not_what_it_says()) % {"name": "a.pdf", "kind": "PDF"}
]


# --- The process of its own -------------------------------------------------------------------
@pytest.mark.parametrize(
    "program",
    [
        "while True: pass",
        "x = bytes(2**30)",
        "import os; os.abort()",
        "import time; time.sleep(60)",
        "with open('{folder}/left', 'w') as file: file.write('x')",
    ],
    ids=["for ever", "memory", "crash", "asleep", "file"],
)
def test_a_process_that_breaks_its_limits_gives_no_answer(tmp_path, program):
    path = tmp_path / "program.py"
    path.write_text(program.format(folder=tmp_path) + "\nprint('[]')")

    with pytest.raises(NoAnswer):
        run_isolated(path, b"", memory=2**29, seconds=1)


def test_a_process_knows_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    path = tmp_path / "program.py"
    path.write_text("import json, os; print(json.dumps('SECRET_KEY' in os.environ))")

    assert run_isolated(path, b"") is False


# --- Templates from elsewhere -------------------------------------------------------------------
def docx(target: str, kind: str = "attachedTemplate", extra: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(
            "[Content_Types].xml",
            '<Types><Override ContentType="application/vnd.openxmlformats-officedocument'
            '.wordprocessingml.document.main+xml"/></Types>',
        )
        made.writestr(
            "word/_rels/settings.xml.rels",
            f'{extra}<Relationships><Relationship Id="a" Type="{RELATIONS}/{kind}" '
            f'Target="{target}" TargetMode="External"/></Relationships>',
        )
    return file.getvalue()


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("https://example.org/a.dotm", "attachedTemplate"),
        ("HTTP://example.org/a.dotm", "attachedTemplate"),
        ("\\\\server\\share\\a.dotm", "attachedTemplate"),
        ("file://server/share/a.dotm", "attachedTemplate"),
        ("file:///\\\\server\\a.dotm", "attachedTemplate"),
        ("mhtml:https://example.org/a!x", "oleObject"),
        ("https://example.org/a.html", "frame"),
    ],
)
def test_a_document_that_fetches_its_template_is_refused(target, kind):
    assert "loads a template" in refusal("a.docx", docx(target, kind))


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("file:///C:\\Templates\\Letter.dotx", "attachedTemplate"),
        ("Normal.dotm", "attachedTemplate"),
        ("https://example.org/", "hyperlink"),
    ],
)
def test_a_template_of_the_writers_own_disk_and_links_are_kept(target, kind):
    assert refusal("a.docx", docx(target, kind)) == ""


def test_a_document_that_declares_entities_is_refused():
    entities = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'

    assert "whatever its name says" in refusal("a.docx", docx("x", extra=entities))


# --- The virus scanner --------------------------------------------------------------------------
@pytest.fixture
def clamd(settings):
    """A daemon that answers as ClamAV does, and what it was sent."""
    server = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    got = []

    def serve():
        with server, server.accept()[0] as asked, asked.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!L", stream.read(4))[0]:
                content += stream.read(size)
            got.append(content)
            found = "Eicar-Signature FOUND" if b"EICAR" in content else "OK"
            asked.sendall(f"stream: {found}\0".encode())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield got
    thread.join(5)


def test_a_clean_file_is_kept_after_it_was_scanned(clamd):
    content = b"state\n" * 50_000

    assert refusal("a.csv", content) == ""
    assert clamd == [content]


def test_a_file_with_a_virus_is_refused(clamd):
    assert refusal("a.csv", b"EICAR") == "“a.csv” holds a virus. It was not taken."


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.ctl"])
def test_no_file_is_taken_while_the_scanner_is_away(settings, address):
    settings.CLAMD_URL = address

    assert "the virus scanner gives no answer" in refusal("a.csv", b"state")
