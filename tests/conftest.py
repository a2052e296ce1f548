"""What holds for every test."""

import gc
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from django.db import connection, transaction

from tests.caches import clear_caches
from tests.migrated import start_from_migrated

CI = os.environ.get("CI") == "true"
BROWSER_TESTS = Path(__file__).parent / "browser"
_numbers = itertools.count()

# The same examples in every run, on slow machines too: a red run is red again when repeated.
hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True)
hypothesis.settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_blocker, pytestconfig
):
    with django_db_blocker.unblock():
        start_from_migrated(pytestconfig.cache.mkdir("migrated"))


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_modify_db_settings):
    """On SQLite the copy is there already; it goes with its folder."""
    return django_db_keepdb or connection.vendor == "sqlite"


@contextmanager
def _rolled_back(django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def module_records(django_db_setup, django_db_blocker):
    """For fixtures that make the records of a whole module: they go when its last test has ended.

    Each test runs in a savepoint of its own within this transaction, so that what one test
    changes no other sees. Not for modules with tests that commit (`transaction=True`).
    """
    with _rolled_back(django_db_blocker):
        yield


@pytest.fixture(scope="class")
def class_records(django_db_setup, django_db_blocker):
    """The same for the tests of one class."""
    with _rolled_back(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept_of_other_tests():
    # Tests with the same records have the same content revision, for which pages are kept.
    clear_caches()
    # What records of a module would have done on a commit, which never comes.
    connection.run_on_commit = []


@pytest.fixture(autouse=True)
def _uploads_of_this_test_only(settings, tmp_path_factory):
    # A folder that exists only once something is uploaded: few tests do.
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / f"media-{next(_numbers)}"


def pytest_itemcollected(item):
    """Mark the tests that no second database can answer otherwise; `make test` runs them once."""
    fixtures = {"db", "transactional_db", "live_server"} & set(item.fixturenames)
    asks_no_database = not fixtures and item.get_closest_marker("django_db") is None
    if asks_no_database or BROWSER_TESTS in item.path.parents:
        item.add_marker(pytest.mark.one_database)


def pytest_collection_finish():
    # What is loaded by now stays to the end: the collector of garbage need not look at it again.
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Browser tests come last: Playwright leaves its event loop running in the process."""
    items.sort(key=lambda item: BROWSER_TESTS in item.path.parents)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report():
    return _refuse_skip((yield))


def _refuse_skip(report):
    """With CI=true a skipped test is a failed one: what was not run has not been verified."""
    if CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI=true does not allow: {report.longrepr}"
    return report
