"""Badges, plates and the attendance sheet: who is on them, in any letters and of any length."""

import datetime
import io
import re

import pytest
from pypdf import PdfReader

from events.participant_list import Audience, ParticipantList
from events.participant_list.errors import NothingToPrint, TooLong
from events.participant_list.writers.badges import PAPERS, attendance, badges, plates
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    OrganisationDelegationFactory,
)

# Of files: the rows that are written are the same in every database.
pytestmark = pytest.mark.one_database

LETTERS = ["Қожахмет Әлібекұлы", "Oʻtkirov Gʻulom", "Wąchock-Łódź", "Řehoř Žďárský", "Žydrūnas Šėž"]


@pytest.fixture
def event(db):
    event = EventFactory(title_en="Conference", title_ru="Конференция")
    kazakhstan = DelegationFactory(
        event=event, state__name_en="Kazakhstan", state__name_ru="Казахстан"
    )
    OrganisationDelegationFactory(
        event=event,
        organisation__name_en="ICMPD",
        organisation__kind="intergovernmental",
        in_capacity_of_en="Secretariat",
    )
    DelegateFactory(
        delegation=kazakhstan,
        prefix="Ms",
        given_names="Anna",
        family_name="Nowak",
        capacity="head",
        position="Director",
        institution="Ministry of Labour",
    )
    DelegateFactory(delegation=kazakhstan, family_name="Withdrawnski", status="withdrawn")
    DelegateFactory(delegation=kazakhstan, family_name="Absentsson", status="absent")
    return event


def listed(event, language="en") -> ParticipantList:
    return ParticipantList(event, Audience.STAFF, language, taking_part=True)


def pages(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def test_a_badge_says_who_it_is(event):
    (page,) = pages(badges(listed(event)))
    for part in ("Conference", "Kazakhstan", "Ms Anna", "NOWAK", "head of delegation"):
        assert part in page
    assert "Director" in page
    assert "Ministry of Labour" in page


@pytest.mark.parametrize("paper", ["badges", "attendance"])
def test_who_does_not_come_is_on_no_paper(event, paper):
    found = text(PAPERS[paper](listed(event)))
    assert "NOWAK" in found
    assert "WITHDRAWNSKI" not in found
    assert "ABSENTSSON" not in found


def test_ten_badges_are_on_a_sheet(event):
    DelegateFactory.create_batch(10, delegation=event.delegations.first())
    assert len(pages(badges(listed(event)))) == 2


def test_each_delegation_has_a_plate_with_its_name_on_both_sides(event):
    first, second = PdfReader(io.BytesIO(plates(listed(event)))).pages
    assert first.mediabox.width > first.mediabox.height
    drawn = first.extract_text(orientations=(0,)), first.extract_text(orientations=(180,))
    assert all("Kazakhstan" in side for side in drawn)
    assert "ICMPD" in second.extract_text()
    assert "Secretariat" in second.extract_text()


def test_a_plate_in_both_languages_has_both_names(event):
    found = pages(plates(listed(event, "both")))[0]
    assert "Kazakhstan" in found
    assert "Казахстан" in found
    assert "/" not in found


def test_the_attendance_sheet_has_a_place_for_each_day(event):
    event.ends = event.starts + datetime.timedelta(1)
    event.save()
    (page,) = pages(attendance(listed(event)))
    for part in ("Attendance sheet", "Conference", "4 December 2019", "5 December 2019", "NOWAK"):
        assert part in page
    # Nobody of this delegation is named: three may sign by hand.
    assert "ICMPD – Secretariat 2 3 4" in page


def test_many_days_take_several_sheets(event):
    event.ends = event.starts + datetime.timedelta(5)
    event.save()
    first, second = pages(attendance(listed(event)))
    assert "7 December 2019" in first
    assert "8 December 2019" not in first
    assert "9 December 2019" in second
    assert "NOWAK" in second


def test_an_event_without_dates_is_signed_for_once(event):
    follower = EventFactory(starts=None, follows=event)
    DelegateFactory(delegation__event=follower, family_name="Lis")
    assert "Signature" in text(attendance(listed(follower)))


@pytest.mark.parametrize("paper", ["badges", "attendance"])
@pytest.mark.parametrize("name", LETTERS)
def test_all_letters_are_printed(event, paper, name):
    family, _space, given = name.partition(" ")
    DelegateFactory(
        delegation=event.delegations.first(), given_names=given, family_name=family, position=name
    )
    found = text(PAPERS[paper](listed(event)))
    assert name in found
    assert family.upper() in found


@pytest.mark.parametrize("paper", list(PAPERS))
def test_nothing_is_cut_however_long(event, paper):
    delegation = event.delegations.first()
    delegation.name_as_of_event_en = "N" * 250
    delegation.save()
    DelegateFactory(
        delegation=delegation,
        given_names="G" * 150,
        family_name="F" * 150,
        position="P" * 300,
        institution=" ".join(["I" * 9] * 30),
    )
    found = re.sub(r"[\s\u200b]", "", text(PAPERS[paper](listed(event))))
    assert "N" * 250 in found
    if paper != "plates":
        for part in ("G" * 150, "F" * 150, "P" * 300, "I" * 270):
            assert part in found


@pytest.mark.parametrize("paper", list(PAPERS))
def test_what_people_typed_is_no_markup(event, paper):
    delegation = event.delegations.first()
    delegation.name_as_of_event_en = '#image("x") *bold* $x$'
    delegation.save()
    DelegateFactory(delegation=delegation, family_name="#panic() *x*")
    assert '#image("x") *bold* $x$' in text(PAPERS[paper](listed(event)))


@pytest.mark.parametrize("language", ["en", "ru", "both"])
@pytest.mark.parametrize("paper", list(PAPERS))
def test_it_is_in_the_language_of_the_list(event, paper, language):
    found = text(PAPERS[paper](listed(event, language)))
    assert ("Kazakhstan" in found) == (language != "ru")
    assert ("Казахстан" in found) == (language != "en")


@pytest.mark.parametrize("paper", list(PAPERS))
def test_sample_data_is_marked(event, paper):
    assert "Sample" not in text(PAPERS[paper](listed(event)))
    event.sample = True
    event.save()
    assert "Sample" in text(PAPERS[paper](listed(event)))


def test_there_is_no_paper_for_nobody(event):
    empty = EventFactory()
    for paper in PAPERS.values():
        with pytest.raises(NothingToPrint):
            paper(listed(empty))
    event.delegations.first().delegates.all().delete()
    with pytest.raises(NothingToPrint):
        badges(listed(event))


def test_too_many_are_refused(event, monkeypatch):
    monkeypatch.setattr("events.participant_list.writers.document.MOST_ROWS", 1)
    for paper in PAPERS.values():
        with pytest.raises(TooLong):
            paper(listed(event))
