import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import ContentRevision
from events.models import (
    Contribution,
    Delegate,
    Delegation,
    Event,
    Nomination,
    ParticipantExport,
    Session,
)
from events.participant_list import Audience, rows
from events.sample import load_sample, remove_sample
from participants.models import Organisation, Person
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    PersonFactory,
    ProgrammeFactory,
    StateFactory,
    TopicFactory,
)
from website.models import SearchEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _states_and_topics(module_records):
    for code, name in (
        *(("PL", "Poland"), ("LT", "Lithuania"), ("CZ", "Czechia"), ("KZ", "Kazakhstan")),
        *(("UZ", "Uzbekistan"), ("TJ", "Tajikistan"), ("TR", "Türkiye"), ("SE", "Sweden")),
    ):
        StateFactory(name_en=name, iso2=code)
    TopicFactory(name_en="Labour migration", name_ru="Трудовая миграция")
    TopicFactory(name_en="EU policy", name_ru="Политика ЕС")
    ProgrammeFactory()


def run(capsys, *args) -> str:
    """What `load_sample` says, given `args`."""
    call_command("load_sample", *args)
    return capsys.readouterr().out


def everything() -> dict[str, list[str]]:
    """Each table with its rows, but for the revision, which only ever moves on, the types of
    content, which Django adds when it first needs one, the search index, which is made anew, and
    SQLite's notes on its tables.
    """
    passed_over = {model._meta.db_table for model in (ContentRevision, ContentType, SearchEntry)}
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in passed_over and not table.startswith(("modelsearch_", "sqlite_")):
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608, a name from the database
                found[table] = sorted(repr([plain(cell) for cell in row]) for row in cursor)
    return found


def plain(cell):
    """PostgreSQL gives bytes as views, of which no two look the same."""
    return bytes(cell) if isinstance(cell, memoryview) else cell


def texts() -> list[tuple]:
    """What a reader sees of the sample, in the order in which it was made."""
    return [
        *Event.objects.order_by("pk").values_list("title_en", "slug", "sort_date", "city_en"),
        *Delegate.objects.order_by("pk").values_list(
            *("given_names", "family_name", "position", "capacity", "rank", "status", "basis"),
            *("delegation__state__slug", "delegation__event__slug"),
        ),
        *Contribution.objects.order_by("pk").values_list("delegation__state__slug", "kind"),
    ]


# --- Loading --------------------------------------------------------------------------------
def test_it_makes_what_was_asked_for(capsys):
    said = run(capsys, "--events", "30", "--delegates", "250")

    assert Event.objects.count() == 30
    assert Delegate.objects.count() == 250
    assert f"30 events, {Delegation.objects.count()} delegations with 250 delegates" in said
    assert "load_sample --remove" in said


def test_the_same_seed_gives_the_same_sample():
    load_sample(events=20, delegates=100, seed=7)
    first = texts()
    remove_sample()

    load_sample(events=20, delegates=100, seed=7)
    assert texts() == first
    remove_sample()

    load_sample(events=20, delegates=100, seed=8)
    assert texts() != first


def test_everything_is_marked():
    load_sample(events=30, delegates=300, seed=1)

    assert {event.title_en[:8] for event in Event.objects.all()} == {"Sample: "}
    assert {event.title_ru[:8] for event in Event.objects.all()} == {"Пример: "}
    assert all(str(delegate).endswith(" (sample)") for delegate in Delegate.objects.all())
    for person in Person.objects.all():
        assert str(person).endswith(" (sample)")
        if person.family_name and person.family_name_cyrillic:
            assert person.family_name_cyrillic.endswith(" (пример)")
        assert person.email.endswith("@example.org") or not person.email
        assert person.phone.startswith("+999 ") or not person.phone
    for organisation in Organisation.objects.all():
        assert str(organisation).endswith(" (sample)")
        assert organisation.name_ru.endswith(" (пример)")
    for model in (Event, Person, Organisation):
        assert not model.objects.filter(sample=False).exists()


@pytest.mark.parametrize("audience", Audience)
def test_each_row_of_a_list_carries_the_mark(audience):
    load_sample(events=10, delegates=60, seed=1)

    for event in Event.objects.all():
        for row in rows(event, audience, "en"):
            assert "sample" in row.family_name


def test_it_holds_what_real_lists_hold():
    load_sample(events=150, delegates=1500, seed=1)

    persons = Person.objects.all()
    bare = Delegate.objects.filter(prefix="", position="", institution="")
    assert 0.05 < bare.count() / 1500 < 0.15
    assert not bare.exclude(person__email="", person__phone="").exists()
    assert persons.filter(given_names="").exists()
    assert persons.filter(family_name__startswith="Ź").exists()
    assert persons.filter(family_name__contains="ʻ").exists()
    assert persons.filter(family_name_cyrillic="Ақжолов (пример)").exists()
    assert persons.filter(family_name="", family_name_cyrillic__regex="^[А-Я]").exists()
    assert persons.filter(position__gt="", position_ru__gt="").exists()
    assert Delegate.objects.filter(capacity="head").count() == (
        Delegation.objects.filter(delegates__isnull=False).distinct().count()
    )
    assert set(Delegate.objects.values_list("status", flat=True)) == set(Delegate.Status)
    assert set(Delegate.objects.values_list("basis", flat=True)) == set(Delegate.Basis)
    assert {2, 8} <= {event.delegations.count() for event in Event.objects.all()}
    assert len(set(Delegation.objects.values_list("role", flat=True))) == 7
    assert len(set(Delegation.objects.values_list("section", flat=True))) == 5


def test_it_holds_events_of_every_sort():
    load_sample(events=150, delegates=0, seed=1)

    events = Event.objects.all()
    years = {event.sort_date.year for event in events}
    assert years == set(range(2009, 2027))
    assert set(events.values_list("kind", flat=True)) == set(Event.Kind)
    assert set(events.values_list("format", flat=True)) == set(Event.Format)
    assert set(events.values_list("status", flat=True)) == set(Event.Status)
    assert set(events.values_list("published", flat=True)) == {True, False}
    assert events.filter(starts=None, follows__isnull=False).exists()
    assert events.filter(starts__isnull=False, follows__isnull=False).exists()
    assert events.filter(programmes__isnull=False).exists()
    assert not events.filter(topics=None).exists()
    assert Contribution.objects.filter(kind="national_presentation").exists()


def test_it_obeys_every_rule_that_forms_obey():
    load_sample(events=16, delegates=60, seed=1)

    for model in (Event, Organisation, Person, Delegation, Delegate, Session, Contribution):
        assert model.objects.exists()
        for record in model.objects.all():
            record.full_clean()


def test_it_computes_what_saving_computes():
    load_sample(events=16, delegates=60, seed=1)

    for model in (Event, Organisation, Person, Delegation, Delegate):
        before = list(model.objects.order_by("pk").values())
        for record in model.objects.order_by("pk"):
            record.save()
        assert list(model.objects.order_by("pk").values()) == before


def test_it_leaves_no_history():
    load_sample(events=5, delegates=20, seed=1)

    for model in (Event, Organisation, Person, Delegation, Delegate, Session, Contribution):
        assert not model.history.exists()


def test_one_event_may_take_all_delegates():
    load_sample(events=1, delegates=500, seed=1)

    assert Delegate.objects.filter(delegation__event=Event.objects.get()).count() == 500


def test_without_delegates_no_names_are_recorded():
    load_sample(events=3, delegates=0, seed=1)

    assert Delegation.objects.exists()
    assert not Person.objects.exists()


def test_it_shows_at_once(client):
    assert "Sample: " not in client.get("/events/").content.decode()

    load_sample(events=5, delegates=0, seed=1)
    assert "Sample: " in client.get("/events/").content.decode()

    remove_sample()
    assert "Sample: " not in client.get("/events/").content.decode()


def test_a_second_sample_is_refused():
    load_sample(events=3, delegates=10, seed=1)

    with pytest.raises(CommandError, match=r"holds a sample already. .* load_sample --remove"):
        call_command("load_sample", "--seed", "2")

    assert Event.objects.count() == 3


def test_an_empty_register_is_told_to_load_the_record():
    ProgrammeFactory._meta.model.objects.all().delete()
    TopicFactory._meta.model.objects.all().delete()

    with pytest.raises(CommandError, match=r"python manage.py load_record"):
        call_command("load_sample")


@pytest.mark.parametrize("args", [("--events", "0"), ("--delegates", "-1"), ("--seed", "one")])
def test_it_validates_its_numbers(args):
    with pytest.raises(CommandError, match=r"is not a whole number from"):
        call_command("load_sample", *args)

    assert not Event.objects.exists()


def test_it_is_all_or_nothing():
    before = everything()

    def fail_late(execute, sql, params, many, context):
        if 'INSERT INTO "events_contribution"' in sql:
            raise DatabaseError("The disk is full.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_late), pytest.raises(DatabaseError):
        load_sample(events=20, delegates=50, seed=1)

    assert everything() == before


# --- Removing -------------------------------------------------------------------------------
def test_removing_leaves_every_table_as_it_was(
    admin_user, capsys, django_capture_on_commit_callbacks
):
    DelegateFactory(delegation__event__title_en="Real")
    OrganisationDelegationFactory()
    state, person = StateFactory(), PersonFactory()
    before = everything()
    load_sample(events=30, delegates=200, seed=1)
    file = work_on_the_sample(admin_user, state, person)

    with django_capture_on_commit_callbacks(execute=True):
        said = run(capsys, "--remove")

    assert everything() == before
    assert not SearchEntry.objects.filter(text__contains="sample").exists()
    assert not file.storage.exists(file.name)
    assert "Removed 29 sample events" in said
    assert "Kept" not in said


def work_on_the_sample(user, state, person):
    """Edit, add to and delete from the sample, as staff do; returns a file that they attach."""
    events = Event.objects.filter(sample=True, followed_by=None, delegations__delegates__gt=0)
    # The sample may have given this state a delegation there.
    events = events.exclude(delegations__state=state)
    edited, deleted = events.distinct().order_by("pk")[:2]
    edited.title_en = "Edited"
    edited.save()
    edited.topics.clear()
    for delegate in Delegate.objects.filter(delegation__event=edited):
        delegate.position = "Edited"
        delegate.save()
        delegate.person.save()

    delegation = DelegationFactory(event=edited, state=state)
    delegate = DelegateFactory(delegation=delegation, person=person)
    Nomination.objects.create(
        delegation=delegation, contact_email="a@example.org", deadline=timezone.now()
    )
    session = Session.objects.create(event=edited, title_en="Added")
    contribution = Contribution.objects.create(session=session, delegation=delegation)
    contribution.speakers.add(delegate)
    document = DocumentFactory(event=edited, url="", file=ContentFile(b"", name="brief.pdf"))
    document.states.add(state)
    DocumentFactory(contribution=contribution)
    ParticipantExport.objects.create(event=edited, file_format="csv", language="en", rows=1)

    for record in (edited, deleted, delegate, delegate.delegation):
        content_type = ContentType.objects.get_for_model(record)
        LogEntry.objects.create(
            user=user, content_type=content_type, object_id=str(record.pk), action_flag=CHANGE
        )
    nobody = Person.objects.filter(delegates__delegation__event=deleted).first()
    deleted.delete()
    nobody.delegates.all().delete()
    nobody.delete()
    OrganisationFactory(sample=True).delete()
    return document.file


def test_removing_keeps_what_a_real_event_needs_and_names_it(capsys):
    load_sample(events=10, delegates=60, seed=1)
    person = Person.objects.filter(organisation__isnull=False).first()
    led_by = Organisation.objects.exclude(pk=person.organisation_id).filter(kind="ministry").first()
    DelegateFactory(person=person, delegation__led_by=led_by)
    person.position = "Edited"
    person.save()

    said = run(capsys, "--remove")

    assert list(Person.objects.all()) == [person]
    assert list(Organisation.objects.order_by("pk")) == sorted(
        [person.organisation, led_by], key=lambda kept: kept.pk
    )
    for kept in (person, person.organisation, led_by):
        assert f"Kept, because a real record needs it: {kept}" in said
    assert person.history.exists()
    assert Delegate.objects.count() == 1


def test_removing_keeps_an_organisation_of_which_a_real_one_is_part():
    load_sample(events=3, delegates=0, seed=1)
    parent = Organisation.objects.first()
    child = OrganisationFactory(parent=parent)

    assert remove_sample().kept == [str(parent)]
    assert set(Organisation.objects.all()) == {parent, child}


def test_removing_takes_organisations_of_which_others_of_the_sample_are_part():
    load_sample(events=3, delegates=0, seed=1)
    parent, child = Organisation.objects.all()[:2]
    child.parent = parent
    child.save()

    assert remove_sample().kept == []
    assert not Organisation.objects.exists()


def test_a_sample_can_be_loaded_beside_what_was_kept():
    load_sample(events=3, delegates=10, seed=1)
    OrganisationFactory(parent=Organisation.objects.first())
    remove_sample()

    load_sample(events=3, delegates=10, seed=1)

    assert Event.objects.filter(sample=True).count() == 3


def test_removing_refuses_while_a_real_event_follows_the_sample():
    load_sample(events=3, delegates=10, seed=1)
    EventFactory(title_en="Real conference", follows=Event.objects.first())
    before = everything()

    with pytest.raises(CommandError, match=r"Nothing was removed.*“Real conference”.*follows"):
        call_command("load_sample", "--remove")

    assert everything() == before


def test_removing_leaves_a_document_that_has_moved_to_a_real_event_its_history():
    load_sample(events=3, delegates=0, seed=1)
    document = DocumentFactory(event=Event.objects.first())
    document.event = EventFactory()
    document.save()

    remove_sample()

    assert document.history.count() == 2


def test_removing_is_all_or_nothing():
    load_sample(events=10, delegates=50, seed=1)
    before = everything()

    def fail_late(execute, sql, params, many, context):
        if sql.startswith('DELETE FROM "participants_organisation"'):
            raise DatabaseError("The disk is full.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_late), pytest.raises(DatabaseError):
        remove_sample()

    assert everything() == before


def test_removing_takes_as_many_queries_for_a_large_sample():
    queries = []
    for events, delegates in ((3, 10), (60, 600)):
        load_sample(events, delegates, seed=1)
        with CaptureQueriesContext(connection) as captured:
            remove_sample()
        queries.append(len(captured))

    assert queries[0] == queries[1]


def test_removing_nothing_says_so(capsys):
    assert "Removed 0 sample events" in run(capsys, "--remove")
