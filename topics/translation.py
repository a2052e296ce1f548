"""Which fields are written in English and in Russian."""

from modeltranslation.translator import TranslationOptions, register

from topics.models import Phase, Programme, Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name", "definition")
    required_languages = {"en": ("name",)}


@register(Programme)
class ProgrammeTranslation(TranslationOptions):
    fields = ("name", "acronym", "description")
    required_languages = {"en": ("name",)}


@register(Phase)
class PhaseTranslation(TranslationOptions):
    fields = ("note",)
