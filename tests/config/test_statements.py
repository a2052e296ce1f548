"""Privacy, accessibility, licence, contact, and security.txt."""

import datetime
import re

import pytest
from django.utils import timezone

from tests.caches import clear_caches
from website.views.statements import NAMES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _other_settings_other_pages():
    """Settings change between tests as they never do while a process runs."""
    clear_caches()


@pytest.mark.parametrize("prefix", ["", "/ru"])
@pytest.mark.parametrize("name", NAMES)
def test_each_names_whom_to_write_to(client, settings, prefix, name):
    settings.CONTACT_EMAIL = "us@register.example.org"

    page = client.get(f"{prefix}/{name}/")

    assert page.status_code == 200
    assert 'href="mailto:us@register.example.org"' in page.content.decode()
    assert not page.cookies


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/contact/", "The register is run by The Office."),
        ("/ru/contact/", "Реестр ведёт The Office."),
    ],
)
def test_who_runs_it_is_named_where_it_is_set(client, settings, path, named):
    assert "is run by" not in client.get("/contact/").content.decode()

    settings.OPERATOR = "The Office"
    clear_caches()
    text = re.sub(r"\s+", " ", client.get(path).content.decode())
    assert named in text


@pytest.mark.parametrize(
    ("path", "years", "told"),
    [
        ("/privacy/", 1, "are kept for 1 year after"),
        ("/privacy/", 7, "are kept for 7 years after"),
        ("/ru/privacy/", 1, "хранятся 1 год после"),
        ("/ru/privacy/", 2, "хранятся 2 года после"),
        ("/ru/privacy/", 7, "хранятся 7 лет после"),
    ],
)
def test_privacy_says_how_long_data_are_kept(client, settings, path, years, told):
    settings.RETENTION_YEARS = years

    assert told in client.get(path).content.decode()


@pytest.mark.parametrize("prefix", ["", "/ru"])
def test_every_page_leads_to_them(client, prefix):
    for path in ("/", "/events/", "/no-such-page/"):
        page = client.get(prefix + path).content.decode()
        for name in NAMES:
            assert f'href="{prefix}/{name}/"' in page


def test_security_is_told_as_rfc_9116_asks(client, settings):
    settings.BASE_URL = "https://register.example.org"
    settings.CONTACT_EMAIL = "us@register.example.org"

    response = client.get("/.well-known/security.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    expires = datetime.datetime.fromisoformat(fields.pop("Expires"))
    assert timezone.now() < expires < timezone.now() + datetime.timedelta(days=365)
    assert fields == {
        "Contact": "mailto:us@register.example.org",
        "Preferred-Languages": "en, ru",
        "Canonical": "https://register.example.org/.well-known/security.txt",
        "Policy": "https://register.example.org/contact/#security",
    }


def test_the_policy_that_it_names_is_there(client):
    assert 'id="security"' in client.get("/contact/").content.decode()
