import os
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from events.models import Event


class Command(BaseCommand):
    help = (
        "Make a new register usable: load the record where there is no event, and make the "
        "account “admin” where no staff account exists. Changes nothing otherwise. The last line "
        "says where to open the register and how to sign in."
    )

    def handle(self, *args, **options):
        if not Event.objects.exists():
            call_command("load_record", stdout=self.stdout)
        staff = get_user_model().objects.filter(is_staff=True)
        # “admin” if there is one, else the first account.
        names = sorted(staff.values_list("username", flat=True), key=lambda name: name != "admin")
        account = f"{names[0]}, an account that exists already" if names else self.make_admin()
        self.stdout.write(f"Open {settings.BASE_URL}/, sign in as {account}")

    def make_admin(self) -> str:
        """Make the account “admin” with ADMIN_PASSWORD or a random password; says how it is opened.

        A random password is shown in what is returned, and nowhere else.
        """
        users = get_user_model().objects
        if users.filter(username="admin").exists():
            raise CommandError(
                "No staff account exists, and the name “admin” belongs to another account. "
                "Make a staff account with: python manage.py createsuperuser"
            )
        given = os.environ.get("ADMIN_PASSWORD")
        if given:
            _check(given)
        password = given or secrets.token_urlsafe(16)
        users.create_superuser("admin", password=password)
        shown = "the password in ADMIN_PASSWORD" if given else f"{password} (shown only this once)"
        return f"admin / {shown}"


def _check(password: str) -> None:
    """Refuse what the page for passwords would refuse too."""
    try:
        validate_password(password, get_user_model()(username="admin"))
    except ValidationError as error:
        raise CommandError(
            f"ADMIN_PASSWORD is not safe enough. {' '.join(error.messages)} "
            "Set another, or leave it out: then one is made."
        ) from error
