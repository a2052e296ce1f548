"""The project's settings as mypy's plugin for Django reads them.

django-modeltranslation gives each manager a class that it makes at run time. No type checker can
find that class, so the managers stay here what the models declare.
"""

from modeltranslation import translator

translator.add_manager = lambda model: None

from config.settings import *  # noqa: E402, F403
