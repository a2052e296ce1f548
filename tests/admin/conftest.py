"""Staff of each role, signed in."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client


@pytest.fixture
def signed_in(db):
    """`signed_in("Editors")`: the client of a new member of that group; None is in no group."""

    def sign_in(role: str | None) -> Client:
        user = User.objects.create_user(f"{role}".lower(), is_staff=True)
        if role:
            user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    return sign_in
