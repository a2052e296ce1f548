"""The settings of production, with files in the folder of a test."""

import os
import time
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from config.settings import *  # noqa: F403
from config.settings import STORAGES

MEDIA_ROOT = Path(os.environ["FAULTS_FOLDER"]) / "media"
# Static files straight from their sources: nothing has to be collected first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
# Readers of a test are one client.
API_RATE = "1000000/min"

if "FAULTS_CLOCK" in os.environ:
    # The clock of the whole process, which a test sets on and back; in seconds.
    _clock, _time, _now = Path(os.environ["FAULTS_CLOCK"]), time.time, timezone.now
    time.time = lambda *_self: _time() + float(_clock.read_text() or 0)
    timezone.now = lambda: _now() + timedelta(seconds=float(_clock.read_text() or 0))
