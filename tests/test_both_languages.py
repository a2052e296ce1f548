"""Every page in both languages: what is missing in one is shown in the other and marked so."""

import re
from html.parser import HTMLParser

import pytest

from tests.addresses import pages
from tests.register import SLUGS, WORDS, one_of_everything
from website.search import index

pytestmark = pytest.mark.django_db

PAGES = [
    # But for the page about data, which names what programs read: in English everywhere.
    *(page for page in pages(SLUGS) if page != "/data/"),
    "/events/?state=state&topic=topic&grouping=grouping&programme=programme",
    "/events/?year=abc",
    # Not of figures: their titles are made of words in both languages.
    *(
        f"/search?q={word}&kind={kind}"
        for word in ("запись", "record")
        for kind in ("event", "state", "topic", "programme", "organisation", "document")
    ),
    "/search?q=nothing",
    "/no-such-page/",
]
# Words that are the same in Russian, beside abbreviations: names of formats, rules and systems.
SAME_IN_RUSSIAN = {
    "Apache",
    "Atom",
    "EuroVoc",
    "JavaScript",
    "axe",
    "cookie",
    "iCal",
    "example",
    "org",
}


class Texts(HTMLParser):
    """The texts of a page with the language that each is marked with."""

    EMPTY = {"meta", "link", "input", "br", "img"}

    def __init__(self, page: str):
        super().__init__()
        self.languages: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []
        self.told: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        language = attrs.get("lang") or (self.languages[-1][1] if self.languages else "")
        names = ("aria-label", "alt", "title", "placeholder", "data-label", "data-failure")
        self.told += [(attrs[name], language) for name in names if name in attrs]
        if tag not in self.EMPTY:
            self.languages.append((tag, language))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        while self.languages and self.languages.pop()[0] != tag:
            pass

    def handle_data(self, data):
        inside = [tag for tag, _language in self.languages]
        if not {"script", "style", "title"} & set(inside) and data.strip():
            self.found.append((data.strip(), self.languages[-1][1] if inside else ""))


@pytest.mark.parametrize(("language", "prefix"), [("en", "/ru"), ("ru", "")])
def test_a_text_without_a_translation_is_marked_with_its_language(client, language, prefix):
    one_of_everything(language)
    index.rebuild()
    word = WORDS[language]

    seen = 0
    for path in PAGES:
        for text, marked in Texts(client.get(prefix + path).content.decode()).found:
            if word in text and "“" not in text:
                assert marked == language, f"{prefix}{path}: {text}"
                seen += 1
    assert seen > 100


@pytest.mark.parametrize("language", WORDS)
def test_a_text_in_the_language_of_the_page_is_not_marked(client, language):
    one_of_everything(language)
    index.rebuild()
    prefix = "/ru" if language == "ru" else ""

    for path in PAGES:
        page = client.get(prefix + path).content.decode()
        # The page itself, and its language in the choice of languages.
        assert len(re.findall(rf'\slang="{language}"', page)) == 2, path


def test_russian_pages_have_no_english_words_of_ours(client):
    one_of_everything("ru")
    index.rebuild()

    left = {}
    for path in PAGES:
        page = Texts(client.get(f"/ru{path}").content.decode())
        for text, language in page.found + page.told:
            if language == "ru":
                bare = re.sub(r"\S+@\S+|https?://\S+|«[^»]*»|“[^”]*”|«.*$", "", text)
                for word in re.findall(r"[A-Za-z]{2,}", bare):
                    if word not in SAME_IN_RUSSIAN and not word.isupper():
                        left.setdefault(path, set()).add(f"{word} ({text[:60]})")
    assert left == {}
