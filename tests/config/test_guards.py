"""What stands between the register and what a browser, a file or a setting could do to it."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from config import busy
from config.private_files import keep_private, make_private
from tests.config.test_settings import KEY, start
from tests.factories import EventFactory, StateFactory

HTTPS = {**KEY, "BASE_URL": "https://register.example.org"}
LONG = "x" * 50


def setting(name: str, **environment: str) -> str:
    script = f"from config import settings; print(getattr(settings, '{name}', None))"
    return start("-c", script, **environment).stdout.strip()


# --- A start that is not safe ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SECRET_KEY": "x" * 49}, "SECRET_KEY or one of SECRET_KEY_FALLBACKS has fewer than 50"),
        ({"SECRET_KEY": LONG, "SECRET_KEY_FALLBACKS": f"{LONG},old"}, "SECRET_KEY or one of"),
        ({**KEY, "BASE_URL": "http://register.example.org"}, "BASE_URL is 'http://register.exampl"),
        ({**KEY, "BASE_URL": "http://127.0.0.1.evil.org"}, "BASE_URL is 'http://127.0.0.1.evil.or"),
        ({**KEY, "BASE_URL": "http://a.org", "ALLOW_HTTP": "no"}, "BASE_URL is 'http://a.org', an"),
        ({**KEY, "ALLOW_HTTP": "perhaps"}, "ALLOW_HTTP is 'perhaps'. Set it to true or false."),
        ({**KEY, "HSTS": "all"}, "HSTS is 'all'. Set it to host, subdomains or preload."),
        ({"SECRET_KEY_FILE": "/no/such/file"}, "SECRET_KEY_FILE names a file that cannot be read"),
    ],
)
def test_it_is_refused_with_a_sentence(environment, sentence):
    stopped = start("manage.py", "check", **environment)
    assert stopped.returncode == 1
    assert stopped.stderr.startswith(sentence)
    assert stopped.stderr.count("\n") == 1
    assert LONG not in stopped.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"BASE_URL": "http://127.0.0.1:9000"},
        {"BASE_URL": "http://localhost"},
        {"BASE_URL": "http://register.intranet", "ALLOW_HTTP": "true"},
        {"SECRET_KEY": LONG, "SECRET_KEY_FALLBACKS": f"{'y' * 50},{'z' * 50}"},
    ],
)
def test_a_safe_one_is_not(environment):
    read = setting("SECRET_KEY_FALLBACKS", **{**KEY, **environment})
    assert len(eval(read)) == (2 if "SECRET_KEY" in environment else 0)  # noqa: S307


def test_secrets_are_read_from_files(tmp_path):
    values = {
        "SECRET_KEY": "$" + LONG,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite3'}",
        "EMAIL_URL": "smtp://user:p%40ss@mail.example.org",
    }
    environment = {}
    for name, value in values.items():
        (tmp_path / name).write_text(value + "\n")
        environment[f"{name}_FILE"] = str(tmp_path / name)
    assert setting("SECRET_KEY", **environment) == "$" + LONG
    assert setting("DATABASE_URL", **environment) == values["DATABASE_URL"]
    assert setting("EMAIL_HOST_PASSWORD", **environment) == "p@ss"


# --- Files that others could read -----------------------------------------------------------
def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_in_place_of_the_database_keeps_its_rights(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o755)

    make_private(folder, "DATABASE_URL")

    assert mode(folder) == 0o755


def test_files_that_others_could_read_are_closed_to_them(tmp_path):
    file, folder = tmp_path / "register.sqlite3", tmp_path / "media"
    file.touch(0o644)
    folder.mkdir(0o755)
    for path, right in ((file, 0o600), (folder, 0o700)):
        keep_private(path, "a test")
        assert mode(path) == right
    keep_private(tmp_path / "missing", "a test")
    make_private(tmp_path / "new", "a test")
    assert mode(tmp_path / "new") == 0o600


def test_a_file_that_is_made_was_never_readable_by_others(tmp_path, monkeypatch):
    # Not even until its rights are looked at.
    monkeypatch.setattr("config.private_files.keep_private", lambda path, purpose: None)
    make_private(tmp_path / "new", "a test")
    assert mode(tmp_path / "new") == 0o600


def test_the_key_and_the_uploads_of_a_start_are_closed_to_others(tmp_path):
    # A register of its own: that of whoever runs the tests is not touched.
    for name in ("config", "core", "locale"):
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name)
    shutil.copy(settings.BASE_DIR / "pyproject.toml", tmp_path)
    key, uploads = tmp_path / "var" / "secret-key", tmp_path / "var" / "media"
    uploads.mkdir(0o755, parents=True)
    key.write_text(LONG)
    key.chmod(0o644)
    subprocess.run(
        [sys.executable, "-c", "from config import settings"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        check=True,
    )
    assert (mode(key), mode(uploads)) == (0o600, 0o700)


def test_where_that_cannot_be_done_the_start_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "register.sqlite3"
    file.touch(0o644)

    def refuse(path, right):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("pathlib.Path.chmod", refuse)
    with pytest.raises(ImproperlyConfigured, match=r"can be read by other users .* chmod 600 "):
        keep_private(file, "DATABASE_URL")


def test_the_database_of_a_start_is_closed_to_others(tmp_path):
    file = tmp_path / "register.sqlite3"
    assert "sqlite" in setting("DATABASE_URL", **KEY, DATABASE_URL=f"sqlite:///{file}")
    assert mode(file) == 0o600
    file.chmod(0o644)
    setting("DATABASE_URL", **KEY, DATABASE_URL=f"sqlite:///{file}")
    assert mode(file) == 0o600


def test_uploads_are_written_for_the_register_alone():
    name = default_storage.save("documents/one.txt", ContentFile(b"x"))
    path = Path(default_storage.path(name))
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


# --- Cookies --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "https", "http"),
    [
        ("SESSION_COOKIE_NAME", "__Host-sessionid", "None"),
        ("CSRF_COOKIE_NAME", "__Host-csrftoken", "None"),
        ("SESSION_COOKIE_SECURE", "True", "False"),
        ("CSRF_COOKIE_SECURE", "True", "False"),
        ("SECURE_HSTS_SECONDS", "31536000", "0"),
        ("SECURE_HSTS_INCLUDE_SUBDOMAINS", "False", "False"),
        ("SECURE_HSTS_PRELOAD", "False", "False"),
    ],
)
def test_https_brings_its_cookies_and_itself(name, https, http):
    assert (setting(name, **HTTPS), setting(name, **KEY)) == (https, http)


@pytest.mark.parametrize(
    ("hsts", "subdomains", "preload"),
    [("subdomains", "True", "False"), ("preload", "True", "True")],
)
def test_names_below_are_promised_https_only_where_the_operator_says_so(hsts, subdomains, preload):
    read = [
        setting(f"SECURE_HSTS_{name}", **HTTPS, HSTS=hsts)
        for name in ("INCLUDE_SUBDOMAINS", "PRELOAD")
    ]
    assert read == [subdomains, preload]


def test_no_script_reads_the_cookies_of_staff(client, admin_user):
    client.force_login(admin_user)
    response = client.get("/admin/password_change/")
    values = {"old_password": "password", "new_password1": "another long one"}
    changed = client.post("/admin/password_change/", values | {"new_password2": "another long one"})
    cookies = response.cookies | changed.cookies
    assert {"csrftoken", "sessionid"} <= cookies.keys()
    for cookie in cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"


def test_messages_stand_in_no_cookie(admin_client):
    state = StateFactory(name_en="Ruritania")
    address = f"/admin/participants/state/{state.pk}/delete/"
    response = admin_client.post(address, {"post": "yes"})
    assert "messages" not in response.cookies
    assert "Ruritania" in admin_client.get("/admin/").content.decode()


# --- Headers --------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/admin/login/", "/static/register.css", "/nominate/x/", "/api/v1/events/"]
)
def test_every_answer_says_what_a_browser_may_do(client, settings, address):
    # Without the step that collects the files.
    settings.WHITENOISE_USE_FINDERS = True
    response = client.get(address)
    headers = response.headers
    assert response.status_code == (404 if "nominate" in address else 200)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/", 200),
        ("get", "/nowhere/", 404),
        ("post", "/events/", 405),
        ("trace", "/", 405),
        ("get", "/a%00", 400),
        ("get", "/admin/", 302),
        ("post", "/admin/login/", 403),
        ("post", "/admin/topics/topic/add/", 503),
        ("get", "/privacy/", 500),
        ("get", "/healthz", 200),
        ("get", "/api/v1/events/", 200),
        ("get", "/static/register.css", 200),
    ],
)
def test_no_answer_may_be_framed_or_load_what_is_not_ours(
    db, settings, monkeypatch, method, address, status
):
    settings.WHITENOISE_USE_FINDERS = True
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if status == 500:
        monkeypatch.setattr("website.views.statements.render", lambda *given: 1 / 0)
    if status == 503:
        # As many others write as may.
        monkeypatch.setattr("config.busy.WAIT_SECONDS", 0)
        monkeypatch.setattr("config.busy._writers", BoundedSemaphore(1))
        busy._writers.acquire()
    answer = client.generic(method.upper(), address)
    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"].split("; ")
    wanted = ("default-src", "base-uri", "frame-ancestors", "object-src")
    assert {f"{name} 'none'" for name in wanted} <= set(policy)
    assert not any("unsafe" in each or "*" in each for each in policy)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_are_not_framed_by_browsers_without_the_policy(admin_client):
    assert admin_client.get("/admin/").headers["X-Frame-Options"] == "DENY"


def test_staff_pages_are_kept_by_no_cache(admin_client):
    assert "no-store" in admin_client.get("/admin/").headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/admin/login/", "/static/register.css"])
def test_under_https_browsers_are_told_to_stay_there(settings, address):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    answer = Client().get(address, secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_pages_lead_to_https_and_programs_are_told(settings, client, db):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/events/").headers["Location"] == "https://testserver/events/"
    refused = client.get("/api/v1/events/")
    assert refused.status_code == 403
    assert refused.json() == {"detail": "Use https: over http anybody on the way can read along."}
    assert client.get("/api/v1/events/", secure=True).status_code == 200


@pytest.mark.parametrize("end", ["", *(f".{each}" for each in ("csv", "xlsx", "docx", "pdf"))])
def test_lists_of_names_are_for_people(client, db, end):
    event = EventFactory(published=True)
    address = f"/events/{event.slug}/participants{end or '/'}"
    headers = client.get(address).headers
    assert headers["X-Robots-Tag"] == "noindex"
    assert "Access-Control-Allow-Origin" not in headers
    assert client.get("/events.csv").headers["Access-Control-Allow-Origin"] == "*"


# --- Forms that came too late ---------------------------------------------------------------
def refused_form(client, **headers):
    values = {"name_en": "Typed <b>name", "csrfmiddlewaretoken": "x" * 64, "password1": "hunter2"}
    return client.post("/admin/participants/state/add/", values, headers=headers)


def test_what_was_typed_is_kept_and_sent_again_with_a_new_token(admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    response = refused_form(client, **{"Sec-Fetch-Site": "same-origin"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "The form was open for too long" in page
    assert 'name="name_en" value="Typed &lt;b&gt;name"' in page
    assert "hunter2" not in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    again = client.post(
        "/admin/participants/state/add/", {"name_en": "Typed", "csrfmiddlewaretoken": token}
    )
    assert again.status_code == 200


def test_who_lost_the_sign_in_with_the_token_signs_in_before_it_is_sent_again(db):
    client = Client(enforce_csrf_checks=True)
    response = refused_form(client, **{"Sec-Fetch-Site": "same-origin"})
    page = response.content.decode()
    assert response.status_code == 403
    assert 'href="/admin/login/"' in page
    assert 'name="name_en" value="Typed &lt;b&gt;name"' in page
    assert "hunter2" not in page


def test_the_page_to_sign_in_does_not_ask_to_sign_in_first(db):
    client = Client(enforce_csrf_checks=True)
    headers = {"Sec-Fetch-Site": "same-origin"}
    response = client.post("/admin/login/", {"username": "editor"}, headers=headers)
    assert "The form was open for too long" in response.content.decode()


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_another_site_gets_nothing_sent_by_a_click_on_our_page(admin_user, site):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    page = refused_form(client, **{"Sec-Fetch-Site": site}).content.decode()
    assert "the form did not come from this register" in page
    assert "Typed" not in page
    assert "<button" not in page.partition("<main")[2].partition("</main")[0]


def test_who_signs_in_arrives_at_the_staff_pages():
    assert settings.LOGIN_REDIRECT_URL == "admin:index"
