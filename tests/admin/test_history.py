"""Every edit is kept, with who made it; a former version can be brought back by who may edit."""

from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participants.models import State
from tests.admin.pages import submit
from tests.admin.records import make_all
from tests.factories import DelegateFactory, DelegationFactory, EventFactory, StateFactory


def test_it_shows_who_changed_what(signed_in):
    state = StateFactory(name_en="Turkey")
    client = signed_in("Editors")
    submit(client, f"/admin/participants/state/{state.pk}/change/", name_en="Türkiye")
    content = client.get(f"/admin/participants/state/{state.pk}/history/").content.decode()
    assert "editors" in content
    assert "Turkey → Türkiye" in content
    assert state.history.first().history_user == User.objects.get(username="editors")


def test_it_escapes_what_was_typed(admin_client):
    state = StateFactory(name_en="Turkey")
    submit(admin_client, f"/admin/participants/state/{state.pk}/change/", name_en="<script>x")
    content = admin_client.get(f"/admin/participants/state/{state.pk}/history/").content.decode()
    assert "<script>x" not in content
    assert "&lt;script&gt;x" in content


def test_it_leaves_out_what_the_register_computes(admin_client):
    event = EventFactory(title_en="First title")
    submit(admin_client, f"/admin/events/event/{event.pk}/change/", title_en="Second title")
    content = admin_client.get(f"/admin/events/event/{event.pk}/history/").content.decode()
    assert content.count("First title →") == 1
    assert "Search text" not in content


def test_it_keeps_the_rows_of_a_table(admin_client):
    delegate = DelegateFactory(status="confirmed")
    address = f"/admin/events/delegation/{delegate.delegation.pk}/change/"
    submit(admin_client, address, **{"delegates-0-status": "attended"})
    assert [entry.status for entry in delegate.history.all()] == ["attended", "confirmed"]


def test_a_former_version_is_brought_back(admin_client):
    state = StateFactory(name_en="Turkey")
    state.name_en = "Türkiye"
    state.save()
    first = state.history.last()
    address = f"/admin/participants/state/{state.pk}/history/{first.pk}/"
    assert submit(admin_client, address).status_code == 302
    assert State.objects.get().name_en == "Turkey"


def test_a_reader_cannot_bring_anything_back(signed_in):
    state = StateFactory(name_en="Turkey")
    state.name_en = "Türkiye"
    state.save()
    address = f"/admin/participants/state/{state.pk}/history/{state.history.last().pk}/"
    client = signed_in("Readers")
    assert client.get(address).status_code == 403
    assert client.post(address, {"name_en": "Turkey"}).status_code == 403
    assert State.objects.get().name_en == "Türkiye"


def test_each_version_of_each_model_can_be_opened(admin_client):
    for record in make_all():
        if not hasattr(record, "history"):
            continue
        record.save()
        base = f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/history/"
        assert admin_client.get(base).status_code == 200
        for version in record.history.all():
            assert admin_client.get(f"{base}{version.pk}/").status_code == 200


def test_it_shows_many_versions_with_as_many_queries_as_few(admin_client):
    delegation = DelegationFactory()
    address = f"/admin/events/delegation/{delegation.pk}/history/"

    def queries_after(*roles) -> int:
        for role in roles:
            delegation.role = role
            delegation.save()
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(address).status_code == 200
        return len(captured)

    queries_after("host", "guest")
    few = queries_after("observer")
    assert queries_after("partner", "host", "guest", "host", "guest", "partner") == few


def test_an_address_that_cannot_exist_is_not_found(admin_client):
    state = StateFactory()
    base = "/admin/participants/state/"
    for end in ("x/history/", "999/history/", f"{state.pk}/history/x/", f"{state.pk}/history/0/"):
        assert admin_client.get(base + end).status_code == 404, end
    for end in (
        f"{'9' * 30}/history/",
        f"{'9' * 30}/history/1/",
        f"{state.pk}/history/{'9' * 30}/",
    ):
        assert admin_client.get(base + end).status_code == 404, end


def test_a_version_is_only_read_or_posted(admin_client):
    state = StateFactory()
    address = f"/admin/participants/state/{state.pk}/history/{state.history.get().pk}/"
    assert admin_client.put(address).status_code == 405
