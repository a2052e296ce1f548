"""Which fields are written in English and in Russian."""

from modeltranslation.translator import TranslationOptions, register

from participants.models import Grouping, Membership, MigrationFigure, Organisation, State


@register(State)
class StateTranslation(TranslationOptions):
    fields = ("name", "official_name", "sort_as", "footnote")
    required_languages = ("en",)


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "acronym")
    required_languages = {"en": ("name",)}


@register(Grouping)
class GroupingTranslation(TranslationOptions):
    fields = ("name", "acronym")
    required_languages = {"en": ("name",)}


@register(Membership)
class MembershipTranslation(TranslationOptions):
    fields = ("note",)


@register(MigrationFigure)
class MigrationFigureTranslation(TranslationOptions):
    fields = ("remark",)
