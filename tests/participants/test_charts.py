"""Charts as SVG files: what they say, in any script, and that nothing in them is blocked."""

import base64
import hashlib
import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from core.charts import WIDTH, bars, chart_response, lines

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: bytes) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - made here


def texts(svg: bytes) -> list[str]:
    return [each.text for each in parsed(svg).iter(f"{SVG}text")]


def told(svg: bytes) -> tuple[str, str]:
    root = parsed(svg)
    return root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")


def test_bars_are_as_long_as_their_numbers():
    svg = bars("Delegations", [("States", 10), ("Organisations", 5), ("None", 0)])
    assert texts(svg) == ["States", "10", "Organisations", "5", "None", "0"]
    long = [float(bar.get("width")) for bar in parsed(svg).iter(f"{SVG}rect")]
    assert long[0] == 2 * long[1]
    assert long[2] == 0


def test_a_chart_tells_its_numbers_to_who_does_not_see_it():
    svg = bars("Delegations", [("States", 10), ("Organisations", 5)])
    assert told(svg) == ("Delegations", "States: 10; Organisations: 5")
    svg = lines("Permits", [2018, 2019], {"Uzbekistan": [1616, 3008], "Nobody": [None, None]})
    assert told(svg) == ("Permits", "Uzbekistan (2018: 1,616, 2019: 3,008)")
    root = parsed(svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title"


@pytest.mark.parametrize("label", ["Қазақстан, Oʻzbekiston, Česko, Łódź, Žemaitija", "<b>&\"'"])
def test_any_letters_stand_in_a_chart(label):
    assert label in texts(bars(label, [(label, 1)]))
    assert label in texts(lines(label, [2019, 2020], {label: [1, 2]}))


def test_a_long_label_takes_several_lines():
    label = "Государства Центральной Азии и другие участники процесса, названные полностью"
    *words, number = texts(bars("Делегации", [(label, 1)]))
    assert " ".join(words) == label
    assert len(words) == 2
    assert number == "1"


def test_numbers_are_written_in_the_readers_language():
    with translation.override("ru"):
        assert "12\xa0345" in texts(bars("Делегации", [("Всего", 12345)]))
        assert "2,5" in texts(bars("Доля", [("Всего", Decimal("2.5"))]))
    assert "3,008" in texts(bars("Permits", [("All", Decimal("3008.00"))]))


def test_lines_have_their_years_and_whole_steps():
    svg = lines("Permits", [2018, 2019, 2020], {"A": [3, None, 4], "B": [None, None, Decimal("1")]})
    assert texts(svg) == ["0", "1", "2", "3", "4", "2018", "2019", "2020", "A", "B"]
    # A year without a number leaves a gap, a number without neighbours is a dot.
    assert len(list(parsed(svg).iter(f"{SVG}circle"))) == 3


def test_many_years_leave_out_some_but_not_the_last():
    years = range(1990, 2025)
    shown = [text for text in texts(lines("P", years, {"A": list(years)})) if text]
    assert "2024" in shown
    assert sum(text.startswith(("19", "20")) and len(text) == 4 for text in shown) <= 8


def test_nothing_to_show_is_an_empty_chart():
    for svg in (
        bars("None", []),
        lines("None", [], {}),
        lines("None", [2019], {"A": [None]}),
    ):
        assert told(svg) == ("None", "")
        assert texts(svg) == []


def test_it_fits_its_width():
    for svg in (bars("B", [("A", 10**9)]), lines("L", [2018, 2019], {"A": [1, 10**9]})):
        assert parsed(svg).get("viewBox").split()[2] == str(WIDTH)


def test_the_policy_of_its_answer_blocks_nothing_in_it():
    for svg in (bars("B", [("A", 1)]), lines("L", [2018, 2019], {"A": [1, 2]})):
        response = chart_response(svg)
        assert response.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
        text = svg.decode()
        assert "<script" not in text
        assert " style=" not in text
        assert "href" not in text
        (css,) = re.findall(r"<style>(.*?)</style>", text)
        css = parsed(svg).findtext(f"{SVG}style")
        digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
        policy = response.headers["Content-Security-Policy"]
        assert f"style-src 'sha256-{digest}'" in policy
        assert "default-src 'none'" in policy
