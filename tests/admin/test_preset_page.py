"""Presets of columns: kept by protocol officers, column by column from left to right."""

import pytest

from events.models import ListPreset
from tests.admin.pages import form_of, submit
from tests.factories import ListPresetFactory

ADD = "/admin/events/listpreset/add/"
PLACES = 12


def form(*columns: str, **fields) -> dict:
    chosen = {f"columns_{place}": name for place, name in enumerate(columns)}
    empty = {f"columns_{place}": "" for place in range(len(columns), PLACES)}
    return {"name_en": "Buses", "name_ru": "", "slug": "", **chosen, **empty, **fields}


def test_it_keeps_columns_in_their_order(signed_in):
    signed_in("Protocol").post(ADD, form("phone", "", "family_name", "phone", by_name="on"))
    preset = ListPreset.objects.get(slug="buses")
    assert preset.columns == ["phone", "family_name"]
    assert preset.by_name
    assert not preset.taking_part


def test_it_needs_a_column(signed_in):
    response = signed_in("Protocol").post(ADD, form())
    assert "This field is required." in response.content.decode()
    assert not ListPreset.objects.filter(slug="buses").exists()


def test_an_unknown_column_is_refused(signed_in):
    response = signed_in("Protocol").post(ADD, form("salary"))
    assert "salary is not one of the available choices" in response.content.decode()


def test_it_begins_with_what_the_list_shows(signed_in):
    html = signed_in("Protocol").get(f"{ADD}?columns=phone,bogus&by_name=1&taking_part=")
    fields = html.context["adminform"].form
    assert fields["columns"].value() == "phone,bogus"
    assert '<option value="phone" selected>Phone</option>' in html.content.decode()
    assert fields["by_name"].value() == "1"
    assert not fields["taking_part"].value()


def test_a_column_that_lists_no_longer_have_is_passed_over(signed_in):
    client = signed_in("Protocol")
    preset = ListPresetFactory(slug="cars", columns=["number_plate", "phone", "family_name"])
    assert "Phone, Family name" in client.get("/admin/events/listpreset/").content.decode()
    address = f"/admin/events/listpreset/{preset.pk}/change/"
    shown = form_of(client.get(address))
    assert [shown[f"columns_{place}"] for place in range(3)] == [[""], ["phone"], ["family_name"]]
    submit(client, address)
    preset.refresh_from_db()
    assert preset.columns == ["phone", "family_name"]


def test_a_shipped_one_can_be_deleted(signed_in):
    door = ListPresetFactory(slug="door-2")
    signed_in("Protocol").post(f"/admin/events/listpreset/{door.pk}/delete/", {"post": "yes"})
    assert not ListPreset.objects.filter(pk=door.pk).exists()


@pytest.mark.parametrize("role", ["Editors", "Readers"])
def test_others_keep_none(signed_in, role):
    assert signed_in(role).get(ADD).status_code == 403
