"""The least valid thing of each model; a test states what matters to it."""

import datetime

import factory
from factory.django import DjangoModelFactory

from events.models import (
    Contribution,
    Delegate,
    Delegation,
    Document,
    Event,
    ListPreset,
    Session,
)
from participants.models import Grouping, Membership, MigrationFigure, Organisation, Person, State
from topics.models import Phase, Programme, Topic


class StateFactory(DjangoModelFactory):
    class Meta:
        model = State

    name_en = factory.Sequence(lambda n: f"State {n}")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name_en = factory.Sequence(lambda n: f"Organisation {n}")
    kind = Organisation.Kind.OTHER


class GroupingFactory(DjangoModelFactory):
    class Meta:
        model = Grouping

    name_en = factory.Sequence(lambda n: f"Grouping {n}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    grouping = factory.SubFactory(GroupingFactory)
    state = factory.SubFactory(StateFactory)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    given_names = "Jan"
    family_name = factory.Sequence(lambda n: f"Family{n}")


class MigrationFigureFactory(DjangoModelFactory):
    class Meta:
        model = MigrationFigure

    reporting_state = factory.SubFactory(StateFactory)
    indicator = MigrationFigure.Indicator.RESIDING
    unit = MigrationFigure.Unit.STOCK
    year = 2019
    value = 100
    source_title = "Statistical office"


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    name_en = factory.Sequence(lambda n: f"Topic {n}")


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme
        skip_postgeneration_save = True

    name_en = factory.Sequence(lambda n: f"Programme {n}")
    kind = Programme.Kind.PROGRAMME


class PhaseFactory(DjangoModelFactory):
    class Meta:
        model = Phase

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)


class EventFactory(DjangoModelFactory):
    """Published, on 4 December 2019."""

    class Meta:
        model = Event

    title_en = factory.Sequence(lambda n: f"Event {n}")
    kind = Event.Kind.CONFERENCE
    starts = datetime.date(2019, 12, 4)
    published = True
    status = Event.Status.HELD


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    event = factory.SubFactory(EventFactory)
    title_en = factory.Sequence(lambda n: f"Session {n}")


class DelegationFactory(DjangoModelFactory):
    class Meta:
        model = Delegation

    event = factory.SubFactory(EventFactory)
    state = factory.SubFactory(StateFactory)


class OrganisationDelegationFactory(DelegationFactory):
    state = None
    organisation = factory.SubFactory(OrganisationFactory)


class ContributionFactory(DjangoModelFactory):
    class Meta:
        model = Contribution

    session = factory.SubFactory(SessionFactory)
    delegation = factory.LazyAttribute(lambda o: DelegationFactory(event=o.session.event))
    kind = Contribution.Kind.NATIONAL_PRESENTATION


class DelegateFactory(DjangoModelFactory):
    """Confirmed, but without a basis for publication: the public must not see the name."""

    class Meta:
        model = Delegate

    delegation = factory.SubFactory(DelegationFactory)
    person = factory.SubFactory(PersonFactory)
    status = Delegate.Status.CONFIRMED


class PublicDelegateFactory(DelegateFactory):
    """Confirmed, with consent to publication."""

    basis = Delegate.Basis.CONSENT
    basis_on = datetime.date(2019, 12, 1)


class ListPresetFactory(DjangoModelFactory):
    class Meta:
        model = ListPreset

    name_en = factory.Sequence(lambda n: f"Preset {n}")
    columns = ["family_name", "delegation"]


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    title_en = factory.Sequence(lambda n: f"Document {n}")
    kind = Document.Kind.OTHER
    language = Document.Language.ENGLISH
    url = "https://example.org/document"
    published = True
