"""Protocol order: decided here alone, for the pages, the API and every file.

Sections come in the order of `Delegation.Section`: states, EU institutions, intergovernmental
organisations, other organisations, secretariat. Within a section, delegations stand as the
event's `list_order` says:

- alphabetical: by `sort_as`, else by the name that the list shows, in the list's language;
- eu_protocol: EU states of that day first, by their own names, then the others alphabetically;
- grouped: the states under the event's own sections, those that none takes last; alphabetical;
- manual: by `position`, then those without one; alphabetical among equals.

A list in both languages stands in the order of the first.

The order of people within a delegation is that of `DelegateQuerySet.in_list_order`.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter

from django.utils import translation
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname
from text_unidecode import unidecode

from core.text import collation_key
from events.models import Delegation, Event
from events.participant_list.languages import in_language, languages_of
from participants.models import Membership

# What a delegation is sorted by: tuples that Python compares.
Key = Callable[[Delegation], tuple]

SECTIONS = list(Delegation.Section)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the list, in the list's language, with those who stand under it."""

    title: str
    delegations: list[Delegation]


def delegations_in_order(event: Event, language: str, *, all_asked=False) -> list[Delegation]:
    """The delegations of `event` in protocol order, as a list in `language` has them.

    With `all_asked` also those that do not take part, which no list has.
    """
    return [
        delegation
        for section in sections_in_order(event, language, all_asked=all_asked)
        for delegation in section.delegations
    ]


def sections_in_order(event: Event, language: str, *, all_asked=False) -> list[Section]:
    """The same, under the headings of the list; no heading stands above nobody."""
    delegations = event.delegations.all() if all_asked else event.delegations.taking_part()
    leading = languages_of(language)[0]
    with translation.override(leading):
        heading, place = _heading(event, language), _place(event, leading)
        placed = sorted(
            (
                (heading(delegation), place(delegation), delegation)
                for delegation in delegations.select_related("state", "organisation")
            ),
            key=lambda item: (item[0], item[1], item[2].pk),
        )
        return [
            Section(title, [delegation for _heading, _place, delegation in items])
            for (_number, _part, title), items in groupby(placed, key=lambda item: item[0])
        ]


def _heading(event: Event, language: str) -> Key:
    """Gives the heading of a delegation as (section, part of the section, title)."""

    def usual(delegation: Delegation) -> tuple[int, int, str]:
        section = Delegation.Section(delegation.section or delegation.usual_section)
        return SECTIONS.index(section), 0, in_language(language, lambda: section.label)

    if event.list_order != Event.ListOrder.GROUPED:
        return usual
    parts = list(event.list_sections.order_by("position", "pk"))
    if not parts:
        return usual
    members = {
        grouping: _members(event.sort_date, grouping=grouping)
        for grouping in {part.grouping_id for part in parts} - {None}
    }

    def grouped(delegation: Delegation) -> tuple[int, int, str]:
        number, _part, title = usual(delegation)
        if SECTIONS[number] != Delegation.Section.STATES:
            return number, 0, title
        for place, part in enumerate(parts):
            if part.grouping_id and delegation.state_id not in members[part.grouping_id]:
                continue
            if part.role and Delegation.Role(part.role).label not in delegation.roles:
                continue
            return number, place, in_language(language, partial(attrgetter("title"), part))
        return number, len(parts), in_language(language, lambda: _("Others"))

    return grouped


def _place(event: Event, language: str) -> Key:
    """Gives a delegation's place under its heading."""

    def alphabetical(delegation: Delegation) -> tuple:
        # `sort_as` counts in its own language only: "Republic of Moldova" says nothing about
        # where a Russian list has Moldova.
        sort_as = delegation.state and getattr(
            delegation.state, build_localized_fieldname("sort_as", language)
        )
        return (collation_key(sort_as or delegation.name),)

    def manual(delegation: Delegation) -> tuple:
        unplaced = delegation.position is None
        return (unplaced, 0 if unplaced else delegation.position, *alphabetical(delegation))

    if event.list_order == Event.ListOrder.MANUAL:
        return manual
    if event.list_order != Event.ListOrder.EU_PROTOCOL:
        return alphabetical
    members = _members(event.sort_date, grouping__slug="european-union")

    def eu_protocol(delegation: Delegation) -> tuple:
        if delegation.state is None or delegation.state.pk not in members:
            return (1, *alphabetical(delegation))
        own_name = delegation.state.own_name or delegation.name
        return (0, collation_key(_in_latin_letters(own_name)))

    return eu_protocol


def _members(day: datetime.date, **grouping) -> set[int]:
    """The states that belonged to a grouping on `day`."""
    memberships = Membership.objects.on(day).of_members().filter(**grouping)
    return set(memberships.values_list("state", flat=True))


def _in_latin_letters(own_name: str) -> str:
    """`own_name` as EU protocol sorts it: Ελλάδα as Ellada, България as Bulgariia."""
    return unidecode(own_name.replace("ъ", "u").replace("Ъ", "U"))
