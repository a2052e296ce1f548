import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from participants.models import Membership, Person, State
from tests.factories import (
    GroupingFactory,
    MembershipFactory,
    MigrationFigureFactory,
    OrganisationFactory,
    PersonFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2020, 2, 1)


def errors_of(record) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    return refusal.value.message_dict


def test_states_without_codes_are_told_apart_by_name():
    for name in ("Yugoslavia", "Czechoslovakia"):
        state = State(name_en=name, iso2="", iso3="")
        state.full_clean()
        state.save()

    assert State.objects.filter(iso2=None).count() == 2


def test_codes_are_unique():
    StateFactory(iso2="PL")

    assert "iso2" in errors_of(State(name_en="Other", iso2="PL"))


def test_a_membership_holds_from_its_first_day_to_the_day_before_its_end():
    membership = MembershipFactory(since=datetime.date(1973, 1, 1), until=DAY)

    def holds_on(day):
        return membership in Membership.objects.on(day)

    assert not holds_on(datetime.date(1972, 12, 31))
    assert holds_on(datetime.date(1973, 1, 1))
    assert holds_on(datetime.date(2020, 1, 31))
    assert not holds_on(DAY)


@pytest.mark.parametrize(
    ("since", "until"),
    [(None, None), (datetime.date(2019, 1, 1), None), (None, datetime.date(2000, 1, 1))],
)
def test_memberships_of_one_role_do_not_overlap(since, until):
    first = MembershipFactory(since=datetime.date(1990, 1, 1), until=DAY)
    again = Membership(grouping=first.grouping, state=first.state, since=since, until=until)

    assert "already has a membership of this role" in errors_of(again)["since"][0]


def test_a_state_may_return_or_hold_two_roles():
    first = MembershipFactory(until=DAY)

    for fields in ({"since": DAY}, {"role": "leading"}):
        again = Membership(grouping=first.grouping, state=first.state, **fields)
        again.full_clean()
        again.save()

    held = Membership.objects.filter(state=first.state).values_list("role", "since", "until")
    assert set(held.on(DAY)) == {("participating", DAY, None), ("leading", None, None)}
    assert set(held.on(DAY - datetime.timedelta(days=1))) == {
        ("participating", None, DAY),
        ("leading", None, None),
    }


def test_the_database_refuses_a_second_open_membership():
    first = MembershipFactory()

    with pytest.raises(IntegrityError):
        MembershipFactory(grouping=first.grouping, state=first.state, since=DAY)


def test_a_membership_ends_after_it_begins():
    membership = MembershipFactory()
    membership.since = membership.until = DAY

    assert errors_of(membership) == {"until": ["A membership ends after it begins."]}


def test_an_organisation_is_no_part_of_itself():
    parent = OrganisationFactory()
    parent.parent = OrganisationFactory(parent=parent)

    assert "parent" in errors_of(parent)


def test_a_figure_is_reported_by_a_state_or_a_grouping():
    figure = MigrationFigureFactory()
    figure.reporting_grouping = GroupingFactory()

    message = "Give either a reporting state or a reporting grouping."
    assert errors_of(figure)["reporting_state"] == [message]
    with pytest.raises(IntegrityError):
        figure.save()


def test_two_sources_may_disagree_but_one_speaks_once():
    figure = MigrationFigureFactory(citizenship=None)
    MigrationFigureFactory(
        citizenship=None,
        reporting_state=figure.reporting_state,
        source_title="Another office",
        value=200,
    )

    with pytest.raises(IntegrityError):
        MigrationFigureFactory(citizenship=None, reporting_state=figure.reporting_state)


def test_like_persons_share_name_and_state():
    poland = StateFactory()
    known = PersonFactory(family_name="Nováková", given_names="Jana", state=poland)
    PersonFactory(family_name="Nováková", given_names="Jana", state=StateFactory())
    PersonFactory(family_name="Kowalska", given_names="Jana", state=poland)

    new = Person(family_name="Novakova", given_names="JANA", state=poland)
    new.make_keys()

    assert list(Person.objects.like(new)) == [known]


def test_without_state_or_organisation_a_like_name_is_enough():
    known = PersonFactory(family_name="Ali", given_names="", state=StateFactory())

    new = Person(family_name="ALI")
    new.make_keys()

    assert list(Person.objects.like(new)) == [known]


def test_a_footnote_marks_the_name():
    assert StateFactory(name_en="Kosovo", footnote_en="Note.").marked_name == "Kosovo*"
    assert StateFactory(name_en="Poland").marked_name == "Poland"
