"""The founding record: what it holds, how its files are refused, what a second run leaves alone."""

import datetime
import re
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings as project
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.http import QueryDict
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from modeltranslation.translator import translator

from core.models import ContentRevision
from events.models import (
    Contribution,
    Delegate,
    Delegation,
    Document,
    Event,
    Session,
)
from events.record import RecordError, load_record
from events.record.loading import EVENT_PARTS, FILES
from participants.matching import ParticipantMatcher
from participants.models import Membership, MigrationFigure, State
from tests.factories import (
    DelegationFactory,
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    StateFactory,
)
from topics.models import Phase, Programme, Topic
from website.filters.events import EventFilterSet
from website.search import index

MODELS = [kind.model for kind in (*FILES.values(), *EVENT_PARTS.values())] + [Contribution, Phase]
CENTRAL_ASIA = ("kazakhstan", "kyrgyzstan", "tajikistan", "turkmenistan", "uzbekistan")
WARSAW = "areas-of-cooperation-on-migration-with-central-asia"


class TestTheRecord(TestCase):
    """The files in `data/`, loaded into an empty register."""

    @classmethod
    def setUpTestData(cls):
        cls.summary = load_record(project.BASE_DIR / "data")
        index.rebuild()

    def test_it_holds_every_state(self):
        assert State.objects.count() == 198
        assert {len(state.iso3) for state in State.objects.exclude(slug="kosovo")} == {3}
        names = dict(State.objects.values_list("slug", "name_ru"))
        assert names["kyrgyzstan"] == "Кыргызстан"
        assert names["united-arab-emirates"] == "Объединённые Арабские Эмираты"
        saint_lucia = State.objects.get(slug="saint-lucia")
        assert saint_lucia.name_en == "Saint Lucia"
        assert "St. Lucia" in saint_lucia.aliases.splitlines()
        assert State.objects.get(slug="kosovo").marked_name == "Kosovo*"

    def test_no_two_states_share_a_spelling(self):
        taken = {}
        for state in State.objects.all():
            for spelling in state.spellings:
                assert taken.setdefault(spelling, state) == state, spelling

    def test_it_holds_the_conference_with_its_thirteen_delegations(self):
        event = Event.objects.published().get(slug=WARSAW)
        assert event.title_en == "Areas of cooperation on migration with Central Asia"
        assert (event.starts, event.ends) == (datetime.date(2019, 12, 4), None)
        assert event.place_text == "Warsaw, Poland"
        delegations = {d.name: d for d in event.delegations.with_names()}
        assert list(delegations) == [
            *("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"),
            *("Czech Republic", "Hungary", "Lithuania", "Poland"),
            *("Austria", "Italy"),
            "European External Action Service (EEAS)",
            "International Centre for Migration Policy Development (ICMPD)",
        ]
        leading = [name for name, d in delegations.items() if d.role == "leading_state"]
        assert leading == ["Czech Republic", "Hungary", "Lithuania", "Poland"]
        poland = delegations["Poland"]
        assert poland.roles == ["leading state", "host", "organiser"]
        assert poland.led_by.name == "Ministry of the Interior and Administration of Poland"
        icmpd = event.delegations.get(organisation__slug="icmpd")
        assert (icmpd.role, icmpd.section) == ("organiser", "secretariat")
        assert icmpd.in_capacity_of_ru == "Секретариат Пражского процесса"

    def test_it_names_no_delegates(self):
        assert not Delegate.objects.exists()

    def test_it_holds_five_national_presentations(self):
        presentations = Contribution.objects.filter(
            session__event__slug=WARSAW, kind=Contribution.Kind.NATIONAL_PRESENTATION
        )
        states = presentations.values_list("delegation__state__slug", flat=True)
        assert list(states) == [
            *("kazakhstan", "kyrgyzstan", "tajikistan", "turkmenistan", "uzbekistan")
        ]

    def test_the_study_visit_follows_the_conference_without_dates(self):
        conference, visit = (
            Event.objects.get(slug=slug) for slug in (WARSAW, "study-visit-to-polish-institutions")
        )
        assert visit.follows == conference
        assert visit.starts is None
        assert visit.date_text == "December 2019, after the conference"
        with translation.override("ru"):
            assert visit.date_text == "декабрь 2019 года, после конференции"
        latest = list(Event.objects.latest_first())
        assert latest.index(visit) == latest.index(conference) + 1

    def test_events_are_found_by_what_outside_checks_ask_for(self):
        of_bomca = Event.objects.with_programmes(Programme.objects.filter(slug="bomca"))
        assert set(of_bomca.values_list("slug", flat=True)) == {
            WARSAW,
            "study-visit-to-frontex-and-the-polish-border-guard-2023",
        }
        for topic in ("labour-migration", "educational-migration", "reintegration"):
            found = Event.objects.with_topics(Topic.objects.filter(slug=topic))
            assert found.filter(slug=WARSAW).exists(), topic
        for topic in ("repatriation", "diaspora", "international-protection"):
            found = Event.objects.with_topics(Topic.objects.filter(slug=topic))
            assert found.get().slug == "study-visit-to-polish-institutions"
        central_asia = EventFilterSet(
            QueryDict("grouping=central-asia"), queryset=Event.objects.published()
        )
        assert central_asia.qs.filter(slug=WARSAW).exists()

    def test_the_five_central_asian_states_contributed(self):
        response = self.client.get("/cooperation/?grouping=central-asia&topic=labour-migration")
        rows = {row.state.slug: row.cells[0].contributions for row in response.context["rows"]}
        assert rows == dict.fromkeys(CENTRAL_ASIA, 1)
        response = self.client.get("/cooperation/?grouping=central-asia")
        assert all(
            sum(cell.contributions for cell in row.cells) for row in response.context["rows"]
        )

    def test_a_region_took_part_in_what_its_states_took_part_in(self):
        events = Event.objects.published()

        def found(query):
            return set(EventFilterSet(QueryDict(query), queryset=events).results.keys)

        states = "&".join(f"state={slug}" for slug in CENTRAL_ASIA)
        assert found("grouping=central-asia") == found(states)
        assert len(found(states)) == 4

    def test_its_states_are_found_by_every_usual_name(self):
        matcher = ParticipantMatcher()
        for text, slug in {
            "Киргизия": "kyrgyzstan",
            "Кыргызстан": "kyrgyzstan",
            "Moldova": "moldova",
            "Republic of Moldova": "moldova",
            "Молдова": "moldova",
            "Молдавия": "moldova",
            "Turkey": "turkiye",
            "Türkiye": "turkiye",
            "Турция": "turkiye",
            "North Macedonia": "north-macedonia",
        }.items():
            assert matcher.match(text).record.slug == slug, text

    def test_no_russian_page_or_file_says_a_name_that_the_dialogue_does_not_use(self):
        for path in (
            *("/ru/", "/ru/states/", "/ru/states/kyrgyzstan/", "/ru/cooperation/", "/ru/figures/"),
            *("/ru/states.csv", "/ru/figures.csv", "/ru/cooperation.csv", "/ru/events.csv"),
            *(f"/ru/events/{WARSAW}/", f"/ru/events/{WARSAW}/participants.csv"),
        ):
            response = self.client.get(path)
            content = response.getvalue().decode()
            assert "Киргиз" not in content, path
            assert "Молдави" not in content, path
        assert "Кыргызстан" in content

    def test_states_are_members_of_the_union_and_of_regions_and_participate_in_processes(self):
        for slug, role in (
            *(("european-union", "member state"), ("central-asia", "member state")),
            ("prague-process", "participating state"),
        ):
            memberships = Membership.objects.filter(grouping__slug=slug).exclude(role="leading")
            assert {one.get_role_display() for one in memberships} == {role}
        page = self.client.get("/ru/states/tajikistan/").content.decode()
        assert "государство-член" in page
        assert "государство-участник" in page

    def test_the_brief_is_found_under_the_topics_of_its_event(self):
        brief = "the-eu-central-asia-strategy-and-its-impact-on-migration"
        for topic in ("migration-dialogue", "labour-migration", "legal-migration"):
            for address in (f"/documents/?topic={topic}", f"/ru/documents/?topic={topic}"):
                found = self.client.get(address).context["object_list"]
                assert [document.slug for document in found] == [brief], address
            (record,) = self.client.get(f"/api/v1/documents/?topic={topic}").json()["results"]
            assert record["slug"] == brief
            assert record["abstract"]["en"].startswith("The brief addresses what is new")
            assert brief in self.client.get(f"/documents.csv?topic={topic}").getvalue().decode()
            assert brief in self.client.get(f"/topics/{topic}/").content.decode()
        assert not self.client.get("/documents/?topic=diaspora").context["object_list"]

    def test_it_says_nothing_that_its_source_does_not(self):
        page = self.client.get(f"/events/{WARSAW}/").content.decode()
        assert "In person" not in page
        assert "Agenda" not in page
        assert "What was presented" in page
        for state in ("czechia", "hungary", "lithuania", "poland", "austria", "italy"):
            assert not Contribution.objects.filter(
                session__event__slug=WARSAW, delegation__state__slug=state
            ).exists()

    def test_a_figure_that_is_not_exact_says_so_everywhere(self):
        query = "citizenship=tajikistan&indicator=work_permits"
        for address in (f"/figures/?{query}", "/states/tajikistan/", "/search?q=work permits"):
            assert "under 5,400" in self.client.get(address).content.decode(), address
        assert "менее 5400" in self.client.get(f"/ru/figures/?{query}").content.decode()
        assert ",fewer\r\n" in self.client.get(f"/figures.csv?{query}").getvalue().decode()
        (figure,) = self.client.get(f"/api/v1/figures/?{query}").json()["results"]
        assert (figure["qualifier"], figure["value"]) == ("fewer", 5400)

    def test_titles_of_sources_authors_and_publishers_say_their_language(self):
        document = self.client.get("/ru/documents/").content.decode()
        assert '<span lang="en">Yan Matusevich</span>' in document
        assert '<span lang="en">Prague Process Migration Observatory</span>' in document
        figures = self.client.get("/ru/figures/").content.decode()
        assert re.search(r'<a [^>]*lang="en">News\.tj</a>', figures)
        sources = self.client.get(f"/ru/events/{WARSAW}/").content.decode()
        assert '<div class="prose small" lang="en">' in sources

    def test_memberships_begin_and_end(self):
        united_kingdom = Membership.objects.filter(
            grouping__slug="european-union", state__slug="united-kingdom"
        )
        assert united_kingdom.on(datetime.date(2020, 1, 31)).exists()
        assert not united_kingdom.on(datetime.date(2020, 2, 1)).exists()
        union = Membership.objects.filter(grouping__slug="european-union")
        assert union.on(datetime.date(2019, 12, 4)).count() == 28
        assert union.on(datetime.date(2024, 1, 1)).count() == 27
        process = Membership.objects.filter(grouping__slug="prague-process")
        that_day = process.on(datetime.date(2019, 12, 4))
        # Nobody twice.
        assert that_day.count() == that_day.values("state").distinct().count() == 50
        leading = that_day.filter(role="leading").values_list("state__slug", flat=True)
        assert set(leading) == {"czechia", "hungary", "lithuania", "poland"}

    def test_a_figure_says_where_sources_disagree(self):
        figures = MigrationFigure.objects.filter(citizenship__slug="tajikistan")
        disputed = figures.get(indicator="asylum_applicants", year=2015)
        assert (disputed.value, disputed.note) == (527, "conflict")
        assert disputed.remark_en == "The source gives 527 and 539."
        assert MigrationFigure.objects.filter(source_url="").count() == 0
        assert (
            MigrationFigure.objects.filter(reporting_grouping__slug="european-union").count() == 10
        )

    def test_it_holds_the_policy_brief(self):
        brief = Document.objects.published().get()
        assert (brief.authors, brief.date) == ("Yan Matusevich", datetime.date(2019, 11, 25))
        assert brief.event.slug == WARSAW

    def test_all_that_it_says_it_says_in_english_and_in_russian(self):
        for model in MODELS:
            for name in translator.get_options_for_model(model).all_fields:
                for record in model.objects.all():
                    english, russian = (getattr(record, f"{name}_{code}") for code in ("en", "ru"))
                    assert bool(english) == bool(russian), (record, name)

    def test_every_event_names_its_source(self):
        assert not Event.objects.filter(sources="").exists()

    def test_a_second_run_writes_nothing(self):
        revision, history = ContentRevision.current(), _history()
        with CaptureQueriesContext(connection) as queries:
            summary = load_record(project.BASE_DIR / "data")
        assert counts(summary) == (0, len(self.summary.added))
        assert ContentRevision.current() == revision
        assert _history() == history
        written = [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        assert written == []


def _history() -> int:
    """How many rows of history there are, of all models together."""
    return sum(
        model.objects.count()
        for model in apps.get_models()
        if model.__name__.startswith("Historical")
    )


# --- A small record, for what may happen to one ---------------------------------------------

SMALL = {
    "states.csv": """\
# States.
slug,iso2,name_en,name_ru,aliases
norland,,Norland,Норландия,North Land; Nordland
sudland,,Sudland,Зюдландия,
""",
    "groupings.yaml": """\
- slug: league
  name_en: League
""",
    "memberships.csv": """\
grouping,state,role,since,until
league,norland,leading,2010-01-01,
""",
    "organisations.yaml": """\
- slug: office
  name_en: Office
  kind: other
""",
    "topics.yaml": """\
- slug: work
  name_en: Work
- slug: study
  name_en: Study
""",
    "programmes.yaml": """\
- slug: bridge
  name_en: Bridge
  kind: programme
  phases:
    - number: 1
      start: 2018-01-01
""",
    "events.yaml": """\
# Events.
- slug: meeting
  title_en: Meeting
  title_ru: Встреча
  kind: conference
  starts: 2019-12-04
  published: true
  topics: [work]
  summary_en: |
    First line.
    Second line.
  delegations:
    - state: norland
      role: host
    - organisation: office
  sessions:
    - position: 1
      title_en: Opening
      starts: 2019-12-04 09:00+01:00
      contributions:
        - delegation: norland
          kind: statement
        - delegation: norland
          kind: panel
""",
    "documents.yaml": """\
- slug: paper
  title_en: Paper
  kind: other
  language: en
  url: https://example.org/paper
  event: meeting
""",
    "figures.csv": """\
reporting_state,citizenship,indicator,unit,year,value,source_title
norland,sudland,residing,stock,2019,0,Statistical office
""",
}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    for name, text in SMALL.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def replace(folder, name, old, new):
    """Put `new` where `old` stands in a file."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def counts(summary) -> tuple[int, int]:
    """How many entries were added, and how many were there."""
    return len(summary.added), summary.present


def nothing_is_loaded() -> bool:
    return not any(model.objects.exists() for model in MODELS)


@pytest.mark.django_db
def test_it_loads_a_small_record(folder):
    assert counts(load_record(folder)) == (11, 0)
    assert State.objects.get(slug="norland").aliases == "North Land\nNordland"
    event = Event.objects.get()
    assert event.summary_en == "First line.\nSecond line."
    assert [d.name for d in event.delegations.all()] == ["Norland", "Office"]
    session = event.sessions.get()
    assert session.starts == datetime.datetime(2019, 12, 4, 8, tzinfo=datetime.UTC)
    assert [c.kind for c in session.contributions.all()] == ["statement", "panel"]
    assert counts(load_record(folder)) == (0, 11)


@pytest.mark.django_db
def test_it_says_in_the_history_where_a_record_comes_from(folder):
    load_record(folder)
    assert Event.objects.get().history.first().history_change_reason == "load_record"


# --- Broken files ---------------------------------------------------------------------------

BROKEN = {
    "a name that is not a field": (
        ("events.yaml", "  kind: conf", "  knid: conf"),
        "data/events.yaml, line 5: “knid” is not known here. Known are: slug, title_en,",
    ),
    "a name that the record may not set": (
        ("organisations.yaml", "kind: other", "sample: true"),
        "data/organisations.yaml, line 3: “sample” is not known here.",
    ),
    "a state that does not exist": (
        ("events.yaml", "- state: norland", "- state: nowhere"),
        "data/events.yaml, line 13: state is “nowhere”, but no state of that name",
    ),
    "a topic that does not exist": (
        ("events.yaml", "[work]", "[work, play]"),
        "data/events.yaml, line 8: topics is “play”, but no topic of that name",
    ),
    "a delegation that did not come": (
        ("events.yaml", "- delegation: norland", "- delegation: sudland"),
        "data/events.yaml, line 21: delegation is “sudland”",
    ),
    "a choice that does not exist": (
        ("events.yaml", "kind: conference", "kind: party"),
        "data/events.yaml, line 5: kind is “party”, but must be one of: ministerial_conference,",
    ),
    "a choice that does not exist, in a table": (
        ("figures.csv", "stock", "heap"),
        "data/figures.csv, line 2: unit is “heap”, but must be one of: stock, flow.",
    ),
    "an entry twice": (
        ("topics.yaml", "slug: study", "slug: work"),
        "data/topics.yaml, line 3: “work” stands in the record already.",
    ),
    "a name twice": (
        ("topics.yaml", "name_en: Work", "slug: work"),
        "data/topics.yaml, line 2: “slug” stands twice in one entry.",
    ),
    "an entry without a name": (
        ("topics.yaml", "slug: study", "position: 1"),
        "data/topics.yaml, line 3: Say what this is: slug is missing.",
    ),
    "a day that does not exist": (
        ("events.yaml", "2019-12-04\n", "2019-13-04\n"),
        "data/events.yaml, line 6: starts: “2019-13-04” value has the correct format",
    ),
    "a time without its zone": (
        ("events.yaml", "09:00+01:00", "09:00"),
        "data/events.yaml, line 19: starts lacks its zone.",
    ),
    "a value that is not a number": (
        ("figures.csv", ",0,", ",many,"),
        "data/figures.csv, line 2: value: “many” value must be a decimal number.",
    ),
    "what the model refuses at a field": (
        ("events.yaml", "  published: true", "  ends: 2019-12-03"),
        "data/events.yaml, line 7: ends: An event cannot end before it starts.",
    ),
    "what the model refuses as a whole": (
        ("memberships.csv", "norland,leading,2010-01-01,", "norland,leading,2010-01-01,2009-01-01"),
        "data/memberships.csv, line 2: until: A membership ends after it begins.",
    ),
    "a field that must not be empty": (
        ("events.yaml", "  title_en: Meeting\n", ""),
        "data/events.yaml, line 2: title_en: This field cannot be",
    ),
    "an address that is none": (
        ("documents.yaml", "https://example.org/paper", "paper"),
        "data/documents.yaml, line 5: url: Enter a valid URL.",
    ),
    "a text that is too long": (
        ("events.yaml", "title_ru: Встреча", f"title_ru: {'В' * 251}"),
        "data/events.yaml, line 4: title_ru: Ensure this value has at most 250 characters",
    ),
    "a text in place of a list": (
        ("events.yaml", "[work]", "work"),
        "data/events.yaml, line 8: Here a list belongs.",
    ),
    "a list in place of a text": (
        ("events.yaml", "kind: conference", "kind: [conference]"),
        "data/events.yaml, line 5: Here stands a list where a text belongs.",
    ),
    "a text in place of an entry": (
        ("events.yaml", "- organisation: office", "- office"),
        "data/events.yaml, line 15: Here an entry belongs",
    ),
    "a name that is a list": (
        ("topics.yaml", "slug: study", "[slug]: study"),
        "data/topics.yaml, line 3: Here stands a list where a text belongs.",
    ),
    "broken YAML": (
        ("events.yaml", "[work]", "[work"),
        "data/events.yaml, line 9: This is not YAML: expected ',' or ']'",
    ),
    "a tabulator": (
        ("events.yaml", "  kind:", "\tkind:"),
        "data/events.yaml, line 5: This is not YAML: found character '\\t'",
    ),
    "a control character in YAML": (
        ("events.yaml", "Встреча", "Встреча\x07"),
        "data/events.yaml, line 4: This is not YAML: special characters are not allowed.",
    ),
    "a NUL written as an escape": (
        ("events.yaml", "title_en: Meeting", 'title_en: "Meet\\0ing"'),
        "data/events.yaml, line 3: The text holds a character that cannot be stored.",
    ),
    "a NUL in a table": (
        ("figures.csv", "Statistical", "Stat\0istical"),
        "data/figures.csv, line 2: The ",
    ),
    "a row too short": (
        ("figures.csv", "norland,sudland,", "norland,"),
        "data/figures.csv, line 2: The row has 6 cells, the first row 7 names.",
    ),
    "a quotation mark that does not close": (
        ("states.csv", "norland,,", '"norland,,'),
        "data/states.csv, line 3: The row cannot be read: unexpected end of data.",
    ),
    "a column twice": (
        ("figures.csv", "unit,year", "year,year"),
        "data/figures.csv, line 2: “year” stands twice in one entry.",
    ),
    "an empty file": (
        ("groupings.yaml", SMALL["groupings.yaml"], ""),
        "data/groupings.yaml, line 1: The file holds no entries.",
    ),
    "a file that is no list": (
        ("groupings.yaml", SMALL["groupings.yaml"], "league: League\n"),
        "data/groupings.yaml, line 1: Here a list belongs.",
    ),
    "lists without end": (
        ("groupings.yaml", SMALL["groupings.yaml"], "[" * 20_000),
        "data/groupings.yaml, line 1: The lists are nested too deeply.",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "sentence"), BROKEN.values(), ids=BROKEN)
def test_it_refuses(folder, change, sentence):
    replace(folder, *change)
    with pytest.raises(RecordError) as refusal:
        load_record(folder)
    assert str(refusal.value).startswith(sentence)
    assert nothing_is_loaded()


@pytest.mark.django_db
def test_it_refuses_a_text_that_is_not_utf_8(folder):
    (folder / "topics.yaml").write_bytes("- slug: work\n  name_en: Труд\n".encode("cp1251"))
    with pytest.raises(RecordError, match=r"^data/topics.yaml, line 2: The text is not UTF-8\.$"):
        load_record(folder)
    assert nothing_is_loaded()


@pytest.mark.django_db
def test_it_refuses_a_file_that_is_missing(folder):
    (folder / "topics.yaml").unlink()
    with pytest.raises(RecordError, match=r"^data/topics.yaml, line 1: The file cannot be read"):
        load_record(folder)
    assert nothing_is_loaded()


@pytest.mark.django_db
def test_a_broken_entry_keeps_new_ones_before_it_out(folder):
    load_record(folder)
    with (folder / "states.csv").open("a") as states:
        states.write("ostland,,Ostland,Остландия,\n")
    replace(folder, "figures.csv", "stock", "heap")
    with pytest.raises(RecordError, match=r"^data/figures.csv, line 2: unit is “heap”"):
        load_record(folder)
    assert not State.objects.filter(slug="ostland").exists()


# --- Run again ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_never_overwrites_what_staff_edited(folder):
    load_record(folder)
    event = Event.objects.get()
    event.title_ru, event.published = "Наша встреча", False
    event.save()
    event.topics.add(Topic.objects.get(slug="study"))
    Delegation.objects.get(organisation__slug="office").delete()
    Contribution.objects.get(kind="panel").delete()
    replace(folder, "events.yaml", "title_ru: Встреча", "title_ru: Совещание")
    replace(folder, "events.yaml", "title_en: Meeting", "title_en: Assembly")
    replace(folder, "events.yaml", "[work]", "[]")
    history = _history()
    assert counts(load_record(folder)) == (0, 11)
    event.refresh_from_db()
    assert (event.title_en, event.title_ru) == ("Meeting", "Наша встреча")
    assert event.published is False
    assert {topic.slug for topic in event.topics.all()} == {"work", "study"}
    assert [d.name for d in event.delegations.all()] == ["Norland"]
    assert [c.kind for c in event.sessions.get().contributions.all()] == ["statement"]
    assert _history() == history


@pytest.mark.django_db
def test_it_adds_what_the_files_have_newly(folder):
    load_record(folder)
    with (folder / "topics.yaml").open("a") as topics:
        topics.write("- slug: exchange\n  name_en: Exchange\n  parent: study\n")
    with (folder / "events.yaml").open("a") as events:
        events.write(
            "- slug: visit\n  title_en: Visit\n  kind: study_visit\n  follows: meeting\n"
            "  topics: [work, exchange]\n  delegations: [{state: norland}]\n"
        )
    assert counts(load_record(folder)) == (2, 11)
    visit = Event.objects.get(slug="visit")
    assert visit.follows.slug == "meeting"
    assert {topic.slug for topic in visit.topics.all()} == {"work", "exchange"}
    assert visit.delegations.get().state.slug == "norland"


@pytest.mark.django_db
def test_it_adds_again_what_staff_deleted(folder):
    load_record(folder)
    Contribution.objects.all().delete()
    Event.objects.get().delete()
    Membership.objects.all().delete()
    assert counts(load_record(folder)) == (2, 9)
    assert Event.objects.get().delegations.count() == 2
    # It was there, so that it is left as it is.
    assert Document.objects.get().event is None


@pytest.mark.django_db
def test_it_leaves_what_staff_made_before_as_it_is(folder):
    norland = StateFactory(slug="norland", name_en="The North")
    event = EventFactory(slug="meeting", title_en="Our meeting", published=False)
    DelegationFactory(event=event, state=norland, role="guest")
    MembershipFactory(
        grouping__slug="league", grouping__name_en="League", state=norland, role="leading"
    )
    OrganisationFactory(slug="office", name_en="Office", kind="other")
    assert counts(load_record(folder)) == (6, 5)
    event.refresh_from_db()
    assert (event.title_en, event.published, event.topics.count()) == ("Our meeting", False, 0)
    assert [(d.name, d.role) for d in event.delegations.all()] == [("The North", "guest")]
    assert Membership.objects.get().since is None
    assert Document.objects.get().event == event


@pytest.mark.django_db
def test_a_state_that_staff_made_is_known_by_its_code(folder):
    StateFactory(slug="north", name_en="The North", iso2="XN")
    replace(folder, "states.csv", "norland,,", "norland,XN,")
    load_record(folder)
    assert set(State.objects.values_list("slug", flat=True)) == {"north", "sudland"}
    assert Membership.objects.get().state.slug == "north"


@pytest.mark.django_db
def test_a_membership_whose_beginning_staff_put_right_is_not_added_again(folder):
    load_record(folder)
    Membership.objects.update(since=datetime.date(2011, 1, 1))
    assert counts(load_record(folder)) == (0, 11)


@pytest.mark.django_db
def test_a_state_may_belong_to_a_grouping_twice(folder):
    with (folder / "memberships.csv").open("a") as memberships:
        memberships.write("league,norland,leading,2000-01-01,2005-01-01\n")
    assert counts(load_record(folder)) == (12, 0)
    assert counts(load_record(folder)) == (0, 12)


@pytest.mark.django_db
def test_it_loads_the_same_whatever_the_language_of_the_caller(folder):
    with translation.override("ru"):
        load_record(folder)
        replace(folder, "events.yaml", "kind: conference", "kind: party")
        with pytest.raises(RecordError, match="must be one of"):
            load_record(folder)
    assert Event.objects.values_list("title_en", "title_ru").get() == ("Meeting", "Встреча")
    assert Session.objects.get().title_ru is None


# --- The command ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_command_says_what_it_did(folder, settings):
    settings.BASE_DIR = folder.parent
    printed = StringIO()
    call_command("load_record", stdout=printed)
    # Not each by name: the register was empty.
    assert printed.getvalue() == ("The record: 11 added, 0 there already and left as they are.\n")


@pytest.mark.django_db
def test_the_command_names_what_it_adds_to_a_register_in_use(folder, settings):
    settings.BASE_DIR = folder.parent
    load_record(folder)
    Event.objects.get().delete()
    printed = StringIO()
    call_command("load_record", stdout=printed)
    assert printed.getvalue() == (
        "The record: 1 added, 10 there already and left as they are.\nAdded event: Meeting\n"
    )


@pytest.mark.django_db
def test_the_command_stops_at_a_broken_file(folder, settings):
    settings.BASE_DIR = folder.parent
    replace(folder, "events.yaml", "kind: conference", "kind: party")
    with pytest.raises(CommandError, match=r"^Nothing was loaded\. data/events.yaml, line 5: "):
        call_command("load_record")
    assert nothing_is_loaded()
