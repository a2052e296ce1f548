"""What can be asked about participants, in the words of the field."""

import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Lower, NullIf

from core.changes import PublicContentQuerySet
from core.models import SearchableQuerySet, related_objects
from core.text import collation_key


def in_force(day: datetime.date | models.F | OuterRef, prefix: str = "") -> Q:
    """The condition that a membership holds on `day`; `prefix` is the path to it, with `__`."""
    return (Q(**{f"{prefix}since__isnull": True}) | Q(**{f"{prefix}since__lte": day})) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    )


# What a filter calls the figures on all citizenships together.
ALL_CITIZENSHIPS = "all"

# Who belongs to a grouping: a candidate does not yet, an observer does not at all.
MEMBER_ROLES = ("member", "participating", "leading")


def belonging(day: datetime.date | models.F | OuterRef, prefix: str = "") -> Q:
    """The condition that a membership makes its state one of the grouping's on `day`."""
    return in_force(day, prefix) & Q(**{f"{prefix}role__in": MEMBER_ROLES})


class StateQuerySet(SearchableQuerySet, PublicContentQuerySet):  # type: ignore[override]  # `as_manager`
    """States: nothing to ask of them beyond search."""


class FigureQuerySet(PublicContentQuerySet):
    def with_names(self):
        """With whom each is of and by, so that no name needs a query."""
        return self.select_related("citizenship", "reporting_state", "reporting_grouping")

    def keys_in_order(self) -> list[int]:
        """By indicator, citizenship and who reports it, in the active language's alphabet; then
        by year, so that figures on which sources disagree stand one under the other.
        """
        figure: Any = self.model
        indicators = {value: place for place, value in enumerate(figure.Indicator.values)}

        def places(relation: str) -> dict[int | None, bytes]:
            records = figure._meta.get_field(relation).related_model.objects.all()
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


class OrganisationQuerySet(SearchableQuerySet, PublicContentQuerySet):  # type: ignore[override]  # `as_manager`
    """Organisations: nothing to ask of them beyond search."""


class GroupingQuerySet(PublicContentQuerySet):
    def with_state_counts(self, on: datetime.date):
        """With `state_count`: the states that belong to each on the day `on`."""
        return self.annotate(
            state_count=models.Count(
                "memberships__state", filter=belonging(on, "memberships__"), distinct=True
            )
        )


class MembershipQuerySet(PublicContentQuerySet):
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


class PersonQuerySet(SearchableQuerySet, PublicContentQuerySet):  # type: ignore[override]  # `as_manager`
    # Of which two persons who may be one share at least one.
    MATCH_KEYS = ("match_key", "match_key_other", "match_key_cyrillic")

    def like(self, person, by_email: bool = False):
        """Other persons who may be `person`: a name that sounds alike, of the same participant.

        Where either side has neither state nor organisation, a like name is enough. With
        `by_email` also those with the same address. How likely each is, and why, says
        `participants.duplicates.compare`.
        """
        keys = [getattr(person, key) for key in self.MATCH_KEYS]
        found = _sharing_a_key([key for key in keys if key])
        if person.state_id or person.organisation_id:
            of_the_same = Q(state__isnull=True, organisation__isnull=True)
            if person.state_id:
                of_the_same |= Q(state=person.state_id)
            if person.organisation_id:
                of_the_same |= Q(organisation=person.organisation_id)
            found &= of_the_same
        if by_email and person.email:
            found |= Q(address=person.email.lower())
        persons = self.alias(address=Lower("email")).filter(found)
        if not person.pk:
            return persons
        return persons.not_told_apart_from(person.pk).exclude(pk=person.pk)

    def with_namesakes(self, by_email: bool = False):
        """Persons of whom `like` finds another one."""
        alike = self.model._base_manager.exclude(pk=OuterRef("pk")).exclude(_told_apart(self.model))
        # An empty text is not looked up: half of the register has it.
        keys = [NullIf(OuterRef(key), Value("")) for key in self.MATCH_KEYS]
        named_alike: models.QuerySet = alike.filter(_sharing_a_key(keys))
        of_nobody = Q(state__isnull=True, organisation__isnull=True)
        # Not by the columns themselves: SQLite would take their indexes, and look through
        # everybody of a state for each of its persons, instead of those of the keys.
        named_alike = named_alike.alias(
            of_state=Coalesce("state", Value(0)), of_organisation=Coalesce("organisation", Value(0))
        )
        of_the_same = (
            Q(of_state=0, of_organisation=0)
            | Q(of_state=OuterRef("state"))
            | Q(of_organisation=OuterRef("organisation"))
        )
        found = Exists(named_alike.filter(of_the_same)) | of_nobody & Q(Exists(named_alike))
        if by_email:
            address = NullIf(Lower(OuterRef("email")), Value(""))
            found |= Q(Exists(alike.alias(address=Lower("email")).filter(address=address)))
        return self.filter(found)

    def not_told_apart_from(self, pk: int):
        """Without those of whom staff have said that they are not the person `pk`."""
        return self.exclude(told_apart_first__second=pk).exclude(told_apart_second__first=pk)


def _sharing_a_key(keys: list) -> Q:
    """The condition that a person's name sounds like one with `keys`, none of them empty."""
    sharing = Q(pk__in=[])
    for name in PersonQuerySet.MATCH_KEYS:
        sharing |= Q(**{f"{name}__in": keys})
    return sharing


def _told_apart(person: type[models.Model]) -> Exists:
    """Whether staff have said that a person is not the one of the query around it."""
    pairs = related_objects(person, "told_apart_first")
    inner, outer = OuterRef("pk"), OuterRef(OuterRef("pk"))
    return Exists(pairs.filter(Q(first=inner, second=outer) | Q(first=outer, second=inner)))
