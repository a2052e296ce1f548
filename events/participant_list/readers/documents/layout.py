"""From words with their places on pages to lines and tables in reading order.

What stands at the same height on several pages is left out; gutters between columns are found
before the lines are made; a ruled table is read by its cells, one without rules by the places of
its header.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import cast

from events.participant_list.readers.documents.items import Item, TableBlock, line
from events.participant_list.readers.headers import is_header_row
from events.participant_list.readers.names import begins_with_title, surely_a_name

# Words nearer than this part of their size are of one segment; a gutter is wider.
_SPACE = 0.9
# What stands further apart on one line is divided by a tab.
_TAB = 1.8
_ONE_LINE = 0.5


@dataclass(frozen=True, slots=True)
class PlacedWord:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass(slots=True)
class Segment:
    """Words beside each other on one line."""

    words: list[PlacedWord] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)


Row = list[Segment]


@dataclass(slots=True)
class Ruled:
    """A table with rules: its rows of text, and where it stands."""

    top: float
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where text can stand on a page: the gutter between two columns, the edge on the right; and
    the usual size of letters."""

    gutter: float | None
    edge: float
    body: float


def items_of(pages: Sequence[dict]) -> list[Item]:
    """Lines and tables in reading order."""
    made = []
    for page in pages:
        words = [PlacedWord(*word) for word in page["words"]]
        tables, rest = _ruled_tables(page["tables"], words)
        made.append((page, _rows(rest), tables))
    running = _running([(page, rows) for page, rows, _tables in made])
    sizes = [segment.size for _page, rows, _tables in made for row in rows for segment in row]
    body = median(sizes) if sizes else 10
    items: list[Item] = []
    pages_rows = []
    for page, rows, tables in made:
        kept = [
            row
            for row in rows
            if not _near_edge(row, page["height"])
            or not (_key(row) in running or _is_page_number(row))
        ]
        pages_rows.append((page, kept, tables))
    gutter = _gutter([(page["width"], rows) for page, rows, _tables in pages_rows])
    header: list[Segment] | None = None
    for page, rows, tables in pages_rows:
        left = min((segment.x0 for row in rows for segment in row), default=0)
        header = _read_page(items, rows, tables, Frame(gutter, page["width"] - left, body), header)
    return _joined_over_pages(items)


# --- Words to rows ----------------------------------------------------------------------------
def _rows(words: Sequence[PlacedWord]) -> list[Row]:
    """The words on each height, as segments from left to right."""
    rows: list[list[PlacedWord]] = []
    for word in sorted(words, key=lambda word: ((word.top + word.bottom) / 2, word.x0)):
        middle = (word.top + word.bottom) / 2
        if rows:
            last = rows[-1]
            at = sum((each.top + each.bottom) / 2 for each in last) / len(last)
            if middle - at < _ONE_LINE * min(word.size, last[-1].size):
                last.append(word)
                continue
        rows.append([word])
    return [_segments(sorted(row, key=lambda word: word.x0)) for row in rows]


def _segments(words: Sequence[PlacedWord]) -> Row:
    segments: Row = []
    for word in words:
        if segments and word.x0 - segments[-1].x1 < _SPACE * word.size:
            segments[-1].words.append(word)
        else:
            segments.append(Segment([word]))
    return segments


def _key(row: Row) -> str:
    return re.sub(r"\d+", "#", " ".join(segment.text for segment in row))


def _is_page_number(row: Row) -> bool:
    return (
        re.fullmatch(
            r"\W*((page|стр\w*|страница|seite|p)\.?)?\W*\d{1,4}\W*((of|из|von|de|/)\W*\d{1,4})?\W*",
            " ".join(segment.text for segment in row).casefold(),
        )
        is not None
    )


def _near_edge(row: Row, height: float) -> bool:
    return row[0].top < 0.15 * height or row[0].bottom > 0.85 * height


def _running(pages: list[tuple[dict, list[Row]]]) -> set[str]:
    """The texts that stand apart at the same height on nearly all pages: titles, numbers."""
    if len(pages) < 2:
        return set()
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, (page, rows) in enumerate(pages):
        for row in _standing_apart(rows):
            if _near_edge(row, page["height"]):
                seen[_key(row), round(row[0].top / 4)].add(number)
    keys: dict[str, set[int]] = defaultdict(set)
    for (key, _height), numbers in seen.items():
        if len(numbers) > 1:
            keys[key] |= numbers
    needed = max(2, len(pages) - 1 if len(pages) < 5 else 0.75 * len(pages))
    return {key for key, numbers in keys.items() if len(numbers) >= needed}


def _standing_apart(rows: list[Row]) -> list[Row]:
    """The rows at the top and at the bottom with more than the usual space to the others."""
    steps = [lower[0].top - upper[0].top for upper, lower in pairwise(rows)]
    if not steps:
        return rows
    wide = 1.2 * median(steps)
    first = next((at for at, step in enumerate(steps[:4]) if step > wide), -1)
    last = next((at for at, step in enumerate(reversed(steps[-4:])) if step > wide), -1)
    return [*rows[: first + 1], *rows[len(rows) - 1 - last :]]


# --- Ruled tables -----------------------------------------------------------------------------
def _ruled_tables(
    tables: list[list], words: list[PlacedWord]
) -> tuple[list[Ruled], list[PlacedWord]]:
    """The tables with rules of a page, and the words outside of them."""
    found, taken = [], set()
    for cells in tables:
        width = max(map(len, cells), default=0)
        if width < 2 or len(cells) < 2:
            continue
        rows, inside_it = [], set()
        for row in cells:
            texts = []
            for cell in row:
                if cell is None:
                    texts.append("")
                    continue
                inside = [at for at, word in enumerate(words) if _is_inside(word, cell)]
                inside_it |= set(inside)
                texts.append(_text_of_cell([words[at] for at in inside], cell))
            rows.append(texts + [""] * (width - len(texts)))
        rows = [row for row in rows if any(row)]
        if len(rows) < 2 or sum(any(row[1:]) for row in rows) < 2:
            continue
        taken |= inside_it
        top = min(cell[1] for row in cells for cell in row if cell)
        found.append(Ruled(top, rows))
    return found, [word for at, word in enumerate(words) if at not in taken]


def _is_inside(word: PlacedWord, cell: list[float]) -> bool:
    left, top, right, bottom = cell
    across, down = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return left <= across <= right and top <= down <= bottom


def _text_of_cell(words: list[PlacedWord], cell: list[float]) -> str:
    """The text of a cell: a line that is full goes on in the next, one that is not ends there."""
    text, before = "", None
    for row in _rows(words):
        line = " ".join(segment.text for segment in row)
        if before is None:
            text = line
        else:
            first = row[0].words[0]
            room = cell[2] - before.x1
            full = first.x1 - first.x0 + 0.6 * first.size > room - (before.x0 - cell[0])
            if text.endswith("-") and text[-2:-1].islower() and line[:1].islower():
                text = text[:-1] + line
            else:
                text += (" " if full or _goes_on(text, line) else "\n") + line
        before = row[-1] if len(row) > 1 else row[0]
    return text


def _goes_on(before: str, line: str) -> bool:
    return line[:1].islower() or before.endswith((",", "-", " and", " of", " и", " the", " for"))


# --- Pages ------------------------------------------------------------------------------------
def _gutter(pages: list[tuple[float, list[Row]]]) -> float | None:
    """Where the space between two columns is; None for pages of one column."""
    rows = [row for _width, rows in pages for row in rows]
    if len(rows) < 6:
        return None
    width = pages[0][0]
    best, at = 0.0, None
    for step in range(30, 71):
        place = width * step / 100
        crossing = sum(
            any(each.x0 < place - 2 and each.x1 > place + 2 for each in row) for row in rows
        )
        left = sum(any(each.x1 <= place + 2 for each in row) for row in rows)
        right = [
            min(each.x0 for each in row if each.x0 >= place - 2)
            for row in rows
            if any(each.x0 >= place - 2 for each in row)
        ]
        if crossing > 0.15 * len(rows) or len(right) < 0.2 * len(rows) or left < 0.25 * len(rows):
            continue
        # The right column begins at one place.
        common = Counter(round(each / 3) for each in right)
        together = max(common[key] + common[key + 1] for key in list(common))
        if together < 0.5 * len(right):
            continue
        score = left + len(right) - 3 * crossing
        if score > best:
            best, at = score, place
    if at is None:
        return None
    both = [
        row for row in rows if any(s.x1 <= at + 2 for s in row) and any(s.x0 >= at - 2 for s in row)
    ]
    lefts = [next(s.text for s in row) for row in both]
    rights = [next(s.text for s in reversed(row)) for row in both]
    named = sum(begins_with_title(text) or surely_a_name(text) for text in lefts)
    others = sum(begins_with_title(text) or surely_a_name(text) for text in rights)
    if both and named > 0.6 * len(both) and others < 0.2 * len(both):
        # Names on the left and what they are on the right: one row.
        return None
    return at


def _read_page(
    items: list[Item],
    rows: list[Row],
    tables: list[Ruled],
    frame: Frame,
    header: list[Segment] | None,
) -> list[Segment] | None:
    """Add what stands on a page; the header of a table without rules goes on to the next."""
    things: list[tuple[float, Row | Ruled]] = [(row[0].top, row) for row in rows]
    things += [(table.top, table) for table in tables]
    things.sort(key=lambda thing: thing[0])
    if any(isinstance(thing, Ruled) for _top, thing in things):
        header = None
    found = next(
        (
            at
            for at, (_top, thing) in enumerate(things)
            if isinstance(thing, list)
            and len(thing) > 1
            and is_header_row([segment.text for segment in thing])
        ),
        None,
    )
    lines = [thing for _top, thing in things]
    if found is None and header is None:
        _add_lines(items, lines, frame)
        return None
    if found is not None:
        _add_lines(items, lines[:found], frame)
        header, lines = cast(list[Segment], lines[found]), lines[found + 1 :]
        above: list[list[str]] = [[segment.text for segment in header]]
    else:
        above = []
    _add_unruled(items, lines, header, above)
    return header


def _add_lines(items: list[Item], things: Sequence[Row | Ruled], frame: Frame) -> None:
    """Add rows as lines: those of the left column, then those of the right one."""
    gutter = frame.gutter
    left: list[Segment] = []
    right: list[Segment] = []

    def flush() -> None:
        for column, edge in ((left, gutter or frame.edge), (right, frame.edge)):
            _add_column(items, column, edge, frame.body)
            column.clear()

    apart = _title_rows(things)
    for at, thing in enumerate(things):
        if isinstance(thing, Ruled):
            flush()
            items.append(TableBlock(thing.rows))
        elif gutter is None:
            left.append(_one(thing))
        elif at in apart or any(each.x0 < gutter - 2 and each.x1 > gutter + 2 for each in thing):
            flush()
            _add_column(items, [_one(thing)], frame.edge, frame.body)
        else:
            ours = [each for each in thing if each.x1 <= gutter + 2]
            theirs = [each for each in thing if each.x1 > gutter + 2]
            left += [_one(ours)] if ours else []
            right += [_one(theirs)] if theirs else []
    flush()


def _title_rows(things: Sequence[Row | Ruled]) -> set[int]:
    """The first row of a page, where it stands far above the others: a running title."""
    rows = [thing for thing in things[:12] if isinstance(thing, list)]
    steps = [lower[0].top - upper[0].top for upper, lower in pairwise(rows)]
    if len(steps) < 4 or steps[0] < 1.8 * median(steps) or steps[0] < 1.5 * rows[0][0].size:
        return set()
    return {0}


def _one(row: Row) -> Segment:
    """The segments of a row as one; what stood apart is divided by a tab."""
    words: list[PlacedWord] = []
    for at, segment in enumerate(row):
        first, *others = segment.words
        if at and first.x0 - words[-1].x1 > _TAB * first.size:
            first = PlacedWord(
                f"\t{first.text}",
                first.x0,
                first.x1,
                first.top,
                first.bottom,
                first.size,
                first.bold,
            )
        words += [first, *others]
    return Segment(words)


def _add_column(items: list[Item], column: list[Segment], edge: float, body: float) -> None:
    steps = [
        lower.top - upper.top
        for upper, lower in pairwise(column)
        if 0 < lower.top - upper.top < 4 * body
    ]
    usual = _usual_step(steps)
    left = min((segment.x0 for segment in column), default=0)
    right = max((segment.x1 for segment in column), default=0)
    before: Segment | None = None
    for segment, following in zip(column, [*column[1:], None], strict=False):
        step = segment.top - before.top if before else 0
        gap = before is not None and (step > 1.3 * usual or step < 0)
        items.append(
            line(
                segment.text.replace(" \t", "\t"),
                gap=gap,
                bold=segment.bold,
                heading=1 if segment.size > 1.12 * body else 0,
                full=following is not None
                and segment.x1 - left > 0.85 * (right - left)
                and _is_full(segment, following, edge),
            )
        )
        before = segment


def _is_full(segment: Segment, following: Segment, edge: float) -> bool:
    """Whether the first word below would not have fitted behind `segment`."""
    word = following.words[0]
    return segment.x1 + (word.x1 - word.x0) + 0.25 * word.size > edge


def _usual_step(steps: list[float]) -> float:
    """The distance of lines of one paragraph: the smallest that is common."""
    if not steps:
        return 1_000.0
    common = Counter(round(step) for step in steps)
    often = [float(step) for step, number in common.items() if number >= 0.15 * len(steps)]
    return min(often or [min(steps)])


# --- Tables without rules ---------------------------------------------------------------------
def _add_unruled(
    items: list[Item],
    lines: Sequence[Row | Ruled],
    header: list[Segment],
    above: list[list[str]],
) -> None:
    """Add the rows below a header, by the places of its words."""
    starts = [segment.x0 for segment in header]
    rows = list(above)
    before: float | None = None
    steps = [
        lower[0].top - upper[0].top
        for upper, lower in pairwise([line for line in lines if isinstance(line, list)])
        if lower[0].top > upper[0].top
    ]
    usual = _usual_step(steps)
    has_numbers = re.sub(r"\W", "", header[0].text).casefold() in ("no", "n", "nr", "пп", "", "lp")

    def flush() -> None:
        if rows:
            items.append(TableBlock([list(row) for row in rows]))
            rows.clear()

    for thing in lines:
        if isinstance(thing, Ruled):
            flush()
            items.append(TableBlock(thing.rows))
            continue
        cells = _by_starts(thing, starts)
        filled = [at for at, cell in enumerate(cells) if cell]
        step = thing[0].top - before if before is not None else 1_000
        before = thing[0].top
        crosses = (
            len(thing) == 1
            and thing[0].x1 > (starts[1] if len(starts) > 1 else 0)
            and filled == [0]
        )
        if crosses and len(starts) > 1 and thing[0].x0 < starts[1] - 2:
            flush()
            items.append(line(thing[0].text, gap=True, bold=thing[0].bold))
            continue
        begins = (
            bool(cells[0])
            if has_numbers
            else step > 1.25 * usual or (bool(cells[0]) and bool(cells[1]))
        )
        if begins or not rows or rows == above:
            rows.append(cells)
        else:
            rows[-1] = [
                " ".join(filter(None, pair)) if not pair[0].endswith("-") else pair[0] + pair[1]
                for pair in zip(rows[-1], cells, strict=True)
            ]
    flush()


def _by_starts(line: Row, starts: list[float]) -> list[str]:
    cells: list[list[str]] = [[] for _start in starts]
    for segment in line:
        place = max((at for at, start in enumerate(starts) if start <= segment.x0 + 6), default=0)
        cells[place].append(segment.text)
    return [" ".join(cell) for cell in cells]


def _joined_over_pages(items: list[Item]) -> list[Item]:
    """A row that a page cut in two is one again: the rest of it has no number and no name."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if not isinstance(item, TableBlock) or not isinstance(last, TableBlock):
            joined.append(item)
            continue
        first, before = item.rows[0], last.rows[-1]
        is_rest = (
            len(first) == len(before)
            and not first[0].strip()
            and sum(bool(cell.strip()) for cell in first) < len(first) - 1
            and not is_header_row(first)
        )
        if is_rest:
            whole = [" ".join(filter(None, pair)) for pair in zip(before, first, strict=True)]
            joined[-1] = TableBlock([*last.rows[:-1], whole])
            if len(item.rows) > 1:
                joined.append(TableBlock(item.rows[1:]))
        else:
            joined.append(item)
    return joined
