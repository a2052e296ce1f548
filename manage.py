#!/usr/bin/env python
"""Django's command line for the Migration Dialogue Register."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # What is wrong stands in config/settings.py as a sentence, which needs no traceback.
        sys.exit(str(error))
