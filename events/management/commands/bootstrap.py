import os
import secrets

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from events.models import Event


class Command(BaseCommand):
    help = (
        "Make a new register usable: load the record where there is no event, and make the "
        "account “admin” where no staff account exists. Changes nothing otherwise."
    )

    def handle(self, *args, **options):
        if not Event.objects.exists():
            call_command("load_record", stdout=self.stdout)
        if not get_user_model().objects.filter(is_staff=True).exists():
            self.make_admin()

    def make_admin(self) -> None:
        """Make the first staff account, with ADMIN_PASSWORD or a random password shown once."""
        users = get_user_model().objects
        if users.filter(username="admin").exists():
            raise CommandError(
                "No staff account exists, and the name “admin” belongs to another account. "
                "Make a staff account with: python manage.py createsuperuser"
            )
        given = os.environ.get("ADMIN_PASSWORD")
        password = given or secrets.token_urlsafe(12)
        users.create_superuser("admin", password=password)
        told = "that of ADMIN_PASSWORD" if given else f"{password} (shown only this once)"
        self.stdout.write(f"Sign in at /admin/ as admin, password: {told}")
