"""What editors write in Markdown becomes text on a page, and nothing that runs or is loaded."""

import re

import pytest

from core.markdown import to_html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[link](javascript:alert(1))",
        "[link](java\tscript:alert(1))",
        "[link](data:text/html,<script>alert(1)</script>)",
        "<javascript:alert(1)>",
        "[link](vbscript:x)",
        "[link](https://example.org 'a\" onmouseover=\"alert(1)')",
        "![picture](https://example.org/counts-readers.png)",
        "<iframe src=//example.org></iframe>",
        "<style>@import url(//example.org)</style>",
        "```\n</code><script>alert(1)</script>\n```",
        "<svg><a xlink:href=javascript:alert(1)>x</a></svg>",
    ],
)
def test_nothing_runs_or_is_loaded(text):
    html = to_html(text)
    tags = re.findall(r"<\s*/?\s*([a-z]+)([^>]*)>", html)
    assert {name for name, _rest in tags} <= {"p", "a", "code", "br"}
    for _name, rest in tags:
        assert not re.search(r"\bon\w+\s*=(?=[^\"]*(\"[^\"]*\"[^\"]*)*$)", rest)
        assert not re.search(r"(src|style)=", rest)
        assert not re.search(r"href=\"(?!https://)", rest)


def test_what_editors_need_is_shown():
    html = to_html("**Bold** and [a link](https://example.org) and\n\n- one\n- two")
    assert "<strong>Bold</strong>" in html
    assert '<a href="https://example.org">a link</a>' in html
    assert "<li>one</li>" in html
