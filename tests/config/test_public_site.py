"""What holds for every public page: same for everyone, no cookie, strict policy, clear errors."""

import gzip

import pytest
from django.urls import path

from config import urls
from core.models import ContentRevision
from events.models import Event
from tests.caches import clear_caches
from tests.factories import DelegationFactory, EventFactory, PublicDelegateFactory

pytestmark = pytest.mark.django_db


def test_it_sets_no_cookie_and_varies_by_compression_alone(client, admin_client):
    EventFactory()

    for path_ in ("/", "/events/", "/ru/states/", "/privacy/", "/ru/contact/", "/search?q=a"):
        anonymous, staff = client.get(path_), admin_client.get(path_)
        assert not anonymous.cookies
        assert anonymous.headers["Vary"] == "Accept-Encoding"
        assert anonymous.content == staff.content


@pytest.mark.parametrize("visit", ["first", "second"])
def test_it_is_compressed_for_those_who_take_it(client, visit):
    EventFactory(title_en="Conference")
    plain = client.get("/events/")
    if visit == "second":
        client.get("/events/", headers={"Accept-Encoding": "gzip"})

    packed = client.get("/events/", headers={"Accept-Encoding": "gzip, br"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert packed.headers["ETag"] == plain.headers["ETag"]
    again = client.get(
        "/events/", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    )
    assert (again.status_code, again.headers["Vary"]) == (304, "Accept-Encoding")
    # Who does not take it still gets the page as it is.
    assert client.get("/events/").content == plain.content


def test_a_stream_is_compressed_piece_by_piece(client):
    EventFactory(title_en="Conference")

    packed = client.get("/events.csv", headers={"Accept-Encoding": "gzip"})

    assert packed.streaming
    assert packed.headers["Content-Encoding"] == "gzip"
    assert b"Conference" in gzip.decompress(b"".join(packed.streaming_content))


def test_what_is_packed_already_is_not_compressed(client):
    event = DelegationFactory().event

    workbook = client.get(
        f"/events/{event.slug}/participants.xlsx", headers={"Accept-Encoding": "gzip"}
    )

    assert "Content-Encoding" not in workbook.headers


def test_pages_that_hold_secrets_are_not_compressed(client):
    assert (
        "Content-Encoding"
        not in client.get("/admin/login/", headers={"Accept-Encoding": "gzip"}).headers
    )


def test_its_content_security_policy_has_no_unsafe_source(client):
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_it_revalidates_by_etag_until_something_changes(client):
    event = EventFactory()
    first = client.get("/events/")
    etag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"

    assert client.get("/events/", headers={"If-None-Match": etag}).status_code == 304

    event.title_en = "Changed"
    event.save()
    fresh = client.get("/events/", headers={"If-None-Match": etag})
    assert fresh.status_code == 200
    assert "Changed" in fresh.content.decode()


def test_a_second_visit_asks_the_database_for_the_revision_alone(client, django_assert_num_queries):
    DelegationFactory()
    client.get("/events/")

    with django_assert_num_queries(1):
        client.get("/events/")


def test_withdrawn_consent_leaves_the_cached_page_at_once(client):
    delegate = PublicDelegateFactory(family_name="Canary")
    address = f"/events/{delegate.delegation.event.slug}/participants/"
    assert "Canary" in client.get(address).content.decode()

    delegate.basis = "none"
    delegate.save()

    assert "Canary" not in client.get(address).content.decode()


def test_errors_are_not_cached(client):
    assert client.get("/events/soon/").status_code == 404

    EventFactory(title_en="Soon")

    assert client.get("/events/soon/").status_code == 200


def test_a_bulk_write_shows_once_the_revision_moves_on(client):
    event = EventFactory(title_en="Old")
    client.get("/events/")

    Event.objects.filter(pk=event.pk).update(title_en="New")
    ContentRevision.move_on()

    assert "New" in client.get("/events/").content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_it_is_read_only(client, method):
    response = getattr(client, method)("/events/")

    assert response.status_code == 405
    assert "This page is read-only" in response.content.decode()


def test_head_works(client):
    response = client.head("/events/")

    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize(
    ("path_", "heading"),
    [("/no-such-page/", "Page not found"), ("/ru/no-such-page/", "Страница не найдена")],
)
def test_a_missing_page_is_answered_in_the_design_and_language(client, path_, heading):
    response = client.get(path_)

    assert response.status_code == 404
    assert f"<h1>{heading}</h1>" in response.content.decode()
    assert "/static/register.css" in response.content.decode()


@pytest.mark.parametrize("path_", ["/events/?q=%00", "/events/%00/", "/ru/states/?topic=a%00b"])
def test_a_nul_byte_is_refused(client, path_):
    response = client.get(path_)

    assert response.status_code == 400
    assert "/static/register.css" in response.content.decode()


def _break(request):
    raise RuntimeError("secret detail")


class _BrokenUrls:
    handler400, handler500 = urls.handler400, urls.handler500
    urlpatterns = [path("ru/broken/", _break), path("broken/", _break), *urls.urlpatterns]


@pytest.mark.parametrize(
    ("path_", "heading"),
    [("/broken/", "Something went wrong on our side"), ("/ru/broken/", "Ошибка на нашей стороне")],
)
def test_an_error_of_ours_is_answered_in_the_design_and_language(client, settings, path_, heading):
    settings.ROOT_URLCONF = _BrokenUrls
    client.raise_request_exception = False

    response = client.get(path_)

    assert response.status_code == 500
    assert f"<h1>{heading}</h1>" in response.content.decode()
    assert "secret detail" not in response.content.decode()


def test_a_page_refused_to_staff_is_answered_in_the_design(client, django_user_model):
    user = django_user_model.objects.create_user("reader", is_staff=True)
    client.force_login(user)

    response = client.get("/admin/auth/user/")

    assert response.status_code == 403
    assert "<h1>You do not have access to this page</h1>" in response.content.decode()


def test_it_survives_a_cache_that_has_forgotten(client):
    EventFactory(title_en="Conference")
    client.get("/events/")
    clear_caches()

    assert "Conference" in client.get("/events/").content.decode()


def test_an_unknown_host_is_refused_even_for_a_page_that_is_kept(client):
    client.get("/events/")

    assert client.get("/events/", headers={"host": "evil.example"}).status_code == 400
