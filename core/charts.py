"""Charts as SVG files of their own: no script, no style attribute, light and dark as the reader's.

A page shows the chart as an image and the numbers in a table beside it, so that nothing is lost if
the image is missing or cannot be seen.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from textwrap import wrap
from xml.etree import ElementTree as ET

import pygal
from django.http import HttpResponse
from pygal.style import Style

from core.translation import number_text

# A label and its number; a number that is not known is None.
Number = int | float | Decimal | None

# Narrow, so that the text stays readable when the image shrinks to the width of a phone.
WIDTH = 480
_SIDE, _LINE, _BAR, _GAP = 4, 19, 12, 14
_LETTERS_IN_A_LINE = 56
_ROOM_FOR_A_NUMBER = 76
_PLOT = 240
_LEGEND = 24
_YEARS_IN_A_ROW = 8

# Colours with a contrast of at least 3:1 on paper, which colour-blind readers can distinguish. From
# the seventh line on they repeat, dashed and with hollow dots.
_LIGHT = ("#17396b", "#b3540a", "#1f7a5c", "#8a3f8f", "#6b6000", "#3f7fc1")
_DARK = ("#a9c6f5", "#f2a65e", "#6fcbaa", "#d9a0dd", "#d6c95a", "#6aa5e3")


def _colours(colours: Sequence[str]) -> str:
    return "".join(
        f".color-{number},.color-{number + len(colours)}{{stroke:{colour}}}"
        f".color-{number}{{fill:{colour}}}"
        for number, colour in enumerate(colours)
    )


_CSS = (
    'svg{font:14px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}'
    "text{fill:#1b1f26;stroke:none}"
    ".bar{fill:#17396b}"
    ".background{fill:none}"
    ".axis path{stroke:#d5d9e0;fill:none}.axis.x path{stroke:none}"
    ".axis.y text,.number{font-variant-numeric:tabular-nums}"
    ".axis.y text{text-anchor:end}"
    ".axis.x text{text-anchor:middle}"
    ".nofill{fill:none;stroke-width:2}"
    + "".join(
        f".color-{len(_LIGHT) + number}{{fill:none}}"
        f".color-{len(_LIGHT) + number} .nofill{{stroke-dasharray:6 4}}"
        for number in range(len(_LIGHT))
    )
    + _colours(_LIGHT)
    + "@media(prefers-color-scheme:dark){"
    "text{fill:#e8eaee}.bar{fill:#a9c6f5}.axis.y path{stroke:#363c47}" + _colours(_DARK) + "}"
)
_HASH = base64.b64encode(hashlib.sha256(_CSS.encode()).digest()).decode()


def bars(title: str, series: Iterable[tuple[str, int | float | Decimal]]) -> bytes:
    """A bar chart: each bar is below its label and has its number beside it.

    It is drawn here, because pygal puts labels into a column that leaves no room for the bars on
    a phone.
    """
    series = [(str(label), number) for label, number in series]
    most = max([1, *(number for _label, number in series)])
    svg, top = ET.Element("svg"), 0
    for label, number in series:
        for line in wrap(label, _LETTERS_IN_A_LINE) or [""]:
            top += _LINE
            _add(svg, "text", line, x=_SIDE, y=top - 4)
        long = round((WIDTH - 2 * _SIDE - _ROOM_FOR_A_NUMBER) * float(number) / float(most), 1)
        _add(svg, "rect", x=_SIDE, y=top, width=long, height=_BAR, **{"class": "bar"})
        place = {"x": _SIDE + long + 8, "y": top + _BAR - 1, "class": "number"}
        _add(svg, "text", _written(number), **place)
        top += _BAR + _GAP
    svg.set("viewBox", f"0 0 {WIDTH} {max(top, 1)}")
    return _file(svg, title, "; ".join(f"{label}: {_written(n)}" for label, n in series))


def lines(title: str, years: Sequence[int | str], values: Mapping[str, Sequence[Number]]) -> bytes:
    """A line chart over the years, with a line per label. A year without a number is a gap."""
    descriptions = []
    for label, numbers in values.items():
        known = [
            f"{year}: {_written(number)}"
            for year, number in zip(years, numbers, strict=True)
            if number is not None
        ]
        if known:
            descriptions.append(f"{label} ({', '.join(known)})")
    if not descriptions:
        return _file(ET.Element("svg", viewBox=f"0 0 {WIDTH} 1"), title, "")
    chart = pygal.Line(
        width=WIDTH,
        height=_PLOT + _LEGEND * len(values),
        margin=8,
        margin_right=24,
        allow_interruptions=True,
        truncate_label=-1,
        truncate_legend=-1,
        js=[],
        no_prefix=True,
        include_x_axis=True,
        legend_at_bottom=True,
        legend_at_bottom_columns=1,
        y_labels=_steps(values.values()),
        value_formatter=_written,
        dots_size=3,
        style=Style(
            **dict.fromkeys(("label_font_size", "major_label_font_size", "legend_font_size"), 14),
            colors=_LIGHT * 2,
        ),
    )
    every = -(-len(years) // _YEARS_IN_A_ROW)
    chart.x_labels = [
        str(year) if number % every == 0 else "" for number, year in enumerate(reversed(years))
    ][::-1]
    for label, numbers in values.items():
        chart.add(str(label), [None if number is None else float(number) for number in numbers])
    return _file(_bare_svg(chart), title, "; ".join(descriptions))


def chart_response(svg: bytes) -> HttpResponse:
    """The response with a chart; its policy allows the chart's own style sheet and nothing else."""
    policy = f"default-src 'none'; style-src 'sha256-{_HASH}'; frame-ancestors 'none'"
    headers = {"Content-Security-Policy": policy}
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8", headers=headers)


def _written(number: Number) -> str:
    return "" if number is None else number_text(number)


def _steps(series: Iterable[Sequence[Number]]) -> list[int]:
    """At most six round numbers from 0 to above the largest number."""
    most = max(
        (number for numbers in series for number in numbers if number is not None), default=1
    )
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if most <= 5 * step:
                return list(range(0, max(int(most), 1) + step, step))
        size *= 10


def _bare_svg(chart: pygal.Line) -> ET.Element:
    """The drawing of `chart` without pygal's style sheets, script and tooltips."""
    svg = ET.fromstring(chart.render())  # noqa: S314 - pygal's own output
    for parent in list(svg.iter()):
        parent.tag = parent.tag.rpartition("}")[2]
        for child in list(parent):
            name = child.tag.rpartition("}")[2]
            if name in ("defs", "desc", "title") or child.get("class") == "plot tooltip-overlay":
                parent.remove(child)
    for leftover in ("id", "class"):
        svg.attrib.pop(leftover, None)
    return svg


def _file(svg: ET.Element, title: str, description: str) -> bytes:
    """The SVG file with its title, the text for screen readers and the style sheet."""
    head = [ET.Element(name) for name in ("title", "desc", "style")]
    for element, text in zip(head, (title, description, _CSS), strict=True):
        element.text = text
    head[0].set("id", "title")
    head[1].set("id", "description")
    svg[:0] = head
    attributes = {"xmlns": "http://www.w3.org/2000/svg", "role": "img"}
    svg.attrib |= attributes | {"aria-labelledby": "title", "aria-describedby": "description"}
    return ET.tostring(svg, encoding="utf-8", xml_declaration=True)


def _add(parent: ET.Element, name: str, text: str = "", **attributes) -> None:
    child = ET.SubElement(parent, name, {key: str(value) for key, value in attributes.items()})
    child.text = text or None
