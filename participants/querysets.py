"""What can be asked about participants, in the words of the field."""

import datetime
from collections.abc import Iterator

from django.db import models
from django.db.models import Exists, OuterRef, Q

from participants.base import SearchableQuerySet
from participants.names import collation_key


def in_force(day: datetime.date | models.F | OuterRef, prefix: str = "") -> Q:
    """The condition that a membership holds on `day`; `prefix` is the path to it, with `__`."""
    return (Q(**{f"{prefix}since__isnull": True}) | Q(**{f"{prefix}since__lte": day})) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    )


# What a filter calls the figures on all citizenships together.
ALL_CITIZENSHIPS = "all"

# Who belongs to a grouping: a candidate does not yet, an observer does not at all.
MEMBER_ROLES = ("participating", "leading")


def belonging(day: datetime.date | models.F | OuterRef, prefix: str = "") -> Q:
    """The condition that a membership makes its state one of the grouping's on `day`."""
    return in_force(day, prefix) & Q(**{f"{prefix}role__in": MEMBER_ROLES})


class StateQuerySet(SearchableQuerySet):
    def taking_part(self):
        """States with a membership, or a delegation or hosting at a published event.

        Public lists show these; the others have a record only so that a list may name them.
        """
        return self.filter(
            self._some(memberships__isnull=False)
            | self._some(delegations__event__published=True)
            | self._some(hosted_events__published=True)
        )

    def in_groupings(self, groupings, on: datetime.date):
        """States that belong to any of `groupings` on the day `on`."""
        return self.filter(
            self._some(belonging(on, "memberships__"), memberships__grouping__in=groupings)
        )

    def at_events(self, events):
        """States that had a delegation at, or hosted, any of `events` (a queryset)."""
        delegations = self.model._meta.get_field("delegations").related_model.objects
        return self.filter(
            Q(pk__in=delegations.filter(event__in=events).values("state"))
            | Q(pk__in=events.values("host_state"))
        )

    def topic_pairs(self) -> Iterator[tuple[int, str]]:
        """(state id, topic slug) of all published events that states were at, with repetitions."""
        for event in ("delegations__event", "hosted_events"):
            for topics in ("topics", "sessions__topics", "sessions__contributions__topics"):
                yield from (
                    self.model._base_manager.filter(
                        **{f"{event}__published": True, f"{event}__{topics}__isnull": False}
                    )
                    .values_list("pk", f"{event}__{topics}__slug")
                    .distinct()
                )

    def _some(self, *conditions, **lookups) -> Exists:
        """Whether a state has a related record like this, whatever floor it lives on."""
        return Exists(self.model._base_manager.filter(*conditions, pk=OuterRef("pk"), **lookups))


class FigureQuerySet(models.QuerySet):
    def with_names(self):
        """With whom each is of and by, so that no name needs a query."""
        return self.select_related("citizenship", "reporting_state", "reporting_grouping")

    def of_citizens(self, slugs: list[str]):
        """Figures on the citizens of these states; “all” is all citizenships together."""
        wanted = Q(citizenship__slug__in=slugs)
        if ALL_CITIZENSHIPS in slugs:
            wanted |= Q(citizenship__isnull=True)
        return self.filter(wanted)

    def reported_by(self, slugs: list[str]):
        """Figures of these states or groupings."""
        return self.filter(
            Q(reporting_state__slug__in=slugs) | Q(reporting_grouping__slug__in=slugs)
        )

    def keys_in_order(self) -> list[int]:
        """By indicator, citizenship and who reports it, in the active language's alphabet; then
        by year, so that figures on which sources disagree stand one under the other.
        """
        indicators = {value: place for place, value in enumerate(self.model.Indicator.values)}

        def places(relation: str) -> dict[int | None, bytes]:
            records = self.model._meta.get_field(relation).related_model.objects.all()
            # What is not named stands first: all citizenships together.
            return {None: b""} | {record.pk: collation_key(record.name) for record in records}

        states, groupings = places("citizenship"), places("reporting_grouping")
        figures = self.order_by().values_list(
            *("indicator", "citizenship", "reporting_state", "reporting_grouping"),
            *("year", "source_title", "pk"),
        )
        in_order = sorted(
            (
                indicators[indicator],
                states[citizenship],
                states[state] or groupings[grouping],
                *rest,
            )
            for indicator, citizenship, state, grouping, *rest in figures
        )
        return [pk for *_places, pk in in_order]


class OrganisationQuerySet(SearchableQuerySet):
    """Organisations: nothing to ask of them beyond search."""


class GroupingQuerySet(models.QuerySet):
    def with_state_counts(self, on: datetime.date):
        """With `state_count`: the states that belong to each on the day `on`."""
        return self.annotate(
            state_count=models.Count(
                "memberships__state", filter=belonging(on, "memberships__"), distinct=True
            )
        )


class MembershipQuerySet(models.QuerySet):
    def on(self, day: datetime.date):
        """Memberships in force on `day`."""
        return self.filter(in_force(day))

    def of_members(self):
        """Memberships that make their states belong to the grouping, at their time."""
        return self.filter(role__in=MEMBER_ROLES)

    def overlapping(self, since: datetime.date | None, until: datetime.date | None):
        """Memberships in force at some time from `since` to `until`; None is without end."""
        found = self
        if until:
            found = found.filter(Q(since__isnull=True) | Q(since__lt=until))
        if since:
            found = found.filter(Q(until__isnull=True) | Q(until__gt=since))
        return found


class PersonQuerySet(SearchableQuerySet):
    def like(self, person):
        """Other persons whose name is alike and whose state or organisation is the same.

        Where either side has neither state nor organisation, a like name is enough.
        """
        found = self.exclude(pk=person.pk).filter(name_key=person.name_key).exclude(name_key="")
        if not (person.state_id or person.organisation_id):
            return found
        same = Q(state__isnull=True, organisation__isnull=True)
        if person.state_id:
            same |= Q(state=person.state_id)
        if person.organisation_id:
            same |= Q(organisation=person.organisation_id)
        return found.filter(same)
