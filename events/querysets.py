"""What can be asked about events, in the words of the field."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, cast

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
from django.db.models.functions import Coalesce, Concat, Trim

from core.changes import PublicContentQuerySet
from core.models import SearchableQuerySet, related_objects
from participants.models import Organisation, State
from participants.scripts import CYRILLIC, NAMES

# The statuses of delegates who did not come, or are not to come.
GONE = ("withdrawn", "absent")
# The participation of a delegation that comes.
TAKES_PART = "takes_part"


class ChangesQuerySet(PublicContentQuerySet):
    def with_changes(self):
        """With `last_change` (null before the first) and `changes`: how often, by the history."""
        model: Any = self.model
        history = model.history.model.objects.filter(id=OuterRef("pk")).order_by()
        return self.annotate(
            last_change=_of_all(history, Max("history_date")),
            changes=Coalesce(_of_all(history, Count("pk")), 0),
        )


def _of_all(rows, aggregate) -> Subquery:
    """`aggregate` over all of `rows`, as a part of another query; null where there is none."""
    return Subquery(rows.values("id").annotate(found=aggregate).values("found"))


class EventQuerySet(ChangesQuerySet, SearchableQuerySet):  # type: ignore[override]  # `as_manager`
    def published(self):
        """What the public may see: no draft is on any page, feed, file or count."""
        return self.filter(published=True)

    def in_period(self, first: datetime.date | None, last: datetime.date | None):
        """Events with a day from `first` to `last`; None is without end.

        An event without dates counts on the day of the one that it follows.
        """
        ended = (
            self.filter(Q(ends__gte=first) | Q(ends__isnull=True, sort_date__gte=first))
            if first
            else self
        )
        return ended.filter(sort_date__lte=last) if last else ended

    def upcoming(self, today: datetime.date):
        """Events that are planned and not over on `today`."""
        return self.filter(status="planned").filter(
            Q(ends__gte=today) | Q(ends__isnull=True, starts__gte=today)
        )

    def not_over(self, today: datetime.date):
        """Planned events of `today` or a later day, and those whose days are not known yet."""
        return self.filter(status="planned").exclude(
            Q(ends__lt=today) | Q(ends__isnull=True, starts__lt=today)
        )

    def lead(self):
        """The event to feature: real before sample, with an outcome before without, the latest.

        Only an event that a published one continues; None if there is no such event.
        """
        has_outcome = Q(outcome_en__gt="") | Q(outcome_ru__gt="")
        without_outcome = Case(When(has_outcome, then=0), default=1)
        found = self.followed_up().latest_first()
        return found.order_by("sample", without_outcome, *found.query.order_by).first()

    def real_first(self):
        """The same order, with sample events after all others."""
        return self.order_by("sample", *self.query.order_by)

    def followed_up(self):
        """Events that a published event continues."""
        return self.filter(self._some(followed_by__published=True))

    def chain_of(self, event) -> list:
        """`event` with those that it follows and that follow it, however far, earliest first.

        Of these events alone: a draft in between ends the chain for the public (2 queries).
        """
        followed = dict(self.filter(follows__isnull=False).values_list("pk", "follows_id"))
        first, followers = event.pk, defaultdict(list)
        for pk, above in followed.items():
            followers[above].append(pk)
        while first in followed:
            first = followed[first]
        found, open_ = set(), [first]
        while open_:
            found.add(pk := open_.pop())
            open_.extend(followers[pk])
        return list(self.filter(pk__in=found).select_related("host_state").earliest_first())

    def latest_first(self):
        """The latest day first; an event without dates right after the one that it follows."""
        return self.order_by(
            "-sort_date", Coalesce("sort_after_id", "id").desc(), "sort_step", "id"
        )

    def earliest_first(self):
        """The earliest day first; an event without dates right after the one that it follows."""
        return self.order_by("sort_date", Coalesce("sort_after_id", "id"), "sort_step", "id")

    def with_states(self, states):
        """Events where a delegation of any of `states` took part, or that one of them hosted."""
        delegations = self._delegations().filter(state__in=states)
        return self.filter(Exists(delegations) | Q(host_state__in=states))

    def with_organisations(self, organisations):
        """Events where a delegation of any of `organisations` took part, or one led a state's."""
        delegations = self._delegations().filter(
            Q(organisation__in=organisations) | Q(led_by__in=organisations)
        )
        return self.filter(Exists(delegations))

    def with_topics(self, topics):
        """Events on any of `topics` or a topic below them, as a whole or in a contribution."""
        topics = topics.with_descendants()
        return self.filter(
            self._some(topics__in=topics)
            | self._some(sessions__topics__in=topics)
            | self._some(
                sessions__contributions__topics__in=topics,
                sessions__contributions__delegation__participation=TAKES_PART,
            )
        )

    def with_programmes(self, programmes):
        """Events of any of `programmes`."""
        return self.filter(self._some(programmes__in=programmes))

    def with_state_in_role(self, state, role: str):
        """Events at which `state` was the leading state, the host or an organiser.

        As `Delegation.roles` says it: who hosts follows from the event too, and an organiser may
        have another role beside.
        """
        in_role = Q(role=role)
        if role == "organiser":
            in_role |= Q(also_organiser=True)
        held = Exists(self._delegations().filter(in_role, state=state))
        return self.filter(held | Q(host_state=state) if role == "host" else held)

    def with_part_of(self, participant):
        """With `own_delegations`: those of a state, or of an organisation or led by it.

        Each with its contributions and their topics (3 queries in all).
        """
        delegations = self._taking_part()
        contributions = related_objects(self.model, "delegations", "contributions")
        is_state = participant._meta.model_name == "state"
        own = Q(state=participant)
        if not is_state:
            own = Q(organisation=participant) | Q(led_by=participant)
        return self.select_related("host_state").prefetch_related(
            Prefetch(
                "delegations",
                delegations.filter(own)
                .select_related("state", "organisation")
                .prefetch_related(
                    Prefetch(
                        "contributions",
                        contributions.select_related("session").prefetch_related("topics"),
                    )
                ),
                to_attr="own_delegations",
            )
        )

    def for_cards(self):
        """With what a card in a list shows: host, states in a line, topics (3 queries in all)."""
        delegations = self._taking_part()
        return self.select_related("host_state").prefetch_related(
            "topics",
            Prefetch(
                "delegations",
                delegations.filter(state__isnull=False).select_related("state"),
                to_attr="state_delegations",
            ),
        )

    def for_data(self):
        """With all that a file or feed says of each event: topics, programmes, participants."""
        delegations = self._taking_part()
        return self.select_related("host_state", "follows").prefetch_related(
            "topics",
            "programmes",
            Prefetch("delegations", delegations.select_related("state", "organisation")),
        )

    def last_changed_first(self):
        """After `with_changes`: what changed last stands first."""
        return self.order_by(F("last_change").desc(nulls_last=True), "-pk")

    def _taking_part(self):
        """The delegations of all events that take part."""
        delegations: Any = related_objects(self.model, "delegations")
        return delegations.taking_part()

    def _delegations(self):
        return self._taking_part().filter(event=OuterRef("pk"))

    def _some(self, **lookups) -> Exists:
        return Exists(self.model._base_manager.filter(pk=OuterRef("pk"), **lookups))


class ContributionQuerySet(PublicContentQuerySet):
    def taking_part(self):
        """Those of delegations that take part: what another one had planned is not public."""
        return self.filter(delegation__participation=TAKES_PART)

    def topic_pairs(self) -> Iterator[tuple[int, str]]:
        """(contribution key, topic slug) for each topic that a contribution counts under.

        These are its own topics, or else those of its session, or else those of its event.
        """
        paths = ("topics", "session__topics", "session__event__topics")
        # One path after another: together they would multiply the rows.
        decided: set[int] = set()
        for path in paths:
            pairs = [
                (pk, slug)
                for pk, slug in self.order_by().values_list("pk", f"{path}__slug")
                if slug and pk not in decided
            ]
            decided.update(pk for pk, _slug in pairs)
            yield from pairs


class SessionQuerySet(ChangesQuerySet):
    """Sessions: nothing to ask of them beyond how often they changed."""


class DelegationQuerySet(PublicContentQuerySet):
    def taking_part(self):
        """Those that come: neither cancelled, nor with the answer that nobody comes.

        Whatever lists or counts who takes part in an event asks here.
        """
        return self.filter(participation=TAKES_PART)

    def not_taking_part(self):
        """The others, which no list and no count has: cancelled, or nobody comes."""
        return self.exclude(participation=TAKES_PART)

    def published(self):
        """What the public may see: delegations that take part in published events."""
        return self.taking_part().filter(event__published=True)

    def organisers(self):
        """Those taking part that organised the event, alone or beside another role."""
        return self.taking_part().filter(Q(role="organiser") | Q(also_organiser=True))

    def latest_first(self):
        """Those of the latest event first, in the order of `EventQuerySet.latest_first`."""
        return self.order_by(
            "-event__sort_date",
            Coalesce("event__sort_after_id", "event_id").desc(),
            *("event__sort_step", "event_id", "id"),
        )

    def with_names(self):
        """With the participant that each is of, so that its name needs no query."""
        return self.select_related("state", "organisation", "led_by", "event")

    def with_counts(self):
        """With `delegate_count`: delegates who have not withdrawn."""
        return self.annotate(
            delegate_count=Count("delegates", filter=~Q(delegates__status="withdrawn"))
        )

    def with_heads(self):
        """With `head_name`: that of the head who takes part; None where nobody leads it."""
        delegates: Any = related_objects(self.model, "delegates")
        heads = delegates.taking_part().filter(delegation=OuterRef("pk"), capacity="head")
        latin, cyrillic = (
            Trim(Concat(given, Value(" "), family)) for given, family in (NAMES, CYRILLIC)
        )
        name = Case(When(family_name="", then=cyrillic), default=latin)
        return self.annotate(head_name=Subquery(heads.values(found=name)[:1]))


# The statuses of delegates who may be named, if there is a basis.
PRESENT = ("confirmed", "attended")


class PublicationDecisionQuerySet(PublicContentQuerySet):
    def in_force(self):
        """Decisions that have not been withdrawn."""
        return self.filter(withdrawn_on__isnull=True)


# Of whom a list prints something in the other script: no name in this one, or a position or
# institution in the other one alone.
MISSING_IN = {
    "en": Q(family_name="")
    | Q(position="", position_ru__gt="")
    | Q(institution="", institution_ru__gt=""),
    "ru": Q(family_name_cyrillic="")
    | Q(position_ru="", position__gt="")
    | Q(institution_ru="", institution__gt=""),
}


class DelegateQuerySet(PublicContentQuerySet):
    def public(self):
        """Whom the public may see by name: present, at a published event, with a basis.

        The basis is recorded with the delegate, or is a decision of the organiser that is in
        force; the person's own objection is stronger than either.
        """
        return self.filter(
            self._with_own_basis() | self._decided(),
            basis_withdrawn_on__isnull=True,
            status__in=PRESENT,
            delegation__event__published=True,
            delegation__participation=TAKES_PART,
        )

    def with_publicity(self):
        """With `publicity`: whether the public sees each by name and why, as `Publicity` says."""
        return self.annotate(
            publicity=Case(
                When(delegation__event__published=False, then=Value("draft")),
                When(~Q(delegation__participation=TAKES_PART), then=Value("no_delegation")),
                When(basis_withdrawn_on__isnull=False, then=Value("objection")),
                When(~Q(status__in=PRESENT), then=Value("not_present")),
                When(basis="consent", then=Value("consent")),
                When(self._with_own_basis(), then=Value("official_capacity")),
                When(self._decided(), then=Value("decision")),
                default=Value("no_basis"),
            )
        )

    def _with_own_basis(self) -> Q:
        return Q(basis__in=["consent", "official_capacity"])

    def _decided(self) -> Q:
        """For whom a decision is in force. The events are read once, not for each delegate."""
        decisions: Any = related_objects(self.model, "delegation", "event", "publication_decisions")
        in_force = decisions.in_force().order_by()
        for_all = Q(delegation__event__in=in_force.filter(scope="all").values("event"))
        for_heads = Q(delegation__event__in=in_force.filter(scope="heads").values("event"))
        return for_all | Q(capacity="head") & for_heads

    def listed(self):
        """Those of delegations that take part, with whatever status."""
        return self.filter(delegation__participation=TAKES_PART)

    def taking_part(self):
        """Who came or is to come: neither withdrawn nor absent, in a delegation that takes part."""
        return self.listed().exclude(status__in=GONE)

    def missing_a_script(self):
        """Of whom a list in one of the languages prints something in the other script."""
        return self.filter(MISSING_IN["en"] | MISSING_IN["ru"])

    def in_list_order(self):
        """Head, deputy head, then rank, then family name, within each delegation."""
        place = Case(
            When(capacity="head", then=Value(0)),
            When(capacity="deputy_head", then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return self.order_by(place, F("rank").asc(nulls_last=True), "name_sort_key", "pk")


class NominationQuerySet(models.QuerySet):
    def due(self):
        """Asked for and not answered: before the deadline and after it."""
        return self.filter(
            state="open", invited_at__isnull=False, delegation__participation=TAKES_PART
        )

    def last_contacts(self, delegations):
        """Of the participants of `delegations`, earlier nominations, the latest first."""
        states = [d.state_id for d in delegations if d.state_id]
        organisations = [d.organisation_id for d in delegations if d.organisation_id]
        return (
            self.filter(
                Q(delegation__state__in=states) | Q(delegation__organisation__in=organisations)
            )
            .exclude(delegation__in=[delegation.pk for delegation in delegations])
            .select_related("delegation__event")
            .order_by(F("invited_at").desc(nulls_last=True), "-pk")
        )


class DocumentQuerySet(SearchableQuerySet, PublicContentQuerySet):  # type: ignore[override]  # `as_manager`
    def published(self):
        """What the public may see: published itself, and of no draft event."""
        return (
            self.filter(published=True)
            .exclude(event__published=False)
            .exclude(contribution__session__event__published=False)
        )

    def in_period(self, first: datetime.date | None, last: datetime.date | None):
        """Documents with a date from `first` to `last`; None is without end."""
        dated = self.filter(date__gte=first) if first else self
        return dated.filter(date__lte=last) if last else dated

    def topic_pairs(self) -> Iterator[tuple[int, str]]:
        """(document key, topic slug) for each topic that a document is found under.

        These are its own topics, those of its event, and those that its contribution counts
        under.
        """
        documents = self.order_by()
        for path in ("topics", "event__topics"):
            yield from documents.filter(**{f"{path}__isnull": False}).values_list(
                "pk", f"{path}__slug"
            )
        by_contribution = defaultdict(list)
        for pk, contribution in documents.filter(contribution__isnull=False).values_list(
            "pk", "contribution"
        ):
            by_contribution[contribution].append(pk)
        contributions = related_objects(self.model, "contribution").filter(pk__in=by_contribution)
        for contribution, slug in cast(ContributionQuerySet, contributions).topic_pairs():
            for pk in by_contribution[contribution]:
                yield pk, slug

    def latest_first(self):
        """The latest date first; documents without a date last."""
        return self.order_by(F("date").desc(nulls_last=True), "-pk")

    def for_data(self):
        """With all that a file says of each document."""
        return self.select_related("event").prefetch_related("states", "topics", "programmes")


# --- States and persons, by what they did at events ------------------------------------------
def states_taking_part():
    """States with a membership or in a programme, or taking part in a published event or its host.

    Public lists show these; the others have a record only so that a list may name them.
    """

    def some(**lookups) -> Exists:
        return Exists(State.objects.filter(pk=OuterRef("pk"), **lookups))

    return State.objects.filter(
        some(memberships__isnull=False)
        | some(programmes__isnull=False)
        | some(delegations__event__published=True, delegations__participation=TAKES_PART)
        | some(hosted_events__published=True)
    )


# What mentions an organisation at an event: relations of it, with what the public may see of them.
_AT_EVENTS: dict[str, dict[str, Any]] = {
    "delegations": {"event__published": True, "participation": TAKES_PART},
    "delegations_led": {"event__published": True, "participation": TAKES_PART},
    "hosted_sessions": {"event__published": True},
}


def public_organisations():
    """Organisations that the public may read of: all but those that only drafts mention, or a
    delegation that did not take part.

    One that no event mentions is public, and so is one of a programme, or above a public one.
    """

    def some(**lookups) -> Q:
        return Q(Exists(Organisation.objects.filter(pk=OuterRef("pk"), **lookups)))

    public = hidden = Q(pk__in=[])
    for relation, conditions in _AT_EVENTS.items():
        hidden |= some(**{f"{relation}__isnull": False})
        public |= some(**{f"{relation}__{name}": v for name, v in conditions.items()})
        public |= some(**{f"children__{relation}__{name}": v for name, v in conditions.items()})
    for relation in ("programmes_funded", "programmes_implemented"):
        public |= some(**{f"{relation}__isnull": False})
        public |= some(**{f"children__{relation}__isnull": False})
    return Organisation.objects.filter(public | ~hidden)


def with_event_counts(persons):
    """`persons` with `delegate_count` and `event_count`: how often each has been a delegate."""
    return persons.annotate(
        delegate_count=Count("delegates", distinct=True),
        event_count=Count("delegates__delegation__event", distinct=True),
    )
