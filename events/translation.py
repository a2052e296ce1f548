"""Which fields are written in English and in Russian."""

from modeltranslation.translator import TranslationOptions, register

from events.models import (
    Contribution,
    Delegation,
    Document,
    Event,
    ListPreset,
    ListSection,
    Session,
)


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "dates_note", "city", "venue", "summary", "outcome")
    required_languages = {"en": ("title",)}


@register(ListSection)
class ListSectionTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = {"en": ("title",)}


@register(ListPreset)
class ListPresetTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = {"en": ("name",)}


@register(Session)
class SessionTranslation(TranslationOptions):
    fields = ("title", "note")
    required_languages = {"en": ("title",)}


@register(Contribution)
class ContributionTranslation(TranslationOptions):
    fields = ("title",)


@register(Delegation)
class DelegationTranslation(TranslationOptions):
    fields = ("name_as_of_event", "in_capacity_of")


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title", "abstract", "disclaimer")
    required_languages = {"en": ("title",)}
