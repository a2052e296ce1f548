"""Opens a PDF: run by `core.isolated`, with the document on standard input.

Imports nothing of ours. The limits come as arguments: rows, columns, cells. The answer is JSON: per
page its size, its words with their places, the cells of its ruled tables and the number of its
pictures; or what is wrong.
"""

import io
import json
import logging
import sys
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

MAX_PAGES = 400


class PagesTooLarge(Exception):
    pass


def main() -> None:
    _rows, _columns, cells = map(int, sys.argv[1:])
    logging.disable()
    answer: dict[str, Any]
    try:
        answer = {"pages": pages_of(sys.stdin.buffer.read(), cells)}
    except PagesTooLarge:
        answer = {"wrong": "large"}
    except (PdfminerException, PDFPasswordIncorrect) as error:
        inner = error.args[0] if error.args else error
        is_locked = isinstance(inner, PDFPasswordIncorrect) or isinstance(
            error, PDFPasswordIncorrect
        )
        answer = {"wrong": "password" if is_locked else "damaged"}
    except Exception:
        answer = {"wrong": "damaged"}
    json.dump(answer, sys.stdout)


def pages_of(content: bytes, most: int) -> list[dict]:
    pages, number = [], 0
    with pdfplumber.open(io.BytesIO(content)) as document:
        if len(document.pages) > MAX_PAGES:
            raise PagesTooLarge
        for page in document.pages:
            if is_drawn_twice(page.chars):
                page = page.dedupe_chars()
            number += len(page.chars)
            if number > 4 * most:
                raise PagesTooLarge
            pages.append(
                {
                    "width": float(page.width),
                    "height": float(page.height),
                    "words": [word_of(word) for word in words_of(page)],
                    "tables": [cells_of(table) for table in page.find_tables()],
                    "pictures": len(page.images),
                }
            )
            page.close()
    return pages


def is_drawn_twice(characters: list[dict]) -> bool:
    """Whether letters are drawn over one another, as some programs make them bold."""
    places = {(c["text"], round(c["x0"]), round(c["top"])) for c in characters}
    return len(places) < 0.95 * len(characters)


def words_of(page) -> list[dict]:
    return page.extract_words(
        x_tolerance_ratio=0.2,
        y_tolerance=2,
        keep_blank_chars=False,
        use_text_flow=False,
        extra_attrs=["fontname", "size"],
        split_at_punctuation=False,
    )


def word_of(word: dict) -> list:
    bold = any(
        name in word["fontname"].lower() for name in ("bold", "black", "heavy", "demi", "-bd")
    )
    places = (round(float(word[name]), 1) for name in ("x0", "x1", "top", "bottom", "size"))
    return [word["text"], *places, bold]


def cells_of(table) -> list[list]:
    """The cells of each row: their places, or None for one that is merged into another."""
    return [
        [None if cell is None else [round(float(side), 1) for side in cell] for cell in row.cells]
        for row in table.rows
    ]


if __name__ == "__main__":
    main()
