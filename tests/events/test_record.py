"""The founding record: what it holds, how its files are refused, what a second run leaves alone."""

import datetime
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
    RecordEntry,
    Session,
)
from events.record import RecordError, load_record
from events.record.kinds import MODELS
from participants.models import Membership, MigrationFigure, State
from tests.factories import (
    DelegationFactory,
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    StateFactory,
)
from topics.models import Programme, Topic
from website.filters.events import EventFilterSet

WARSAW = "areas-of-cooperation-on-migration-with-central-asia"


class TestTheRecord(TestCase):
    """The files in `data/`, loaded into an empty register."""

    @classmethod
    def setUpTestData(cls):
        cls.summary = load_record(project.BASE_DIR / "data")

    def test_it_holds_every_state(self):
        assert State.objects.count() == 198
        assert {len(state.iso3) for state in State.objects.exclude(slug="kosovo")} == {3}
        names = dict(State.objects.values_list("slug", "name_ru"))
        assert names["kyrgyzstan"] == "Киргизия"
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
        assert "study-visit-to-frontex" in of_bomca.get().slug
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
        assert summary.unchanged == self.summary.added
        assert (summary.added, summary.renewed, summary.edited, summary.dropped) == (0, 0, 0, [])
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


def nothing_is_loaded() -> bool:
    return not any(model.objects.exists() for model in (*MODELS, RecordEntry))


@pytest.mark.django_db
def test_it_loads_a_small_record(folder):
    summary = load_record(folder)
    assert summary.added == RecordEntry.objects.count() == 17
    assert State.objects.get(slug="norland").aliases == "North Land\nNordland"
    event = Event.objects.get()
    assert event.summary_en == "First line.\nSecond line."
    assert [d.name for d in event.delegations.all()] == ["Norland", "Office"]
    session = event.sessions.get()
    assert session.starts == datetime.datetime(2019, 12, 4, 8, tzinfo=datetime.UTC)
    assert [c.kind for c in session.contributions.all()] == ["statement", "panel"]
    assert load_record(folder).unchanged == 17


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
def test_it_leaves_what_is_loaded_as_it_is_when_a_newer_file_is_broken(folder):
    load_record(folder)
    replace(folder, "states.csv", "Norland", "Northland")
    replace(folder, "figures.csv", "stock", "heap")
    with pytest.raises(RecordError):
        load_record(folder)
    assert State.objects.get(slug="norland").name_en == "Norland"


# --- Run again ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_renews_what_nobody_edited(folder):
    load_record(folder)
    replace(folder, "events.yaml", "title_ru: Встреча", "title_ru: Совещание\n  city_en: Oslo")
    replace(folder, "events.yaml", "[work]", "[study]")
    replace(folder, "events.yaml", "  published: true\n", "")
    summary = load_record(folder)
    assert (summary.renewed, summary.unchanged) == (1, 16)
    event = Event.objects.get()
    assert (event.title_ru, event.city_en, event.published) == ("Совещание", "Oslo", False)
    assert [topic.slug for topic in event.topics.all()] == ["study"]
    assert load_record(folder).unchanged == 17


@pytest.mark.django_db
def test_it_never_overwrites_what_staff_edited(folder):
    load_record(folder)
    event = Event.objects.get()
    event.title_ru, event.published = "Наша встреча", False
    event.save()
    event.topics.add(Topic.objects.get(slug="study"))
    replace(folder, "events.yaml", "title_ru: Встреча", "title_ru: Совещание")
    replace(folder, "events.yaml", "title_en: Meeting", "title_en: Assembly")
    replace(folder, "events.yaml", "[work]", "[]")
    summary = load_record(folder)
    assert (summary.renewed, summary.edited) == (1, 1)
    event.refresh_from_db()
    assert (event.title_en, event.title_ru) == ("Assembly", "Наша встреча")
    assert event.published is False
    assert {topic.slug for topic in event.topics.all()} == {"work", "study"}
    history = event.history.count()
    assert (load_record(folder).edited, event.history.count()) == (1, history)


@pytest.mark.django_db
def test_it_does_not_take_the_line_ends_of_an_edit_form_for_an_edit(folder):
    load_record(folder)
    Event.objects.update(summary_en="First line.\r\nSecond line.")
    assert load_record(folder).edited == 0
    replace(folder, "events.yaml", "Second line.", "Third line.")
    load_record(folder)
    assert Event.objects.get().summary_en == "First line.\nThird line."


@pytest.mark.django_db
def test_an_edit_that_staff_take_back_is_none(folder):
    load_record(folder)
    Event.objects.update(title_ru="Наша встреча")
    replace(folder, "events.yaml", "title_ru: Встреча", "title_ru: Совещание")
    load_record(folder)
    Event.objects.update(title_ru="Встреча")
    load_record(folder)
    assert Event.objects.get().title_ru == "Совещание"


@pytest.mark.django_db
def test_a_renewal_that_contradicts_an_edit_leaves_the_record_to_staff(folder):
    load_record(folder)
    Event.objects.update(ends=datetime.date(2019, 12, 5))
    replace(folder, "events.yaml", "starts: 2019-12-04\n", "starts: 2019-12-06\n  city_en: Oslo\n")
    assert load_record(folder).edited == 1
    event = Event.objects.get()
    assert (event.starts, event.city_en) == (datetime.date(2019, 12, 4), None)


@pytest.mark.django_db
def test_a_renewal_that_is_wrong_by_itself_is_refused(folder):
    load_record(folder)
    Event.objects.update(title_ru="Наша встреча")
    replace(folder, "events.yaml", "  published: true", "  ends: 2019-12-03")
    with pytest.raises(RecordError, match=r"line 7: ends: An event cannot end before it starts"):
        load_record(folder)


@pytest.mark.django_db
def test_it_does_not_make_again_what_staff_deleted(folder):
    load_record(folder)
    Contribution.objects.get(kind="panel").delete()
    Delegation.objects.get(organisation__slug="office").delete()
    Membership.objects.all().delete()
    State.objects.get(slug="norland").figures_reported.all().delete()
    summary = load_record(folder)
    assert (summary.added, summary.deleted) == (0, 4)
    assert [d.name for d in Delegation.objects.all()] == ["Norland"]
    assert not Membership.objects.exists()


@pytest.mark.django_db
def test_what_stood_in_a_deleted_event_stays_deleted_with_it(folder):
    load_record(folder)
    Contribution.objects.all().delete()
    Event.objects.get().delete()
    replace(folder, "events.yaml", "- organisation: office", "- state: sudland")
    summary = load_record(folder)
    assert (summary.added, summary.dropped) == (0, [])
    assert not Event.objects.exists()
    assert not Delegation.objects.exists()
    assert Document.objects.get().event is None


@pytest.mark.django_db
def test_it_makes_nothing_that_needs_what_staff_deleted(folder):
    load_record(folder)
    Document.objects.all().delete()
    Topic.objects.get(slug="study").delete()
    with (folder / "topics.yaml").open("a") as topics:
        topics.write("- slug: exchange\n  name_en: Exchange\n  parent: study\n")
    replace(folder, "events.yaml", "[work]", "[work, study]")
    summary = load_record(folder)
    assert (summary.added, summary.deleted) == (0, 3)
    assert [topic.slug for topic in Topic.objects.all()] == ["work"]
    assert [topic.slug for topic in Event.objects.get().topics.all()] == ["work"]


@pytest.mark.django_db
def test_it_finds_its_records_under_the_slugs_that_staff_gave_them(folder):
    load_record(folder)
    State.objects.filter(slug="norland").update(slug="north")
    summary = load_record(folder)
    assert (summary.added, summary.edited) == (0, 1)
    assert set(State.objects.values_list("slug", flat=True)) == {"north", "sudland"}


@pytest.mark.django_db
def test_it_adopts_what_staff_made_before_and_completes_it(folder):
    norland = StateFactory(slug="norland", name_en="The North")
    event = EventFactory(slug="meeting", title_en="Our meeting", published=False)
    DelegationFactory(event=event, state=norland, role="guest")
    MembershipFactory(
        grouping__slug="league", grouping__name_en="League", state=norland, role="leading"
    )
    OrganisationFactory(slug="office", name_en="Office", kind="other")
    summary = load_record(folder)
    assert summary.adopted == 6
    event.refresh_from_db()
    assert (event.title_en, event.published, event.topics.count()) == ("Our meeting", False, 0)
    assert [(d.name, d.role) for d in event.delegations.all()] == [
        ("The North", "guest"),
        ("Office", "participating"),
    ]
    assert Membership.objects.get().since is None
    again = load_record(folder)
    assert (again.added, again.renewed, again.adopted) == (0, 0, 0)
    assert again.edited == 4


@pytest.mark.django_db
def test_a_state_that_staff_made_is_known_by_its_code(folder):
    StateFactory(slug="north", name_en="The North", iso2="XN")
    replace(folder, "states.csv", "norland,,", "norland,XN,")
    load_record(folder)
    assert set(State.objects.values_list("slug", flat=True)) == {"north", "sudland"}


@pytest.mark.django_db
def test_the_beginning_of_a_membership_can_be_put_right(folder):
    load_record(folder)
    replace(folder, "memberships.csv", "2010-01-01", "2011-01-01")
    assert load_record(folder).renewed == 1
    assert Membership.objects.get().since == datetime.date(2011, 1, 1)


@pytest.mark.django_db
def test_it_tells_what_the_files_no_longer_have_and_leaves_it(folder):
    load_record(folder)
    replace(folder, "events.yaml", "    - organisation: office\n", "")
    assert load_record(folder).dropped == ["delegation:meeting/office"]
    assert Delegation.objects.filter(organisation__slug="office").exists()


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
    assert printed.getvalue().startswith("The record: 17 added, 0 renewed, 0 unchanged;")
    replace(folder, "events.yaml", "    - organisation: office\n", "")
    call_command("load_record", stdout=printed)
    assert "No longer in data/, but left in the register: delegation:meeting/office" in (
        printed.getvalue()
    )


@pytest.mark.django_db
def test_the_command_stops_at_a_broken_file(folder, settings):
    settings.BASE_DIR = folder.parent
    replace(folder, "events.yaml", "kind: conference", "kind: party")
    with pytest.raises(CommandError, match=r"^Nothing was loaded\. data/events.yaml, line 5: "):
        call_command("load_record")
    assert nothing_is_loaded()
