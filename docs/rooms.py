"""Draws the rooms of the register from its imports, for docs/architecture.md: `make rooms`.

Each app is a room; of `events`, the largest one, each part is. A line leads down from a room to one
that it imports. It is left out where lines by way of other rooms lead there too.
"""

from graphlib import TopologicalSorter
from pathlib import Path

import grimp

PICTURE = Path(__file__).with_name("pictures") / "rooms.svg"
APPS = ("config", "website", "events", "topics", "participants", "core")
# What every app has for Django: it ties the parts together and is no part of its own.
FOR_DJANGO = {"apps", "management", "migrations", "templatetags", "translation"}

WIDTH, HEIGHT, GAP, STOREY = 176, 34, 16, 84
STYLE = (
    "text{font:14px system-ui,sans-serif;text-anchor:middle;fill:#1c2430}"
    "rect{fill:#eef3fc;stroke:#4a6da7}path{fill:none;stroke:#7d8ea8}"
)

Rooms = dict[str, set[str]]


def rooms() -> Rooms:
    """Each room with those that it imports, without rooms that no import leads from or to."""
    graph = grimp.build_graph(*APPS, cache_dir=None)
    parts = graph.find_children("events") - {f"events.{name}" for name in FOR_DJANGO}
    names = sorted({*APPS, *parts} - {"events"})
    imported = {
        room: {
            other
            for other in names
            if other != room
            and graph.direct_import_exists(importer=room, imported=other, as_packages=True)
        }
        for room in names
    }
    used = set().union(*imported.values())
    return {room: others for room, others in imported.items() if others or room in used}


def draw(imported: Rooms) -> str:
    """`imported` as SVG. Raises `graphlib.CycleError` if rooms import each other in a circle."""
    storeys: dict[str, int] = {}
    below: Rooms = {}
    for room in TopologicalSorter(imported).static_order():
        others = imported[room]
        storeys[room] = 1 + max((storeys[other] for other in others), default=-1)
        below[room] = others.union(*(below[other] for other in others))
    rows = [
        sorted(room for room in imported if storeys[room] == storey)
        for storey in range(max(storeys.values()), -1, -1)
    ]
    width = max(map(len, rows)) * (WIDTH + GAP) + GAP
    places = {
        room: ((width - len(row) * (WIDTH + GAP) + GAP) // 2 + n * (WIDTH + GAP), 10 + y * STOREY)
        for y, row in enumerate(rows)
        for n, room in enumerate(row)
    }
    lines, boxes = [], []
    for room, (x, y) in sorted(places.items()):
        boxes.append(f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="4"/>')
        boxes.append(f'<text x="{x + WIDTH // 2}" y="{y + 22}">{room}</text>')
        for other in sorted(imported[room]):
            if not any(other in below[between] for between in imported[room]):
                start, end = x + WIDTH // 2, places[other][0] + WIDTH // 2
                top, bottom = y + HEIGHT, places[other][1]
                bend = f"C{start} {top + 40} {end} {bottom - 40} {end} {bottom}"
                lines.append(f'<path d="M{start} {top}{bend}"/>')
    size = f'viewBox="0 0 {width} {len(rows) * STOREY - 30}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    title = "<title>The rooms of the register, each above those that it imports</title>"
    return "\n".join([head, title, f"<style>{STYLE}</style>", *lines, *boxes, "</svg>", ""])


if __name__ == "__main__":
    PICTURE.write_text(draw(rooms()), encoding="utf-8")
