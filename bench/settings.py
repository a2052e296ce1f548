"""The settings of production, with a bare view beside the pages; files are collected elsewhere."""

import os

from config.settings import *  # noqa: F403
from config.settings import CACHES, MIDDLEWARE

MIDDLEWARE = ["bench.hello.hello", *MIDDLEWARE]
STATIC_ROOT = os.environ["BENCH_STATIC"]
if os.environ.get("BENCH_CACHE") != "on":
    # Each page and file is made each time.
    NOTHING = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    CACHES |= {name: NOTHING for name in CACHES if name.startswith(("pages", "files"))}
