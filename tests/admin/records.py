"""One record of every model that the admin shows."""

from django.utils import timezone

from events.models import IssuedList, ListSection, Nomination, ParticipantExport
from events.participant_list.versions import draft_of, issue
from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    DocumentFactory,
    ListPresetFactory,
    MembershipFactory,
    MigrationFigureFactory,
    OrganisationFactory,
    PhaseFactory,
    TopicFactory,
)


def make_nomination(delegation) -> Nomination:
    return Nomination.objects.create(
        delegation=delegation,
        contact_name="National Contact Point",
        contact_email="contact@example.org",
        deadline=timezone.now(),
    )


def make_issued(event) -> IssuedList:
    return issue(event, draft_of(event).token, "provisional", None)


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
        make_issued(event),
        ParticipantExport.objects.create(
            event=event, event_title=event.title, file_format="xlsx", language="en", rows=1
        ),
    ]
