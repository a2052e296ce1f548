"""Topics as options of a filter."""

from core.facets import Option, tree_options
from core.translation import language_of
from topics.models import Programme, Topic


def topic_options() -> list[Option]:
    """All topics as a tree, in the active language."""
    return tree_options(Topic.objects.all())


def programme_options() -> list[Option]:
    """All programmes by their short names, in the active language."""
    return sorted(
        (
            Option(
                programme.slug,
                programme.short_name,
                language=language_of(programme, "acronym" if programme.acronym else "name"),
            )
            for programme in Programme.objects.all()
        ),
        key=lambda option: option.label.casefold(),
    )
