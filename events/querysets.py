"""What can be asked about events, in the words of the field."""

import datetime

from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from participants.base import SearchableQuerySet
from participants.querysets import belonging

# The statuses of delegates who did not come, or are not to come.
GONE = ("withdrawn", "absent")


class ChangesQuerySet(models.QuerySet):
    def with_changes(self):
        """With `last_change` (null before the first) and `changes`: how often, by the history."""
        history = self.model.history.model.objects.filter(id=OuterRef("pk")).order_by()
        return self.annotate(
            last_change=_of_all(history, Max("history_date")),
            changes=Coalesce(_of_all(history, Count("pk")), 0),
        )


def _of_all(rows, aggregate) -> Subquery:
    """`aggregate` over all of `rows`, as a part of another query; null where there is none."""
    return Subquery(rows.values("id").annotate(found=aggregate).values("found"))


class EventQuerySet(ChangesQuerySet, SearchableQuerySet):
    def published(self):
        """What the public may see: no draft is on any page, feed, file or count."""
        return self.filter(published=True)

    def upcoming(self, today: datetime.date):
        """Events that are planned and not over on `today`."""
        return self.filter(status="planned").filter(
            Q(ends__gte=today) | Q(ends__isnull=True, starts__gte=today)
        )

    def followed_up(self):
        """Events that a published event continues."""
        return self.filter(self._some(followed_by__published=True))

    def latest_first(self):
        """The latest day first; an event without dates right after the one that it follows."""
        return self.order_by(
            "-sort_date", Coalesce("sort_after_id", "id").desc(), "sort_step", "id"
        )

    def earliest_first(self):
        """The earliest day first; an event without dates right after the one that it follows."""
        return self.order_by("sort_date", Coalesce("sort_after_id", "id"), "sort_step", "id")

    def with_states(self, states):
        """Events where any of `states` had a delegation or was the host."""
        delegations = self._delegations().filter(state__in=states)
        return self.filter(Exists(delegations) | Q(host_state__in=states))

    def with_organisations(self, organisations):
        """Events where any of `organisations` had a delegation or led a state's."""
        delegations = self._delegations().filter(
            Q(organisation__in=organisations) | Q(led_by__in=organisations)
        )
        return self.filter(Exists(delegations))

    def with_groupings(self, groupings):
        """Events with a delegation of a state that then belonged to any of `groupings`."""
        delegations = self._delegations().filter(
            belonging(OuterRef("sort_date"), "state__memberships__"),
            state__memberships__grouping__in=groupings,
        )
        return self.filter(Exists(delegations))

    def with_topics(self, topics):
        """Events on any of `topics` or a topic below them, as a whole or in a contribution."""
        topics = topics.with_descendants()
        return self.filter(
            self._some(topics__in=topics)
            | self._some(sessions__topics__in=topics)
            | self._some(sessions__contributions__topics__in=topics)
        )

    def with_programmes(self, programmes):
        """Events of any of `programmes`."""
        return self.filter(self._some(programmes__in=programmes))

    def of_years(self, years):
        """Events that start in any of `years`; without dates, those of the event followed."""
        wanted = Q(pk__in=[])
        for year in years:
            wanted |= Q(sort_date__gte=datetime.date(year, 1, 1)) & Q(
                sort_date__lte=datetime.date(year, 12, 31)
            )
        return self.filter(wanted)

    def for_cards(self):
        """With what a card in a list shows: host, states in a line, topics (3 queries in all)."""
        from events.models import Delegation

        return self.select_related("host_state").prefetch_related(
            "topics",
            Prefetch(
                "delegations",
                Delegation.objects.filter(state__isnull=False).select_related("state"),
                to_attr="state_delegations",
            ),
        )

    def for_data(self):
        """With all that a file or feed says of each event: topics, programmes, participants."""
        from events.models import Delegation

        return self.select_related("host_state", "follows").prefetch_related(
            "topics",
            "programmes",
            Prefetch("delegations", Delegation.objects.select_related("state", "organisation")),
        )

    def last_changed_first(self):
        """After `with_changes`: what changed last stands first."""
        return self.order_by(F("last_change").desc(nulls_last=True), "-pk")

    def _delegations(self):
        from events.models import Delegation

        return Delegation.objects.filter(event=OuterRef("pk"))

    def _some(self, **lookups) -> Exists:
        return Exists(self.model._base_manager.filter(pk=OuterRef("pk"), **lookups))


class SessionQuerySet(ChangesQuerySet):
    """Sessions: nothing to ask of them beyond how often they changed."""


class DelegationQuerySet(models.QuerySet):
    def published(self):
        """Delegations of published events."""
        return self.filter(event__published=True)

    def organisers(self):
        """Those that organised the event, alone or beside another role."""
        return self.filter(Q(role="organiser") | Q(also_organiser=True))

    def with_names(self):
        """With the participant that each is of, so that its name needs no query."""
        return self.select_related("state", "organisation", "led_by", "event")

    def with_counts(self):
        """With `delegate_count`: delegates who have not withdrawn."""
        return self.annotate(
            delegate_count=Count("delegates", filter=~Q(delegates__status="withdrawn"))
        )


class DelegateQuerySet(models.QuerySet):
    def public(self):
        """Whom the public may see by name: a recorded basis, present, at a published event."""
        return self.filter(
            basis__in=["consent", "official_capacity"],
            status__in=["confirmed", "attended"],
            delegation__event__published=True,
        )

    def taking_part(self):
        """Who came or is to come: neither withdrawn nor absent."""
        return self.exclude(status__in=GONE)

    def in_list_order(self):
        """Head, deputy head, then rank, then family name, within each delegation."""
        place = Case(
            When(capacity="head", then=Value(0)),
            When(capacity="deputy_head", then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return self.order_by(place, F("rank").asc(nulls_last=True), "name_sort_key", "pk")


class DocumentQuerySet(SearchableQuerySet):
    def published(self):
        """What the public may see: published itself, and of no draft event."""
        return (
            self.filter(published=True)
            .exclude(event__published=False)
            .exclude(contribution__session__event__published=False)
        )

    def latest_first(self):
        """The latest date first; documents without a date last."""
        return self.order_by(F("date").desc(nulls_last=True), "-pk")

    def in_languages(self, languages: list[str]):
        """Documents to be read in any of `languages`; one in two languages is in each."""
        wanted = Q(pk__in=[])
        for language in languages:
            wanted |= Q(language__in=self.model.Language.of(language))
        return self.filter(wanted)

    def with_states(self, states):
        """Documents about any of `states`."""
        return self.filter(self._some(states__in=states))

    def with_topics(self, topics):
        """Documents on any of `topics` or a topic below them."""
        return self.filter(self._some(topics__in=topics.with_descendants()))

    def with_programmes(self, programmes):
        """Documents of any of `programmes`."""
        return self.filter(self._some(programmes__in=programmes))

    def of_years(self, years: list[int]):
        """Documents dated in any of `years`."""
        return self.filter(date__year__in=years)

    def for_data(self):
        """With all that a file says of each document."""
        return self.select_related("event").prefetch_related("states", "topics", "programmes")

    def _some(self, **lookups) -> Exists:
        return Exists(self.model._base_manager.filter(pk=OuterRef("pk"), **lookups))
