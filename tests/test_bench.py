"""The measurements still run; what they measure is for a quiet machine to say."""

import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.slow
def test_it_measures_pages_requests_files_imports_and_backups():
    printed = subprocess.run(
        [sys.executable, "-m", "bench", "--quick"],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout

    for row in (
        *("event list, filtered", "participant list", "revalidated (304)", "CSV", "XLSX"),
        *("preview", "commit", "undo", "preview as a page", "restore into SQLite"),
    ):
        assert f"| {row} " in printed
    assert "every row the same" in printed
