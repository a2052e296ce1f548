"""The facets that several lists share, each with its label and options."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from core.facets import Facet, Option, tree_options
from core.translation import language_of
from participants.models import Grouping, State
from topics.models import Programme, Topic


def state_options() -> list[Option]:
    """All states, alphabetical in the active language."""
    return [
        Option(state.slug, state.marked_name, language=state.name_language)
        for state in sorted(State.objects.all(), key=lambda state: state.sort_key)
    ]


def grouping_options() -> list[Option]:
    """All groupings, alphabetical in the active language."""
    options = (
        Option(grouping.slug, grouping.name, language=language_of(grouping, "name"))
        for grouping in Grouping.objects.all()
    )
    return sorted(options, key=lambda option: option.label)


def programme_options() -> list[Option]:
    """All programmes by their short names, in the active language."""
    options = (
        Option(
            programme.slug,
            programme.short_name,
            language=language_of(programme, "acronym" if programme.acronym else "name"),
        )
        for programme in Programme.objects.all()
    )
    return sorted(options, key=lambda option: str(option.label).casefold())


KindFacet = partial(Facet, _("Kind"), "kind")
StateFacet = partial(
    Facet,
    _("Country"),
    options=state_options,
    value_help="Slug of a state, such as `kazakhstan`.",
)
GroupingFacet = partial(
    Facet,
    _("Grouping"),
    options=grouping_options,
    value_help="Slug of a grouping, such as `central-asia`.",
)
TopicFacet = partial(
    Facet,
    _("Topic"),
    tree=Topic,
    options=lambda: tree_options(Topic.objects.all()),
    value_help="Slug of a topic; those below it are included.",
)
ProgrammeFacet = partial(
    Facet,
    _("Programme"),
    "programmes__slug",
    options=programme_options,
    value_help="Slug of a programme.",
)
# The year of a date, or a year.
YearFacet = partial(
    Facet,
    _("Year"),
    values=lambda day: [str(getattr(day, "year", day))],
    pattern="[0-9]{4}",
    invalid=_("“%(value)s” is not a year. Write four digits, such as 2019."),
    value_help="A year, such as `2019`.",
)
