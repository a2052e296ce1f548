"""The settings of production, with files in the folder of a test."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403
from config.settings import STORAGES

MEDIA_ROOT = Path(os.environ["FAULTS_FOLDER"]) / "media"
# Static files straight from their sources: nothing has to be collected first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
# Readers of a test are one client.
API_RATE = "1000000/min"
