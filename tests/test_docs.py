"""The documentation fits the code: a test fails for what was added and not written down."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
TEXTS = {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}
# The pages for those who run the register or work on it; the others are for its users.
INSTRUCTIONS = ("README.md", "CONTRIBUTING.md", "docs/operations.md")


def own_code() -> str:
    """The source of the register, without its tests and measurements."""
    folders = ("config", "core", "events", "participants", "topics", "website")
    return "\n".join(
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
    )


def make_targets() -> set[str]:
    """The targets of the Makefile that are meant to be typed."""
    makefile = (ROOT / "Makefile").read_text()
    return set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())


def test_every_command_is_documented():
    own = {config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    commands = {name for name, app in get_commands().items() if app in own}
    documented = set(re.findall(r"manage\.py (\w+)", "\n".join(TEXTS.values())))
    assert "load_record" in commands
    assert commands <= documented


def test_every_command_that_the_docs_name_exists():
    named = set(re.findall(r"manage\.py (\w+)", "\n".join(TEXTS.values())))
    assert named <= {*get_commands(), "help"}


def test_every_environment_variable_is_documented():
    source = (ROOT / "config/settings.py").read_text()
    read = re.findall(r'env(?:\.ENVIRON\.get)?\("(\w+)"', source)
    rows = re.findall(r"^\| `([A-Z_]+)` \|", TEXTS["docs/operations.md"], re.MULTILINE)
    assert read
    assert sorted(rows) == sorted(read)


def test_what_is_read_past_the_settings_is_documented_too():
    read = set(re.findall(r'os\.environ(?:\.get\(|\[)"(\w+)"', own_code()))
    assert "ADMIN_PASSWORD" in read
    for name in read:
        assert f"`{name}`" in TEXTS["docs/operations.md"]


def test_every_make_target_is_documented_and_exists():
    named = {
        target
        for page in INSTRUCTIONS
        for target in re.findall(r"(?:^|`|=\S+ )make ([a-z][a-z-]*)", TEXTS[page], re.MULTILINE)
    }
    assert named == make_targets()


@pytest.mark.parametrize("page", TEXTS)
def test_every_link_to_a_file_leads_to_one(page):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", TEXTS[page]):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (ROOT / page).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("page", INSTRUCTIONS)
def test_every_file_that_the_instructions_name_is_there(page):
    named = re.findall(
        r"`([\w.-]+/[\w./-]+\.(?:py|md|html|toml|txt|css|js|po|csv|yaml))`", TEXTS[page]
    )
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_readme_links_every_page_of_the_docs_once():
    linked = re.findall(r"\]\((docs/[\w-]+\.md)\)", TEXTS["README.md"])
    assert sorted(linked) == sorted(page for page in TEXTS if page.startswith("docs/"))


def test_the_changelog_begins_with_what_is_unreleased_and_then_this_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    titles = re.findall(r"^## \[(.+?)\](?: - (.+))?$", TEXTS["CHANGELOG.md"], re.MULTILINE)
    assert titles[0] == ("Unreleased", "")
    assert titles[1][0] == project["version"] == settings.VERSION
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", titles[1][1])


def test_every_guard_names_tests_that_there_are():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXTS["docs/security.md"])
    assert named
    missing = [
        name for file, name in named if f"def {name}(" not in (ROOT / file).read_text("utf-8")
    ]
    assert missing == []


# Sections of ASVS 5.0.0 with the last number of each that is of level 1 or 2, and what is not.
ASVS = (
    "1.1.2 1.2.9 1.3.11 1.4.3 1.5.2 2.1.3 2.2.3 2.3.4 2.4.1 3.2.2 3.3.4 3.4.6 3.5.5 3.7.2 4.1.3 "
    "4.2.1 4.3.2 4.4.4 5.1.1 5.2.3 5.3.2 5.4.3 6.1.3 6.2.12 6.3.4 6.4.4 6.5.5 6.6.3 6.8.4 7.1.3 "
    "7.2.4 7.3.2 7.4.5 7.5.2 7.6.2 8.1.2 8.2.3 8.3.1 8.4.1 9.1.3 9.2.4 10.1.2 10.2.2 10.3.4 "
    "10.4.11 10.5.5 10.6.2 10.7.3 11.1.2 11.2.3 11.3.3 11.4.4 11.5.1 11.6.1 12.1.3 12.2.2 12.3.4 "
    "13.1.1 13.2.5 13.3.2 13.4.5 14.1.2 14.2.4 14.3.3 15.1.3 15.2.3 15.3.7 16.1.1 16.2.5 16.3.4 "
    "16.4.3 16.5.3 17.1.1 17.2.4 17.3.2"
)


def numbers(first: str, last: str) -> list[str]:
    """`first` to `last`, such as 10.1.1 and 10.1.2, both included."""
    section, start = first.rsplit(".", 1)
    return [f"{section}.{number}" for number in range(int(start), int(last.rsplit(".", 1)[1]) + 1)]


def test_the_table_of_asvs_has_each_requirement_once_and_counts_right():
    table = TEXTS["docs/security.md"].partition("## ASVS 5.0.0")[2]
    rows = re.findall(r"^\| (\d+\.[\d.]+)(?:–([\d.]+))? \| ([12]) \| ([a-z ]+) \|", table, re.M)
    wanted = [
        each for last in ASVS.split() for each in numbers(last.rsplit(".", 1)[0] + ".1", last)
    ]
    assert [each for first, last, *_ in rows for each in numbers(first, last or first)] == wanted
    statuses = ("met", "half", "not", "does not apply")
    told = re.findall(
        r"^\| ([12]|both) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", table, re.M
    )
    for level, *counts in told:
        found = Counter()
        for first, last, its, status in rows:
            if level in (its, "both"):
                found[status] += len(numbers(first, last or first))
        assert [*map(int, counts)] == [*(found[each] for each in statuses), found.total()], level
    assert [level for level, *_ in told] == ["1", "2", "both"]
