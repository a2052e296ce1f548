"""Every page in both languages: what is missing in one is shown in the other and marked so."""

import datetime
import re
from html.parser import HTMLParser

import pytest

from tests.factories import (
    ContributionFactory,
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    GroupingFactory,
    MembershipFactory,
    MigrationFigureFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    PhaseFactory,
    ProgrammeFactory,
    SessionFactory,
    StateFactory,
    TopicFactory,
)
from website.search import index

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/events/",
    "/events/?state=state&topic=topic&grouping=grouping&programme=programme",
    "/events/?year=abc",
    "/events/event/",
    "/events/event/participants/",
    "/states/",
    "/states/state/",
    "/cooperation/",
    "/organisations/",
    "/organisations/organisation/",
    "/topics/",
    "/topics/topic/",
    "/programmes/",
    "/programmes/programme/",
    "/documents/",
    "/documents/document/",
    "/figures/",
    "/search",
    # Not of figures: their titles are made of words in both languages.
    *(
        f"/search?q={word}&kind={kind}"
        for word in ("запись", "record")
        for kind in ("event", "state", "topic", "programme", "organisation", "document")
    ),
    "/search?q=nothing",
    "/privacy/",
    "/accessibility/",
    "/licence/",
    "/contact/",
    "/no-such-page/",
]
# Words that are the same in Russian, beside abbreviations: names of formats, rules and systems.
SAME_IN_RUSSIAN = {"Atom", "EuroVoc", "JavaScript", "axe", "cookie", "iCal", "example", "org"}


def write_register(language: str, word: str) -> None:
    """A register in which every translated text is in `language` alone and begins with `word`."""
    other = "ru" if language == "en" else "en"

    def texts(slug: str, *fields: str) -> dict[str, str]:
        made = {f"{field}_{language}": f"{word} {len(field)}" for field in fields}
        if slug:
            made["slug"] = slug
        return made | {f"{fields[0]}_{other}": ""}

    state = StateFactory(iso2="QQ", **texts("state", "name", "official_name", "footnote"))
    grouping = GroupingFactory(**texts("grouping", "name"))
    MembershipFactory(
        grouping=grouping, state=state, until=datetime.date(2050, 1, 1), **texts("", "note")
    )
    organisation = OrganisationFactory(state=state, **texts("organisation", "name"))
    OrganisationFactory(parent=organisation, **texts("part", "name"))
    above = TopicFactory(**texts("above", "name", "definition"))
    topic = TopicFactory(parent=above, **texts("topic", "name", "definition"))
    programme = ProgrammeFactory(funder=organisation, **texts("programme", "name", "description"))
    PhaseFactory(programme=programme, start=datetime.date(2019, 1, 1), **texts("", "note"))
    event = EventFactory(
        host_state=state,
        **texts("event", "title", "city", "venue", "summary", "outcome"),
    )
    EventFactory(
        starts=None, kind="study_visit", follows=event, **texts("visit", "title", "dates_note")
    )
    delegation = DelegationFactory(
        event=event, state=state, role="leading_state", **texts("", "in_capacity_of")
    )
    OrganisationDelegationFactory(
        event=event, organisation=organisation, role="organiser", **texts("", "name_as_of_event")
    )
    session = SessionFactory(
        event=event, host_organisation=organisation, **texts("", "title", "note")
    )
    contribution = ContributionFactory(session=session, delegation=delegation, **texts("", "title"))
    document = DocumentFactory(
        event=event,
        contribution=contribution,
        date=event.starts,
        standing="submitted",
        language=language,
        **texts("document", "title", "disclaimer"),
    )
    source = "Бюро" if language == "ru" else "Office"
    MigrationFigureFactory(
        reporting_state=state, citizenship=state, source_title=source, **texts("", "remark")
    )
    MigrationFigureFactory(
        reporting_state=None,
        reporting_grouping=grouping,
        citizenship=state,
        year=2020,
        source_title=source,
    )
    MigrationFigureFactory(reporting_state=state, source_title=source)
    for record in (event, document, programme):
        record.topics.add(topic)
    contribution.topics.add(topic)
    event.programmes.add(programme)
    document.programmes.add(programme)
    for record in (programme, document):
        record.states.add(state)
    programme.implementers.add(organisation)
    index.rebuild()


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


@pytest.mark.parametrize(
    ("language", "word", "prefix"), [("en", "Record", "/ru"), ("ru", "Запись", "")]
)
def test_a_text_without_a_translation_is_marked_with_its_language(client, language, word, prefix):
    write_register(language, word)

    seen = 0
    for path in PAGES:
        for text, marked in Texts(client.get(prefix + path).content.decode()).found:
            if word in text and "“" not in text:
                assert marked == language, f"{prefix}{path}: {text}"
                seen += 1
    assert seen > 100


@pytest.mark.parametrize(("language", "word"), [("en", "Record"), ("ru", "Запись")])
def test_a_text_in_the_language_of_the_page_is_not_marked(client, language, word):
    write_register(language, word)
    prefix = "/ru" if language == "ru" else ""

    for path in PAGES:
        page = client.get(prefix + path).content.decode()
        # The page itself, and its language in the choice of languages.
        assert len(re.findall(rf'\slang="{language}"', page)) == 2, path


def test_russian_pages_have_no_english_words_of_ours(client):
    write_register("ru", "Запись")

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
