"""The actions on lists: publish and unpublish, and taking participant lists out."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Permission, User
from python_calamine import CalamineWorkbook

from core.models import ContentRevision
from events.models import Event, ParticipantExport
from tests.factories import DelegateFactory, DocumentFactory, EventFactory, TopicFactory

EVENTS = "/admin/events/event/"


def act(client, address: str, action: str, records, follow: bool = True):
    keys = [record.pk for record in records]
    return client.post(address, {"action": action, "_selected_action": keys}, follow=follow)


def cells(content: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


# --- Publish, unpublish ---------------------------------------------------------------------
def test_drafts_are_published_and_counted(signed_in):
    client = signed_in("Editors")
    drafts = EventFactory.create_batch(2, published=False)
    public = EventFactory(published=True)
    response = act(client, EVENTS, "publish", [*drafts, public])
    assert "2 records were published." in response.content.decode()
    assert Event.objects.published().count() == 3
    assert client.get(drafts[0].get_absolute_url()).status_code == 200


def test_events_become_drafts_again(signed_in):
    client, event = signed_in("Editors"), EventFactory(published=True)
    response = act(client, EVENTS, "unpublish", [event])
    assert "1 record is a draft again." in response.content.decode()
    assert client.get(event.get_absolute_url()).status_code == 404


def test_it_keeps_who_published_and_what_the_event_was_about(signed_in):
    event = EventFactory(published=False)
    event.topics.add(TopicFactory())
    before = event.history.count()
    act(signed_in("Editors"), EVENTS, "publish", [event])
    assert event.history.count() == before + 1
    latest = event.history.first()
    assert latest.history_user == User.objects.get(username="editors")
    assert latest.published
    assert latest.topics.count() == 1


def test_public_pages_learn_of_it(admin_client):
    event = EventFactory(published=False)
    before = ContentRevision.current()
    act(admin_client, EVENTS, "publish", [event])
    assert ContentRevision.current() != before


def test_documents_are_published(admin_client):
    document = DocumentFactory(published=False)
    act(admin_client, "/admin/events/document/", "publish", [document])
    document.refresh_from_db()
    assert document.published


@pytest.mark.parametrize("action", ["publish", "unpublish"])
def test_a_reader_publishes_nothing(signed_in, action):
    client = signed_in("Readers")
    event = EventFactory(published=action == "unpublish")
    assert f'<option value="{action}">' not in client.get(EVENTS).content.decode()
    act(client, EVENTS, action, [event])
    event.refresh_from_db()
    assert event.published == (action == "unpublish")


# --- Participant lists ----------------------------------------------------------------------
def test_one_event_gives_its_workbook(signed_in):
    delegate = DelegateFactory(person__family_name="Nazarov", person__email="n@example.org")
    event = delegate.delegation.event
    response = act(signed_in("Protocol"), EVENTS, "export_participants", [event])
    assert "spreadsheetml" in response.headers["Content-Type"]
    text = str(cells(b"".join(response.streaming_content)))
    assert "Nazarov" in text
    assert "n@example.org" in text
    (export,) = ParticipantExport.objects.all()
    assert (export.event, export.rows, export.file_format) == (event, 1, "xlsx")


def test_several_events_give_an_archive_of_workbooks(signed_in):
    delegates = [DelegateFactory(person__family_name=name) for name in ("Nazarov", "Kowalska")]
    events = [delegate.delegation.event for delegate in delegates]
    client = signed_in("Protocol")
    response = act(client, EVENTS, "export_participants", events)
    assert response.headers["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        names = archive.namelist()
        assert all(name.endswith(".xlsx") for name in names)
        texts = {name: str(cells(archive.read(name))) for name in names}
    for event, delegate in zip(events, delegates, strict=True):
        (text,) = [text for name, text in texts.items() if f"-{event.slug}-" in name]
        assert delegate.family_name in text
    exports = ParticipantExport.objects.all()
    assert {(export.event, export.rows) for export in exports} == {(event, 1) for event in events}
    assert {export.user.username for export in exports} == {"protocol"}


def test_contact_data_stay_with_those_who_may_see_them(client, db):
    user = User.objects.create_user("clerk", is_staff=True)
    names = ["view_event", "export_participants"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client.force_login(user)
    events = [
        DelegateFactory(person__email="n@example.org", family_name="Nazarov").delegation.event
        for _ in range(2)
    ]
    response = act(client, EVENTS, "export_participants", events)
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        texts = [str(cells(archive.read(name))) for name in archive.namelist()]
    assert all("Nazarov" in text and "n@example.org" not in text for text in texts)


def test_it_exports_in_the_language_of_the_page(signed_in):
    events = [DelegateFactory().delegation.event for _ in range(2)]
    response = act(signed_in("Protocol"), f"/ru{EVENTS}", "export_participants", events)
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        assert "Фамилия" in str(cells(archive.read(archive.namelist()[0])))
    assert {export.language for export in ParticipantExport.objects.all()} == {"ru"}


@pytest.mark.parametrize("role", ["Editors", "Readers"])
def test_others_export_nothing(signed_in, role):
    client, delegate = signed_in(role), DelegateFactory()
    assert '<option value="export_participants">' not in client.get(EVENTS).content.decode()
    response = act(client, EVENTS, "export_participants", [delegate.delegation.event])
    assert "text/html" in response.headers["Content-Type"]
    assert not ParticipantExport.objects.exists()
