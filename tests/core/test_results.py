"""Records by their keys, and the pages of a list."""

import pytest
from django.core.paginator import Paginator
from django.http import Http404
from django.test import RequestFactory

from core.pages import page_of
from core.results import Results
from participants.models import State
from tests.factories import StateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def states():
    return StateFactory.create_batch(5)


def by_key(states) -> Results:
    return Results(State.objects.all(), [state.pk for state in states])


def test_a_page_reads_its_own_records_in_order(states, django_assert_num_queries):
    turned = states[::-1]
    with django_assert_num_queries(1):
        assert list(Paginator(by_key(turned), 2).page(2)) == turned[2:4]


def test_it_is_a_sequence(states, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert len(by_key(states)) == 5
        assert by_key([])[:3] == []
    with django_assert_num_queries(1):
        assert list(by_key(states)) == states


def test_a_record_that_was_deleted_meanwhile_is_left_out(states):
    records = by_key(states)
    states[1].delete()
    assert records[:3] == [states[0], states[2]]


def test_the_page_asked_for():
    assert list(page_of(RequestFactory().get("/"), range(5), 2)) == [0, 1]
    assert list(page_of(RequestFactory().get("/?page=3"), range(5), 2)) == [4]


@pytest.mark.parametrize("number", ["0", "4", "-1", "two", ""])
def test_a_page_that_is_not_there(number):
    with pytest.raises(Http404, match="This list has no such page"):
        page_of(RequestFactory().get("/", {"page": number}), range(5), 2)
