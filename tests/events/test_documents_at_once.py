"""Documents that take work: a few at a time, and public ones made once."""

from threading import Event, Thread

import pytest
from django.core.cache import caches
from django.urls import reverse

from core.turns import TooBusy, Turns
from events import list_responses
from events.participant_list.writers import WRITERS
from tests.factories import DelegationFactory, EventFactory, PublicDelegateFactory

pytestmark = pytest.mark.django_db
PDF = "/events/conference/participants.pdf"


@pytest.fixture
def event():
    event = EventFactory(title_en="Conference", slug="conference", published=True)
    PublicDelegateFactory(delegation=DelegationFactory(event=event), family_name="Nowak")
    return event


@pytest.fixture
def no_turn(monkeypatch):
    """Others have all turns, and do not end."""
    turns = Turns(1, seconds=0.05)
    monkeypatch.setattr(list_responses, "DOCUMENT_TURNS", turns)
    monkeypatch.setattr("events.staff.issuing.DOCUMENT_TURNS", turns)
    with turns.one():
        yield turns


def test_a_turn_comes_when_another_ends():
    turns, done = Turns(1, seconds=5), Event()

    def work():
        with turns.one():
            done.wait(5)

    other = Thread(target=work)
    other.start()
    with pytest.raises(TooBusy), Turns(0, seconds=0.01).one():
        pass
    done.set()
    with turns.one():
        other.join(5)


@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_who_waits_too_long_for_a_document_is_told_when_to_come_again(
    client, event, no_turn, file_format
):
    answer = client.get(f"/events/conference/participants.{file_format}")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("name", ["badges", "plates", "attendance"])
def test_papers_wait_too(admin_client, event, no_turn, name):
    address = reverse("admin:events_event_paper", args=[event.pk, name])

    assert admin_client.get(address).status_code == 503


def test_what_takes_no_memory_waits_for_nobody(client, event, no_turn):
    for file_format in ("xlsx", "csv"):
        assert client.get(f"/events/conference/participants.{file_format}").status_code == 200


def test_a_public_document_is_made_once_until_the_content_changes(client, event, monkeypatch):
    made = []
    write = WRITERS["pdf"].write
    monkeypatch.setattr(WRITERS["pdf"], "write", lambda *given: made.append(1) or write(*given))

    first = b"".join(client.get(PDF).streaming_content)
    second = client.get(PDF)

    assert (second.content, made) == (first, [1])
    assert second.headers["Content-Disposition"].startswith("attachment")
    event.title_en = "Another conference"
    event.save()
    client.get(PDF)
    assert made == [1, 1]


def test_a_long_file_is_not_kept_and_files_push_out_no_page(client, event, monkeypatch):
    caches["files"].clear()
    monkeypatch.setattr("config.caching.MOST_KEPT", 10)

    client.get(PDF)

    assert not caches["files"]._cache
    assert caches["files"]._max_entries < caches["pages"]._max_entries
