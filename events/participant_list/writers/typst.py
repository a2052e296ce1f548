"""PDF, set by Typst from the templates in `typst_templates/`.

What people typed goes into a template as data, never as markup: `#import` or `*bold*` in a name
print as they stand. Every machine gives the same pages, because only the fonts inside the typst
wheel are used; they carry Latin, Cyrillic and Greek with the letters of all our states.

This file is also the program that does it. A long table takes hundreds of MiB, which Typst keeps
for its next document; in a process of its own it gives them back.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Literal

import typst

TEMPLATES = Path(__file__).parent / "typst_templates"
MOST_SECONDS = 120

# What cannot be printed: controls other than the line break, and code points that are no letters.
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]+")


class TypesettingError(Exception):
    """A template that Typst does not take; its text is what Typst says."""


def pdf(template: str, data: dict) -> bytes:
    """The document that `template`, the name of a file in `typst_templates/`, makes of `data`.

    `data` holds what JSON can hold: `title`, `language` and `authors` (a list of names) for the
    document as a whole, which `base.typ` declares, and whatever the template shows beside. The
    file is tagged and promises PDF/UA-1, unless it has a letter that no font here can show.
    """
    content = json.dumps(_printable(data), ensure_ascii=False)
    # -P: the modules beside this file are no modules of that program.
    program = [sys.executable, "-P", __file__, str(TEMPLATES / template)]
    done = subprocess.run(
        program, input=content.encode(), capture_output=True, timeout=MOST_SECONDS, check=False
    )
    if done.returncode:
        raise TypesettingError(done.stderr.decode(errors="replace"))
    return done.stdout


def _printable(value):
    """`value` with a space for whatever cannot be printed."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub(" ", value)
    if isinstance(value, dict):
        return {key: _printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return value


# --- The program ----------------------------------------------------------------------------
def main(template: Path) -> None:
    """Set the data of standard input, and write the file to standard output."""
    content = sys.stdin.buffer.read().decode()
    try:
        document = _compile(template, content, "ua-1")
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        # A box stands for the letter, which the standard refuses; a list with one box in it is
        # better than none.
        document = _compile(template, content, "1.7")
    sys.stdout.buffer.write(document)


def _compile(template: Path, content: str, standard: Literal["ua-1", "1.7"]) -> bytes:
    return typst.compile(
        template,
        root=template.parent,
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
        sys_inputs={"data": content},
        pdf_standards=standard,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
