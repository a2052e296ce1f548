"""XLSX: opened again, every cell is the text that went in."""

import io
import re
import resource
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from events.participant_list import Audience, ParticipantList
from events.participant_list.columns import chosen_columns
from events.participant_list.writers.xlsx import write
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    PersonFactory,
    PublicDelegateFactory,
)

# Of files: the rows that are written are the same in every database.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

AWKWARD = [
    *("=1+1", "+48 22 601", "-5", "@SUM(A1)", "0012", "1e5", "TRUE", "4.12.2019", "'quoted'"),
    *("http://example.org", "<b>&amp;</b>", "line\nbreak", "a\x01\x1fb", "_x0041_", "Ғылым", "😀"),
]


def written(event, audience=Audience.STAFF, language="en") -> bytes:
    file = io.BytesIO()
    write(ParticipantList(event, audience, language), file)
    return file.getvalue()


def sheet(content: bytes):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)


def xml(content: bytes) -> str:
    with ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_it_holds_the_columns_and_rows_of_the_list():
    delegation = DelegationFactory(state__name_en="Poland")
    DelegateFactory(
        delegation=delegation,
        person=PersonFactory(email="anna@example.org", phone="+48 22 601"),
        given_names="Anna",
        family_name="Nowak",
    )
    found = sheet(written(delegation.event))
    assert found.name == "Participants"
    assert found.to_python() == [
        [
            *("Delegation", "Type", "Role", "Prefix", "Given names", "Family name", "Capacity"),
            *("Position", "Institution", "Status", "E-mail", "Phone"),
        ],
        [
            *("Poland", "State", "participating", "", "Anna", "Nowak", "delegate", "", ""),
            *("confirmed", "anna@example.org", "+48 22 601"),
        ],
    ]


def test_the_public_file_ends_at_the_institution_and_is_in_russian():
    delegation = DelegationFactory(state__name_ru="Польша")
    person = PersonFactory(email="anna@example.org")
    PublicDelegateFactory(delegation=delegation, person=person, family_name="Nowak")
    DelegateFactory(delegation=delegation, family_name="Hiddenova")
    found = sheet(written(delegation.event, Audience.PUBLIC, "ru"))
    assert found.name == "Участники"
    header, first, second = found.to_python(skip_empty_area=False)
    assert header[-1] == "Учреждение"
    names = header.index("Фамилия")
    assert first[names] == "Nowak"
    assert second[names] == "1 участник не назван поимённо"


def test_text_stays_text():
    delegation = DelegationFactory(state__name_en="=cmd")
    for number, text in enumerate(AWKWARD):
        DelegateFactory(delegation=delegation, rank=number, family_name="x", position=text)
    content = written(delegation.event)
    header, *rows = sheet(content).to_python()
    assert [row[header.index("Position")] for row in rows] == AWKWARD
    assert rows[0][header.index("Delegation")] == "=cmd"
    assert "<f>" not in xml(content)


@settings(max_examples=40)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\0"), max_size=40)
)
def test_any_text_makes_a_workbook_that_opens(text):
    delegation = DelegationFactory()
    DelegateFactory(delegation=delegation, family_name="x", institution=text)
    assert sheet(written(delegation.event)).to_python()[1][8] == text


def test_the_header_is_frozen_and_filtered_and_columns_have_widths():
    delegation = DelegationFactory()
    content = xml(written(delegation.event))
    assert '<pane ySplit="1"' in content
    assert 'state="frozen"' in content
    assert '<autoFilter ref="A1:L2"' in content
    assert len(re.findall("<col [^>]*customWidth", content)) == 12


def test_it_has_a_header_without_a_row():
    found = sheet(written(EventFactory())).to_python()
    assert found[0][:2] == ["Delegation", "Type"]
    assert not any(cell for row in found[1:] for cell in row)


def test_the_sheet_says_that_it_is_a_sample():
    event = EventFactory(sample=True)
    assert sheet(written(event)).name == "Participants (sample data)"
    assert sheet(written(event, language="ru")).name == "Участники (вымышленные данные)"


def test_a_full_disk_is_an_error_like_any_other():
    """The library panics then, with an error that no `except Exception` catches."""
    delegation = DelegationFactory()
    for _number in range(50):
        DelegateFactory(delegation=delegation, position="x" * 300)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        with pytest.raises(OSError, match="write to xml file"):
            written(delegation.event)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_long_texts_wrap_and_what_is_typed_over_them_stays_text():
    content = written(DelegationFactory().event, language="ru")
    with ZipFile(io.BytesIO(content)) as archive:
        styles = archive.read("xl/styles.xml").decode()
    assert 'wrapText="1"' in styles
    assert 'numFmtId="49"' in styles
    assert re.search('<row r="2".*?<c r="A2" s="[^0]"', xml(content))


def test_it_prints_across_with_the_header_on_each_page():
    content = written(DelegationFactory().event)
    assert 'orientation="landscape"' in xml(content)
    with ZipFile(io.BytesIO(content)) as archive:
        assert "_xlnm.Print_Titles" in archive.read("xl/workbook.xml").decode()


def test_chosen_columns_and_both_languages_keep_header_filter_and_text():
    delegation = DelegationFactory(state__name_en="Poland", state__name_ru="Польша")
    DelegateFactory(delegation=delegation, family_name="0012", prefix="+48 22")
    file = io.BytesIO()
    columns = chosen_columns(["family_name", "prefix", "delegation"], Audience.STAFF)
    write(ParticipantList(delegation.event, Audience.STAFF, "both"), file, columns)
    assert sheet(file.getvalue()).to_python() == [
        ["Family name / Фамилия", "Prefix / Обращение", "Delegation / Делегация"],
        ["0012", "+48 22", "Poland / Польша"],
    ]
    assert '<autoFilter ref="A1:C2"' in xml(file.getvalue())
    assert sheet(file.getvalue()).name == "Participants"
