"""Days and times as staff type them: never month first, in either language."""

import datetime

import pytest
from django import forms
from django.contrib import admin
from django.contrib.messages import get_messages
from django.utils import translation

from core.dates import DateField, DateTimeField, SplitDateTimeField
from events.models import Event
from tests.admin.pages import errors_of, form_of, submit
from tests.factories import EventFactory, NominationFactory, SessionFactory

FEBRUARY = datetime.date(2027, 2, 3)
LANGUAGES = ["en", "ru"]


def address(record, language: str) -> str:
    path = f"/admin/events/{record._meta.model_name}/{record.pk}/change/"
    return path if language == "en" else f"/ru{path}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["03/02/2027", "3/2/2027", "03.02.2027", "2027-02-03", "3.2.27"])
def test_a_day_is_read_day_first(admin_client, language, typed):
    event = EventFactory()
    response = submit(admin_client, address(event, language), starts=typed)
    assert response.status_code == 302
    event.refresh_from_db()
    assert event.starts == FEBRUARY


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "There is no such day. Write the day first: 31.12.2026, 31/12/2026 or 2026-12-31.",
        ),
        (
            "ru",
            "Такого дня нет. Укажите сначала день: 31.12.2026, 31/12/2026 или 2026-12-31.",
        ),
    ],
)
def test_a_month_first_is_refused_with_the_forms_that_are_read(admin_client, language, sentence):
    event = EventFactory()
    response = submit(admin_client, address(event, language), starts="13/25/2027")
    assert [*errors_of(response)] == ["starts"]
    assert sentence in response.content.decode()
    assert form_of(response)["starts"] == ["13/25/2027"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("time", ["09:30", "9.30", "09:30:00"])
def test_a_time_is_read_in_each_form(admin_client, language, time):
    session = SessionFactory()
    response = submit(admin_client, address(session, language), starts_0="3/2/2027", starts_1=time)
    assert response.status_code == 302
    session.refresh_from_db()
    assert session.starts == datetime.datetime(2027, 2, 3, 9, 30, tzinfo=datetime.UTC)


def test_a_wrong_time_is_refused_with_the_form_that_is_read(admin_client):
    session = SessionFactory()
    response = submit(
        admin_client, address(session, "en"), starts_0="3/2/2027", starts_1="half past"
    )
    assert errors_of(response) == {
        "starts": ["There is no such time. Write hours and minutes: 14:30."]
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["03/02/2127 18:00", "3.2.2127 18:00", "2127-02-03T18:00"])
def test_a_deadline_is_read_day_first(admin_client, language, typed):
    nomination = NominationFactory()
    event, prefix = nomination.delegation.event, f"d{nomination.delegation_id}"
    path = f"/admin/events/event/{event.pk}/nominations/"
    path = path if language == "en" else f"/ru{path}"
    values = form_of(admin_client.get(path))
    values |= {"deadline": typed, f"{prefix}-chosen": "on", "action": "deadline"}
    assert admin_client.post(path, values).status_code == 302
    nomination.refresh_from_db()
    assert nomination.deadline.date() == datetime.date(2127, 2, 3)


@pytest.mark.parametrize(
    ("language", "mask", "help_text"),
    [
        ("en", "DD.MM.YYYY", "Day, month, year: 31.12.2026, 31/12/2026 or 2026-12-31."),
        ("ru", "ДД.ММ.ГГГГ", "День, месяц, год: 31.12.2026, 31/12/2026 или 2026-12-31."),
    ],
)
def test_the_page_says_how_a_day_is_written(admin_client, language, mask, help_text):
    page = admin_client.get(address(EventFactory(), language)).content.decode()
    assert f'placeholder="{mask}"' in page
    assert help_text in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calendar_of_the_admin_writes_a_day_as_it_is_read(admin_client, language):
    path = "/admin/jsi18n/" if language == "en" else "/ru/admin/jsi18n/"
    catalogue = admin_client.get(path).content.decode()
    assert "%m/%d" not in catalogue
    with translation.override(language):
        written = {"en": "%Y-%m-%d", "ru": "%d.%m.%Y"}[language]
        assert catalogue.split('"DATE_INPUT_FORMATS": [')[1].split('"')[1] == written


def test_every_day_in_the_admin_is_of_these_fields(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    seen = 0
    for model, model_admin in admin.site._registry.items():
        ours = model.__module__.startswith(("events", "participants", "topics"))
        if not ours or not model_admin.has_change_permission(request):
            continue
        inlines = model_admin.get_inline_instances(request)
        rows = [inline.get_formset(request).form for inline in inlines]
        for form in [model_admin.get_form(request), *rows]:
            for field in form.base_fields.values():
                if isinstance(field, forms.DateField | forms.SplitDateTimeField):
                    assert isinstance(field, DateField | DateTimeField | SplitDateTimeField)
                    seen += 1
    assert seen


@pytest.mark.parametrize(("last", "warned"), [("12.02.2027", False), ("13.02.2027", True)])
def test_an_event_of_over_ten_days_is_stored_with_a_warning(admin_client, last, warned):
    event = EventFactory()
    response = submit(admin_client, address(event, "en"), starts="03.02.2027", ends=last)
    assert response.status_code == 302
    assert Event.objects.get().starts == FEBRUARY
    texts = [str(message) for message in get_messages(response.wsgi_request)]
    warning = "The event lasts 11 days, 3–13 February 2027. Check that this is meant."
    assert (warning in texts) == warned
