"""Which role may open which address: as `events/roles.py` says, and no more."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User

from events.participant_list.writers import WRITERS
from events.roles import ROLES
from tests.admin.records import make_all
from tests.factories import EventFactory

# What the register writes down by itself, with the verbs that nobody has for it.
ONLY_LOOKED_AT = {
    "events.participantexport": ("add", "delete"),
    "events.issuedlist": ("add", "delete"),
    "events.erasure": ("add", "delete"),
    "participants.personmerge": ("add", "delete"),
    "participants.distinctpersons": ("add",),
}
HOLDS_CONTACT_DATA = "participants.person"


def addresses(record) -> dict[str, tuple[str, str]]:
    """The addresses of a record and of its model, each with the verb that it takes."""
    app, model = record._meta.app_label, record._meta.model_name
    return {
        f"/admin/{app}/{model}/": "view",
        f"/admin/{app}/{model}/add/": "add",
        f"/admin/{app}/{model}/{record.pk}/change/": "view",
        f"/admin/{app}/{model}/{record.pk}/history/": "history",
        f"/admin/{app}/{model}/{record.pk}/delete/": "delete",
    }


def may(permissions: set[str], label: str, verb: str) -> bool:
    if verb in ONLY_LOOKED_AT.get(label, ()):
        return False
    app, model = label.split(".")
    views = {f"{app}.view_{model}", f"{app}.change_{model}"} & permissions
    if verb == "history":
        hidden = label == HOLDS_CONTACT_DATA
        return bool(views) and (not hidden or "participants.view_contact_data" in permissions)
    return bool(views) if verb == "view" else f"{app}.{verb}_{model}" in permissions


def test_all_models_of_ours_are_shown(db):
    labels = {record._meta.label for record in make_all()}
    ours = ("participants", "topics", "events")
    registered = {
        model._meta.label for model in admin.site._registry if model._meta.app_label in ours
    }
    assert labels == registered


@pytest.mark.parametrize("role", [*ROLES, None])
def test_staff_reach_what_their_role_allows(signed_in, role):
    permissions = ROLES.get(role, set())
    client = signed_in(role)
    wrong = []
    for record in make_all():
        for address, verb in addresses(record).items():
            expected = 200 if may(permissions, record._meta.label_lower, verb) else 403
            status = client.get(address).status_code
            if status != expected:
                wrong.append((address, status, expected))
    assert wrong == []


def test_a_superuser_reaches_everything_and_edits_no_export(admin_client):
    for record in make_all():
        for address, verb in addresses(record).items():
            refused = verb in ONLY_LOOKED_AT.get(record._meta.label_lower, ())
            assert admin_client.get(address).status_code == (403 if refused else 200), address


def test_nobody_else_is_let_in(client, db):
    for record in make_all():
        for address in addresses(record):
            response = client.get(address)
            assert response.status_code == 302
            assert response.headers["Location"].startswith("/admin/login/")


def test_a_user_who_is_not_staff_is_not_let_in(client, db):
    client.force_login(User.objects.create_user("visitor"))
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("role", "status"), [("Editors", 200), ("Protocol", 200), ("Readers", 200), (None, 403)]
)
def test_who_views_events_previews_drafts(signed_in, role, status):
    event = EventFactory(published=False)
    address = f"/admin/events/event/{event.pk}/preview/"
    assert signed_in(role).get(address).status_code == status


@pytest.mark.parametrize(
    ("role", "status"), [("Editors", 403), ("Protocol", 200), ("Readers", 403), (None, 403)]
)
@pytest.mark.parametrize("end", ["participants/", *(f"participants.{each}" for each in WRITERS)])
def test_protocol_alone_reaches_participant_lists(signed_in, role, status, end):
    event = EventFactory()
    response = signed_in(role).get(f"/admin/events/event/{event.pk}/{end}")
    assert response.status_code == status


@pytest.mark.parametrize(
    "end", ["preview/", "participants/", *(f"participants.{each}" for each in WRITERS)]
)
def test_the_pages_of_an_event_are_only_read(admin_client, client, end):
    address = f"/admin/events/event/{EventFactory().pk}/{end}"
    assert admin_client.post(address).status_code == 405
    assert admin_client.delete(address).status_code == 405
    assert client.get(address).status_code == 302


def test_a_reader_cannot_change_anything_by_posting(signed_in):
    client = signed_in("Readers")
    for record in make_all():
        base = f"/admin/{record._meta.app_label}/{record._meta.model_name}/"
        for address in (f"{base}add/", f"{base}{record.pk}/change/", f"{base}{record.pk}/delete/"):
            assert client.post(address, {"post": "yes"}).status_code == 403, address
        type(record).objects.get(pk=record.pk)


def test_the_index_shows_a_reader_what_may_be_viewed(signed_in):
    content = signed_in("Readers").get("/admin/").content.decode()
    assert "/admin/events/event/" in content
    assert "/admin/events/nomination/" not in content
    assert "/admin/events/participantexport/" not in content
    assert "/admin/auth/user/" not in content
