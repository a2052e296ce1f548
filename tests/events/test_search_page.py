from datetime import date

import pytest

from events.models import Event
from tests.factories import (
    ContributionFactory,
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    GroupingFactory,
    MembershipFactory,
    MigrationFigureFactory,
    OrganisationFactory,
    ProgrammeFactory,
    SessionFactory,
    StateFactory,
    TopicFactory,
)
from website.search import index

pytestmark = pytest.mark.django_db


@pytest.fixture
def _record():
    """One record of every kind that tells of Tajikistan, and an event on reintegration there."""
    tajikistan = StateFactory(name_en="Tajikistan", name_ru="Таджикистан", aliases="Tadjikistan")
    turkiye = StateFactory(name_en="Türkiye", name_ru="Турция", aliases="Turkey")
    region = GroupingFactory(name_en="Central Asia", name_ru="Центральная Азия")
    for state in (tajikistan, turkiye):
        MembershipFactory(state=state, grouping=region)
    readmission = TopicFactory(name_en="Return and readmission", name_ru="Возвращение")
    topic = TopicFactory(name_en="Reintegration", name_ru="Реинтеграция", parent=readmission)
    programme = ProgrammeFactory(name_en="Border programme", acronym_en="BOMCA")
    programme.states.add(tajikistan)
    event = EventFactory(title_en="Warsaw conference", title_ru="Варшавская конференция")
    delegation = DelegationFactory(event=event, state=tajikistan)
    contribution = ContributionFactory(session__event=event, delegation=delegation)
    contribution.topics.add(topic)
    EventFactory(title_en="Draft on Tajikistan", published=False, host_state=tajikistan)
    document = DocumentFactory(title_en="Policy brief")
    document.states.add(tajikistan)
    OrganisationFactory(name_en="Ministry of Labour", state=tajikistan, kind="ministry")
    MigrationFigureFactory(
        citizenship=tajikistan, reporting_state=turkiye, indicator="asylum_applicants", value=635
    )
    index.rebuild()


def found(client, query: str, prefix: str = "") -> dict[str, list[str]]:
    """The titles found, by kind, without the marks of the words."""
    response = client.get(f"{prefix}/search", {"q": query})
    assert response.status_code == 200
    return {
        group.kind: [
            hit.title.text.replace("<mark>", "").replace("</mark>", "") for hit in group.results
        ]
        for group in response.context.get("groups", [])
    }


@pytest.mark.usefixtures("_record")
def test_it_finds_every_kind_in_groups(client):
    assert found(client, "Tajikistan") == {
        "state": ["Tajikistan"],
        "programme": ["Border programme"],
        "event": ["Warsaw conference"],
        "document": ["Policy brief"],
        "organisation": ["Ministry of Labour"],
        "figure": ["Asylum applicants, Tajikistan, 2019: 635"],
    }


@pytest.mark.usefixtures("_record")
def test_each_hit_leads_to_its_page(client):
    response = client.get("/search", {"q": "Tajikistan"})
    for group in response.context["groups"]:
        for hit in group.results:
            assert client.get(hit.url).status_code == 200


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize(
    "query",
    [
        *("tajikistan reintegration", "REINTEGRATION  tajikistan", "Таджикистан реинтеграция"),
        *("таджикистан reintegr", "Tadjikistan возвращение", "warsaw conference 2019"),
    ],
)
def test_the_words_may_stand_in_any_order_case_and_language(client, query):
    assert found(client, query) == {"event": ["Warsaw conference"]}
    assert found(client, query, prefix="/ru") == {"event": ["Варшавская конференция"]}


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize("query", ["turkiye", "TÜRKİYE", "Türk", "турц", "turkey"])
def test_accents_and_endings_do_not_matter(client, query):
    assert found(client, query)["state"] == ["Türkiye"]


@pytest.mark.usefixtures("_record")
def test_countries_and_topics_named_lead_to_the_filtered_lists(client):
    lists = client.get("/search", {"q": "Tajikistan reintegration"}).context["lists"]
    assert [(each.label, each.url, each.count) for each in lists] == [
        ("Events: Tajikistan, Reintegration", "/events/?state=tajikistan&topic=reintegration", 1),
        ("Documents: Tajikistan", "/documents/?state=tajikistan", 1),
        ("Figures: Tajikistan", "/figures/?citizenship=tajikistan", 1),
    ]
    assert "Warsaw conference" in client.get(lists[0].url).content.decode()


@pytest.mark.usefixtures("_record")
def test_words_found_are_marked_and_nothing_else_is_markup(client):
    EventFactory(title_en="<b>Türkiye</b> & others")
    index.rebuild()
    content = client.get("/search", {"q": "turkiye"}).content.decode()
    assert "&lt;b&gt;<mark>Türkiye</mark>&lt;/b&gt; &amp; others" in content


@pytest.mark.usefixtures("_record")
def test_a_misspelt_word_gets_a_hint(client):
    content = client.get("/search", {"q": "Tajikstan reintegration"}).content.decode()
    assert "No results for all these words." in content
    assert '<a href="?q=Tajikistan%20reintegration">Tajikistan reintegration</a>' in content


@pytest.mark.usefixtures("_record")
def test_what_is_like_nothing_gets_no_hint(client):
    content = client.get("/search", {"q": "qqqqqq"}).content.decode()
    assert "Did you mean" not in content
    assert "Try fewer words" in content


def test_one_kind_is_shown_page_by_page(client):
    for number in range(23):
        EventFactory(title_en=f"Workshop {number:02}")
    index.rebuild()
    overview = client.get("/search", {"q": "workshop"})
    (group,) = overview.context["groups"]
    assert (group.count, len(group.results)) == (23, 5)
    assert "Events: all 23" in overview.content.decode()

    pages = [
        client.get("/search" + group.url + f"&page={page}").context["groups"][0].results
        for page in (1, 2)
    ]
    assert [len(hits) for hits in pages] == [20, 3]
    assert len({hit.url for hits in pages for hit in hits}) == 23


def test_titles_come_before_texts_and_the_latest_first(client):
    EventFactory(title_en="Labour", starts=date(2018, 1, 1))
    EventFactory(title_en="Other", summary_en="On labour.", starts=date(2020, 1, 1))
    EventFactory(title_en="Labour again", starts=date(2019, 1, 1))
    index.rebuild()
    assert found(client, "labour") == {"event": ["Labour again", "Labour", "Other"]}


def test_a_topic_stands_for_those_below_it(client):
    legal = TopicFactory(name_en="Legal migration")
    event = EventFactory(title_en="Seminar")
    SessionFactory(event=event).topics.add(TopicFactory(name_en="Labour", parent=legal))
    index.rebuild()
    assert found(client, "legal seminar") == {"event": ["Seminar"]}


def test_an_empty_search_says_what_can_be_found(client):
    content = client.get("/search").content.decode()
    assert "or the beginning of it, is enough" in content
    assert 'aria-invalid="true"' not in content


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"q": "x" * 10_000}, "The query is too long: use at most 200 characters."),
        ({"q": "?!…"}, "Enter a word or a number."),
        ({"q": "a", "kind": "nowhere"}, "“nowhere” is not in the register."),
    ],
)
def test_it_validates_its_input(client, query, sentence):
    response = client.get("/search", query)
    assert response.status_code == 200
    assert sentence in response.content.decode()


@pytest.mark.parametrize("page", ["-1", "0", "two", "99999"])
def test_a_page_that_is_not_there_is_not_found(client, page):
    assert client.get("/search", {"q": "a", "kind": "event", "page": page}).status_code == 404


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize(
    ("query", "words"),
    [
        *(('"', ""), ("(", ""), ("'; --", ""), ("^warsaw", "warsaw"), ('"warsaw', "warsaw")),
        *(("a*", "a"), ("(warsaw", "warsaw"), ("warsaw'; --", "warsaw")),
        ("warsaw & !conference", "warsaw conference"),
        ("warsaw -conference", "warsaw conference"),
    ],
)
def test_the_databases_own_signs_mean_nothing(client, query, words):
    results = found(client, query)

    assert results == found(client, words)
    assert bool(results) == bool(words)


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize(
    "query",
    [
        *("warsaw OR border", "NOT border", "warsaw NOT border", "title:warsaw"),
        *("x OR b", "x & !b", "NEAR", "warsaw NEAR conference"),
    ],
)
def test_the_databases_own_words_are_words_to_be_found(client, query):
    assert found(client, query) == {}


def test_it_rejects_post(client):
    assert client.post("/search").status_code == 405


def test_a_stale_entry_never_shows_a_draft(client):
    event = EventFactory(title_en="Withdrawn")
    index.rebuild()
    Event.objects.filter(pk=event.pk).update(published=False)
    assert "Withdrawn" not in client.get("/search?q=withdrawn").content.decode()
