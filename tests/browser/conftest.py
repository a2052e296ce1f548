"""Browser tests: the register's own server, seen by the Chromium that is installed.

`page.goto("/events/")` opens a page of the register; each test has a database of its own.
"""

import os
import shutil

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

# Playwright's event loop makes Django believe that a test is asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    chromium = next(filter(None, map(shutil.which, filter(None, names))), None)
    if chromium is None:
        pytest.skip("No Chromium was found. Install chromium, or set CHROMIUM to its path.")
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        # Chromium cannot start its sandbox as root, nor in many containers; and it sees no page
        # but ours.
        "chromium_sandbox": False,
        "args": [
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-gpu",
            "--disable-quic",
            "--disable-sync",
            "--no-first-run",
            # No page may need another server than ours.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
        ],
    }


@pytest.fixture(scope="session")
def base_url(live_server):
    return live_server.url


@pytest.fixture
def staff(page):
    """The browser, signed in through the page for that; it must have nothing to complain of."""
    complaints = []
    page.on("console", lambda m: m.type in ("error", "warning") and complaints.append(m.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    User.objects.create_superuser("editor", password="long enough")
    page.goto("/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("long enough")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Staff pages")).to_be_visible()
    yield page
    assert complaints == []
