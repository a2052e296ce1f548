import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from tests.factories import PhaseFactory, TopicFactory
from topics.models import Phase, Topic

pytestmark = pytest.mark.django_db


def test_a_topic_is_no_part_of_itself_even_by_way_of_others():
    root = TopicFactory()
    root.parent = TopicFactory(parent=TopicFactory(parent=root))

    with pytest.raises(ValidationError) as refusal:
        root.full_clean()
    assert list(refusal.value.message_dict) == ["parent"]


def test_descendants_are_found_at_any_depth():
    root, other = TopicFactory(), TopicFactory()
    child = TopicFactory(parent=root)
    grandchild = TopicFactory(parent=child)

    found = Topic.objects.filter(pk=root.pk).with_descendants()

    assert set(found) == {root, child, grandchild}
    assert other not in found


def test_ancestors_stand_from_the_root_down():
    root = TopicFactory()
    child = TopicFactory(parent=root)

    assert TopicFactory(parent=child).ancestors() == [root, child]


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": datetime.date(2019, 1, 2), "end": datetime.date(2019, 1, 1)},
        {"budget": -1},
        {"number": 9},
    ],
)
def test_a_phase_has_its_own_number_an_end_after_its_start_and_a_budget(wrong):
    programme = PhaseFactory(number=9).programme
    phase = Phase(programme=programme, **{"number": 10, **wrong})

    with pytest.raises(ValidationError):
        phase.full_clean()
    with pytest.raises(IntegrityError):
        phase.save()
