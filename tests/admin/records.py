"""One record of every model that the admin shows."""

from django.utils import timezone

from events.models import Erasure, IssuedList, ListSection, Nomination, ParticipantExport
from events.participant_list.issued.issuing import draft_of, issue
from participants.models import DistinctPersons, PersonMerge
from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    DocumentFactory,
    ListPresetFactory,
    MembershipFactory,
    MigrationFigureFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseFactory,
    PublicationDecisionFactory,
    TopicFactory,
)


def make_nomination(delegation) -> Nomination:
    return Nomination.objects.create(
        delegation=delegation,
        contact_name="National Contact Point",
        contact_email="contact@example.org",
        deadline=timezone.now(),
    )


def make_merge(kept, removed_pk: int) -> PersonMerge:
    """The note of a merge, which names a person who is gone."""
    return PersonMerge.objects.create(
        kept_pk=kept.pk,
        kept_name=str(kept),
        removed_pk=removed_pk,
        removed_name="Removed Person",
        removed={},
        steps=[],
    )


def make_issued(event) -> IssuedList:
    return issue(event, draft_of(event).fingerprint, "provisional", None)


def make_all() -> list:
    """Records of all models in the admin, each valid and linked to the others."""
    contribution = ContributionFactory()
    delegation, event = contribution.delegation, contribution.session.event
    delegate = DelegateFactory(delegation=delegation)
    membership, phase = MembershipFactory(), PhaseFactory()
    return [
        *(membership, membership.state, membership.grouping, OrganisationFactory()),
        *(delegate.person, MigrationFigureFactory(citizenship=membership.state)),
        *(TopicFactory(), phase, phase.programme),
        *(event, contribution.session, contribution, delegation, delegate),
        ListSection.objects.create(event=event, title_en="Hosts", role="host"),
        ListPresetFactory(),
        DocumentFactory(event=event),
        make_nomination(delegation),
        PublicationDecisionFactory(event=event),
        DistinctPersons.objects.tell_apart(delegate.person, PersonFactory())[0],
        make_merge(delegate.person, delegate.person.pk + 1_000),
        make_issued(event),
        Erasure.objects.create(reason="request", person_key=delegate.person.pk + 1_000),
        ParticipantExport.objects.create(
            event=event, event_title=event.title, file_format="xlsx", language="en", rows=1
        ),
    ]
