"""Data of an older register after an upgrade."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from participants.models import Person
from tests.factories import PersonFactory


@pytest.mark.django_db
def test_names_of_new_letters_get_their_keys():
    names = {"given_names": "გიორგი", "family_name": "კაპანაძე"}
    older, other = PersonFactory(**names), PersonFactory(given_names="Anna", family_name="Nowak")
    key = older.match_key
    Person.objects.update(match_key="as before")
    migration = import_module("participants.migrations.0003_match_keys")
    migration.renew_keys(apps, SimpleNamespace(connection=connection))
    older.refresh_from_db()
    other.refresh_from_db()
    assert (older.match_key, other.match_key) == (key, "as before")
