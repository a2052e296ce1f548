"""Data that an earlier release stored goes through the migrations with nothing lost."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from events.models import Delegate
from participants.models import Person

BEFORE = [("participants", "0001_initial"), ("events", "0002_presets")]
LATIN = ("given_names", "family_name", "position", "institution")
RUSSIAN = ("given_names_cyrillic", "family_name_cyrillic", "position_ru", "institution_ru")


@pytest.fixture
def migrated_back(transactional_db):
    """The models of the release before, on its tables; all is migrated again at the end."""
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    executor = MigrationExecutor(connection)
    executor.migrate(leaves)


def migrate_forwards() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def said(record) -> tuple[str, ...]:
    return tuple(getattr(record, name) for name in (*LATIN, *RUSSIAN))


def test_names_go_to_their_script_and_back(migrated_back):
    apps = migrated_back
    event = apps.get_model("events", "Event").objects.create(
        title="Conference",
        slug="conference",
        starts="2019-12-04",
        ends="2019-12-04",
        sort_date="2019-12-04",
    )
    state = apps.get_model("participants", "State").objects.create(name="Poland", slug="poland")
    delegation = apps.get_model("events", "Delegation").objects.create(event=event, state=state)

    def add(names: tuple[str, ...], cyrillic=("", ""), **of_delegate) -> tuple[int, int]:
        values = dict(zip(LATIN, names, strict=True))
        person = apps.get_model("participants", "Person").objects.create(
            **values,
            **dict(zip(RUSSIAN[:2], cyrillic, strict=True)),
            email=f"{len(keys)}@example.org",
            name_sort_key=b"\1",
        )
        delegate = apps.get_model("events", "Delegate").objects.create(
            delegation=delegation, person=person, name_sort_key=b"\2", **values | of_delegate
        )
        return person.pk, delegate.pk

    keys: list[tuple[int, int]] = []
    nowak = ("Jan", "Nowak", "Director", "Ministry")
    keys.append(add(nowak, ("Ян", "Новак")))
    keys.append(add(("Ewa", "Lis", "", ""), ("Ева", "Лис"), family_name="Lis-Nowak"))
    keys.append(add(("Олим", "Юсупов", "Директор", "МВД")))
    keys.append(add(("Ян", "Кос", "Director, Отдел", ""), ("Ян", "Кос")))
    keys.append(add(("Анна", "Кос", "", ""), ("Анна", "Косова")))
    keys.append(add(("Madonna", "", "", "")))

    migrate_forwards()

    persons = {person.pk: said(person) for person in Person.objects.all()}
    delegates = {each.pk: said(each) for each in Delegate.objects.all()}
    assert [(persons[person], delegates[delegate]) for person, delegate in keys] == [
        # The delegate gets the person's name in Cyrillic where the Latin one is the same.
        ((*nowak, "Ян", "Новак", "", ""), (*nowak, "Ян", "Новак", "", "")),
        (
            ("Ewa", "Lis", "", "", "Ева", "Лис", "", ""),
            ("Ewa", "Lis-Nowak", "", "", "", "", "", ""),
        ),
        # What is in Cyrillic goes into the fields for it.
        (("", "", "", "", "Олим", "Юсупов", "Директор", "МВД"),) * 2,
        (("", "", "Director, Отдел", "", "Ян", "Кос", "", ""),) * 2,
        # Two names in Cyrillic: neither is lost.
        (
            ("Анна", "Кос", "", "", "Анна", "Косова", "", ""),
            ("", "", "", "", "Анна", "Кос", "", ""),
        ),
        # Somebody must be called something.
        (("", "Madonna", *[""] * 6),) * 2,
    ]
    assert {person.email for person in Person.objects.all()} == {
        f"{number}@example.org" for number in range(len(keys))
    }
    assert all(bytes(each.name_sort_key) == b"\2" for each in Delegate.objects.all())

    # And the way back keeps the names.
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    former = executor.loader.project_state(BEFORE).apps.get_model("events", "Delegate")
    kept = [former.objects.get(pk=delegate) for _person, delegate in keys]
    assert [(each.given_names, each.family_name, each.position) for each in kept] == [
        ("Jan", "Nowak", "Director"),
        ("Ewa", "Lis-Nowak", ""),
        ("Олим", "Юсупов", "Директор"),
        ("Ян", "Кос", "Director, Отдел"),
        ("Анна", "Кос", ""),
        ("", "Madonna", ""),
    ]
