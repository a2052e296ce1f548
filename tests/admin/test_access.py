"""Every address, action, table and field of the staff pages, for every role: as decided in
`access.csv`. A new one without a decision fails."""

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client

from events.models import ParticipantImport
from participants.merge import merge
from tests.admin import access
from tests.admin.records import make_all
from tests.factories import DelegateFactory, NominationFactory, PersonFactory

TOKEN = "the-token-of-this-test"


def client_of(role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role == "anonymous":
        return client
    user = User.objects.create_user(f"of-{role}", is_staff=True, is_superuser=role == "superuser")
    if role in ("Readers", "Editors", "Protocol"):
        user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


def decision(response) -> str:
    """What the answer says about the right to ask."""
    if response.status_code == 302 and "/login/?next=" in response.headers["Location"]:
        return "sign in"
    assert response.status_code < 500, response.wsgi_request.path
    return access.REFUSALS.get(response.status_code, "yes")


def ask(client: Client, method: str, address: str, data=None):
    """The answer; what it changed is undone."""
    with transaction.atomic():
        response = client.generic(method, address) if data is None else client.get(address, data)
        transaction.set_rollback(True)
    return response


def actions_of(response) -> list[str]:
    form = response.context and response.context.get("action_form")
    return [name for name, _label in form.fields["action"].choices if name] if form else []


def rights_in(inline) -> str:
    rights = ("view", "add", "change", "delete")
    return " ".join(verb for verb in rights if getattr(inline, f"has_{verb}_permission")) or "no"


def fields_of(response) -> set[str]:
    """Whatever the page shows of its record."""
    form = response.context["adminform"]
    return {
        name
        for fieldset in form
        for line in fieldset
        for field in line
        for name in [getattr(field.field, "name", None) or field.field["name"]]
    } - {"fingerprint", "save_anyway"}


@pytest.fixture
def asked(db):
    """By role, the decision on everything that can be asked."""
    records = {record._meta.label_lower: record for record in make_all()}
    # One that can be undone.
    records["participants.personmerge"] = merge(PersonFactory(), PersonFactory())
    records["auth.user"] = User.objects.create_user("somebody")
    records["auth.group"] = Group.objects.create(name="Others")
    event = records["events.event"]
    waiting = ParticipantImport.objects.create(event=event, file_name="list.csv")
    nomination = NominationFactory(token=TOKEN)
    delegate = DelegateFactory(delegation=nomination.delegation)
    values = {
        "pk": str(delegate.pk),
        "other": str(delegate.person.pk),
        "import_pk": str(waiting.pk),
        "token": TOKEN,
        "file_format": "csv",
        "table": "sections",
        "name": "badges",
        "app_label": "events",
        "url": "nowhere",
        "content_type_id": str(ContentType.objects.get_for_model(event).pk),
        "object_id": str(event.pk),
    }

    def all_of(role: str) -> dict[str, str]:
        client, found = client_of(role), {}
        for route in access.routes():
            address = access.filled(route, values, records)
            for method in ("GET", "POST"):
                if route == "admin/logout/":
                    continue
                response = ask(client, method, address)
                found[f"{method} {route}"] = decision(response)
        for label, record in records.items():
            beginning = f"/admin/{label.replace('.', '/')}/"
            listed = ask(client, "GET", beginning)
            for name in actions_of(listed):
                found[f"action {label} {name}"] = "yes"
            page = ask(client, "GET", f"{beginning}{record.pk}/change/")
            # What the register has written down is shown on pages of other kinds.
            if page.status_code == 200 and "adminform" in page.context:
                for inline in page.context["inline_admin_formsets"]:
                    name = inline.formset.model._meta.label_lower
                    found[f"inline {label} {name}"] = rights_in(inline)
                found[f"fields {label}"] = fields_of(page)
        for label, query in access.autocompletes():
            found[f"autocomplete {label}"] = decision(
                ask(client, "GET", "/admin/autocomplete/", query)
            )
        return found

    return all_of


def with_all(found: dict, table: dict, role: str) -> dict[str, str]:
    """`found` in the words of the table: what it lacks, as refused; fields, as those hidden.

    The superuser's line of fields has all that there are.
    """
    said = dict.fromkeys(table, "no") | found
    for what, shown in said.items():
        if isinstance(shown, set):
            all_fields = set(table.get(what, {}).get("superuser", "").split())
            said[what] = " ".join(sorted(shown if role == "superuser" else all_fields - shown))
    return said


@pytest.mark.slow
@pytest.mark.parametrize("role", access.ROLES)
def test_each_role_may_what_was_decided(asked, role):
    table, found = access.decisions(), asked(role)
    wrong = {
        what: f"{now!r}, decided is {table.get(what, {}).get(role, 'nothing')!r}"
        for what, now in sorted(with_all(found, table, role).items())
        if table.get(what, {}).get(role) != now
    }
    assert wrong == {}
    if role == "superuser":
        assert table.keys() - found.keys() == set(), "These can no longer be asked."


def test_the_documentation_says_what_was_decided():
    assert access.documented() == access.tables(), "Run: python -m tests.admin.access"
