"""Two editors press “Save” in the same moment: one is told, nothing breaks."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models.signals import pre_save
from django.test import Client

from events.models import Delegation
from tests.admin.pages import form_of
from tests.factories import EventFactory, StateFactory


@pytest.fixture
def meeting_before_saving():
    """Both editors have been checked before either is saved, where the database lets them."""
    barrier = Barrier(2, timeout=1)

    def wait(**kwargs):
        # SQLite lets the second one in only when the first has finished.
        with suppress(BrokenBarrierError):
            barrier.wait()

    pre_save.connect(wait, sender=Delegation)
    yield
    pre_save.disconnect(wait, sender=Delegation)


@pytest.mark.django_db(transaction=True)
def test_the_same_state_is_added_once(meeting_before_saving):
    event, state = EventFactory(), StateFactory()
    address = f"/admin/events/event/{event.pk}/change/"
    answers = []

    def add(client: Client):
        try:
            values = form_of(client.get(address)) | {"delegations-0-state": state.pk}
            answers.append(client.post(address, values))
        finally:
            connection.close()

    editors = [Client(), Client()]
    for number, client in enumerate(editors):
        client.force_login(User.objects.create_superuser(f"editor{number}"))
    threads = [Thread(target=add, args=[client]) for client in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    (refused,) = [answer for answer in answers if answer.status_code == 200]
    assert "This state already has a delegation at the event." in refused.content.decode()
    assert Delegation.objects.count() == 1
