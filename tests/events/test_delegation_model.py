import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError

from events.models import Delegate, Delegation, Document
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    PersonFactory,
    PublicDelegateFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db


def errors_of(record) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    return refusal.value.message_dict


def test_it_is_of_a_state_or_of_an_organisation():
    both = DelegationFactory()
    both.organisation = OrganisationFactory()
    assert "not of both" in errors_of(both)["organisation"][0]

    neither = Delegation(event=both.event)
    assert errors_of(neither)["state"] == ["Choose the state or the organisation."]

    with pytest.raises(IntegrityError):
        both.save()


def test_a_state_or_organisation_has_one_delegation_at_an_event():
    first = DelegationFactory()
    again = Delegation(event=first.event, state=first.state)
    assert errors_of(again) == {"__all__": ["This state already has a delegation at the event."]}

    with pytest.raises(IntegrityError):
        again.save()


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        ("eu_institution", "eu_institutions"),
        ("intergovernmental", "intergovernmental"),
        ("secretariat", "secretariat"),
        ("academia", "organisations"),
        ("ministry", "organisations"),
    ],
)
def test_its_section_follows_from_what_takes_part(kind, section):
    organisation = OrganisationFactory(kind=kind)

    assert OrganisationDelegationFactory(organisation=organisation).section == section
    assert DelegationFactory().section == "states"


def test_its_section_belongs_to_the_event():
    union = OrganisationFactory(name_en="European Union", kind="eu_institution")

    assert OrganisationDelegationFactory(organisation=union, section="states").section == "states"


def test_its_roles_include_host_and_organiser():
    poland = StateFactory()
    delegation = DelegationFactory(
        event=EventFactory(host_state=poland),
        state=poland,
        role="leading_state",
        also_organiser=True,
    )
    assert delegation.roles == ["leading state", "host", "organiser"]

    plain = DelegationFactory()
    assert plain.roles == ["participating"]
    assert plain.notable_roles == []


def test_a_delegate_keeps_what_the_person_was_on_the_day():
    person = PersonFactory(prefix="Mr", position="Director", institution="Ministry")
    delegate = DelegateFactory(person=person)

    person.position = "Minister"
    person.save()
    delegate.refresh_from_db()
    delegate.save()

    assert (delegate.prefix, delegate.position, delegate.institution) == (
        *("Mr", "Director", "Ministry"),
    )
    assert delegate.family_name == person.family_name


def test_a_delegation_has_one_head():
    head = DelegateFactory(capacity="head")
    second = DelegateFactory(delegation=head.delegation)
    second.capacity = "head"

    assert "This delegation already has a head" in errors_of(second)["capacity"][0]
    assert head.full_name in errors_of(second)["capacity"][0]
    with pytest.raises(IntegrityError):
        second.save()


def test_a_person_is_in_a_delegation_once():
    delegate = DelegateFactory()

    with pytest.raises(IntegrityError):
        Delegate.objects.create(delegation=delegate.delegation, person=delegate.person)


def test_a_basis_for_publication_has_a_date():
    delegate = DelegateFactory()
    delegate.basis = "consent"

    assert errors_of(delegate) == {"basis_on": ["Give the day on which the basis was recorded."]}
    with pytest.raises(IntegrityError):
        delegate.save()


@pytest.mark.parametrize("status", Delegate.Status.values)
@pytest.mark.parametrize("basis", Delegate.Basis.values)
@pytest.mark.parametrize("published", [True, False])
def test_the_public_sees_those_with_a_basis_who_came_to_published_events(status, basis, published):
    DelegateFactory(
        status=status,
        basis=basis,
        basis_on=datetime.date(2019, 12, 1),
        delegation__event__published=published,
    )

    seen = published and basis != "none" and status in ("confirmed", "attended")
    assert Delegate.objects.public().exists() == seen


def test_withdrawing_consent_hides_the_name_at_once():
    delegate = PublicDelegateFactory()
    assert list(Delegate.objects.public()) == [delegate]

    delegate.basis = "none"
    delegate.save()

    assert list(Delegate.objects.public()) == []


def test_delegates_stand_by_capacity_rank_and_family_name():
    delegation = DelegationFactory()

    def add(family_name, **fields):
        DelegateFactory(delegation=delegation, person__family_name=family_name, **fields)

    add("Zieliński")
    add("Ábel")
    add("Second", rank=2)
    add("First", rank=1)
    add("Deputy", capacity="deputy_head")
    add("Head", capacity="head", rank=9)

    assert [d.family_name for d in delegation.delegates.in_list_order()] == [
        *("Head", "Deputy", "First", "Second", "Ábel", "Zieliński"),
    ]


def test_a_document_has_a_file_or_an_address():
    document = DocumentFactory()
    document.url = ""

    assert errors_of(document) == {"url": ["Give a file or an address."]}
    with pytest.raises(IntegrityError):
        Document.objects.filter(pk=document.pk).update(url="")


def test_a_document_accepts_no_file_that_a_browser_runs():
    document = DocumentFactory()
    document.file = ContentFile(b"<script>", name="page.html")

    assert "page.html" in errors_of(document)["file"][0]
