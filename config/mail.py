"""What happens to e-mail while no mail server is set."""

from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _


class NoMailServer(BaseEmailBackend):
    """Sends nothing, and says what to set."""

    def open(self):
        raise ImproperlyConfigured(
            _(
                "No mail server is set. Ask the operator to set EMAIL_URL, such as "
                "smtp+tls://user:password@mail.example.org:587."
            )
        )

    def send_messages(self, email_messages):
        self.open()
