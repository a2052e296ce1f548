"""The documentation fits the code: a test fails for what was added and not written down."""

import re
import tomllib
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
