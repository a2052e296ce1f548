"""The admin as a whole: its name, its index, both languages."""

import re

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType

from tests.factories import (
    EventFactory,
    GroupingFactory,
    MembershipFactory,
    OrganisationFactory,
    ProgrammeFactory,
    StateFactory,
    TopicFactory,
)


def test_it_bears_the_name_of_the_register(admin_client):
    content = admin_client.get("/admin/").content.decode()
    assert "Migration Dialogue Register" in content
    assert "Django" not in content


def test_the_index_begins_with_events(admin_client):
    content = admin_client.get("/admin/").content.decode()
    lists = re.findall(r'<a href="/admin/(\w+)/(\w+)/">', content)
    assert lists[:3] == [("events", "event"), ("events", "delegation"), ("events", "delegate")]
    assert [app for app, _model in lists][-1] == "auth"
    # Edited on the pages of their event and programme.
    assert ("events", "listsection") not in lists
    assert ("topics", "phase") not in lists


def test_it_speaks_russian(admin_client):
    event = EventFactory(title_en="Conference", title_ru="Конференция")
    content = admin_client.get(f"/ru/admin/events/event/{event.pk}/change/").content.decode()
    assert '<html lang="ru"' in content
    assert "Сохранить" in content
    assert f'href="/ru/events/{event.slug}/"' in content
    in_english = f'<a href="/admin/events/event/{event.pk}/change/" hreflang="en"'
    assert in_english in re.sub(r"\s+", " ", content)


def test_lists_show_titles_in_the_language_of_the_page(admin_client):
    EventFactory(title_en="Conference", title_ru="Конференция")
    assert "Конференция" in admin_client.get("/ru/admin/events/event/").content.decode()
    assert "Конференция" not in admin_client.get("/admin/events/event/").content.decode()


def test_pages_of_the_admin_are_kept_by_nobody(admin_client):
    headers = admin_client.get("/admin/events/event/").headers
    assert "no-store" in headers["Cache-Control"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "factory", [EventFactory, OrganisationFactory, TopicFactory, ProgrammeFactory]
)
def test_what_has_a_public_page_leads_there(admin_client, factory):
    record = factory()
    meta = record._meta
    page = f"/admin/{meta.app_label}/{meta.model_name}/{record.pk}/change/"
    link = f'<a href="{record.get_absolute_url()}" class="viewsitelink">'
    assert link in admin_client.get(page).content.decode()
    assert admin_client.get(record.get_absolute_url()).status_code == 200


def test_a_state_leads_to_its_public_page_once_it_takes_part(admin_client):
    state = StateFactory()
    page = f"/admin/participants/state/{state.pk}/change/"
    assert "viewsitelink" not in admin_client.get(page).content.decode()
    MembershipFactory(state=state)
    assert f'href="{state.get_absolute_url()}"' in admin_client.get(page).content.decode()


def test_what_has_no_public_page_leads_nowhere(admin_client):
    page = f"/admin/participants/grouping/{GroupingFactory().pk}/change/"
    assert "viewsitelink" not in admin_client.get(page).content.decode()


def page_of(record) -> str:
    kind = ContentType.objects.get_for_model(record)
    return f"/admin/r/{kind.pk}/{record.pk}/"


def test_view_on_site_leads_to_the_page(admin_client):
    event = EventFactory(slug="conference")
    answer = admin_client.get(page_of(event))
    assert answer.headers["Location"].endswith("/events/conference/")


def test_it_tells_the_address_of_a_draft_to_those_alone_who_may_see_it(client, db):
    draft = EventFactory(slug="secret-talks", published=False)
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    answer = client.get(page_of(draft))
    assert answer.status_code == 403
    assert "secret-talks" not in answer.content.decode() + str(answer.headers)


@pytest.mark.parametrize("end", ["x/1", "999999/1", "1/x", f"{9**30}/1", f"1/{9**30}", "-1/1"])
def test_it_knows_no_odd_address(admin_client, end):
    assert admin_client.get(f"/admin/r/{end}/").status_code == 404


def test_it_leads_to_no_record_without_a_page_in_the_admin(admin_client):
    kind = ContentType.objects.get_for_model(ContentType)
    assert admin_client.get(f"/admin/r/{kind.pk}/{kind.pk}/").status_code == 404
