"""The catalogues of translations: complete, sound, and compiled, so that no start needs gettext."""

import datetime
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

BASE = Path(__file__).parent.parent
LOCALE = BASE / "locale"
OURS = LOCALE / "ru/LC_MESSAGES/django.po"
OF_LIBRARIES = LOCALE / "libraries/ru/LC_MESSAGES/django.po"
CATALOGUES = sorted(LOCALE.rglob("*.po"))

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")


def read(path, reader=read_po):
    with path.open("rb") as file:
        # The message without an id is the header.
        return [message for message in reader(file) if message.id]


def key(message):
    """What a message is looked up by; of a plural, the singular is enough."""
    context = message.context
    # Babel reads the contexts of a compiled catalogue as bytes.
    return context.decode() if isinstance(context, bytes) else context, forms(message.id)[0]


def forms(text):
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.fixture(params=CATALOGUES, ids=lambda path: str(path.relative_to(LOCALE)))
def catalogue(request):
    return request.param


def test_there_is_russian():
    assert CATALOGUES == [OF_LIBRARIES, OURS]


def test_every_message_is_translated(catalogue):
    assert [
        message.id for message in read(catalogue) if message.fuzzy or not all(forms(message.string))
    ] == []


def test_every_placeholder_is_kept(catalogue):
    assert [
        message.id
        for message in read(catalogue)
        for wanted in [set(PLACEHOLDER.findall(forms(message.id)[-1]))]
        if any(set(PLACEHOLDER.findall(text)) != wanted for text in forms(message.string))
    ] == []


def test_it_quotes_as_russian_does(catalogue):
    assert [
        message.id
        for message in read(catalogue)
        if re.search("[“”„‘’\"']", " ".join(forms(message.string)))
    ] == []


def test_the_compiled_catalogue_is_in_step(catalogue):
    """Mended by `make messages`."""
    compiled = read(catalogue.with_suffix(".mo"), read_mo)
    assert {key(message): forms(message.string) for message in compiled} == {
        key(message): forms(message.string) for message in read(catalogue) if not message.fuzzy
    }


def test_the_catalogue_holds_the_texts_of_the_sources_and_no_others(tmp_path):
    """Mended by `make messages` and a translator."""
    if not shutil.which("xgettext"):
        pytest.skip("The texts of the sources are found by gettext, which is not installed here.")
    sources = tmp_path / "register"
    aside = shutil.ignore_patterns(".*", "__pycache__", "bench", "data", "static", "tests", "var")
    shutil.copytree(BASE, sources, ignore=aside)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "ru", "--no-obsolete"],
        cwd=sources,
        check=True,
    )
    found = read(sources / OURS.relative_to(BASE))
    assert {key(message) for message in found} == {key(message) for message in read(OURS)}


def test_what_is_said_for_a_library_is_still_a_text_of_that_library():
    known = {
        key(message)
        for library, language in (("django", "en"), ("simple_history", "*"))
        for path in Path(find_spec(library).origin).parent.rglob(f"locale/{language}/**/django.po")
        for message in read(path)
    }
    assert {key(message) for message in read(OF_LIBRARIES)} - known == set()


@pytest.mark.parametrize(
    ("number", "text"),
    [
        *((1, "1 страна"), (2, "2 страны"), (5, "5 стран"), (0, "0 стран")),
        *((11, "11 стран"), (21, "21 страна"), (22, "22 страны"), (112, "112 стран")),
    ],
)
def test_it_counts_as_russian_does(number, text):
    with translation.override("ru"):
        counted = ngettext("%(counter)s country", "%(counter)s countries", number)
    assert counted % {"counter": number} == text


def test_it_writes_dates_as_russian_does():
    with translation.override("ru"):
        text = date_format(datetime.date(2019, 12, 4))
    assert text == "4 декабря 2019\N{NO-BREAK SPACE}г."


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("Migration Dialogue Register", "Реестр миграционного диалога"),
        ("participant list", "список участников"),
        ("delegation", "делегация"),
        ("head of delegation", "глава делегации"),
        ("participating state", "государство-участник"),
        ("leading state", "ведущее государство"),
        ("national contact point", "национальный контактный пункт"),
        ("study visit", "ознакомительный визит"),
        ("senior officials' meeting", "встреча старших должностных лиц"),
        ("consent", "согласие на публикацию"),
    ],
)
def test_it_uses_the_words_of_the_dialogue(english, russian):
    with translation.override("ru"):
        assert gettext(english) == russian


def test_what_is_no_country_is_not_called_one():
    """English “state” is a country or a condition: the second has a context of its own."""
    with translation.override("ru"):
        named = {
            f"{model._meta.label}.{field.name}": str(field.verbose_name)
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if not field.is_relation
        }
    wrong = [name for name, label in named.items() if label.casefold().startswith("государство")]
    assert wrong == []
    assert "состояние" in named["events.Nomination.state"]
