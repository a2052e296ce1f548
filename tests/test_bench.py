"""The measurements still run; what they measure is for a quiet machine to say."""

import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.slow
def test_it_measures_pages_requests_files_and_imports():
    printed = subprocess.run(
        [sys.executable, "-m", "bench", "--quick"],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout

    for row in (
        *("event list, filtered", "participant list", "revalidated (304)", "CSV", "XLSX"),
        *("preview", "commit"),
    ):
        assert f"| {row} " in printed
