"""The admin of the register, in place of Django's default one."""

from django.contrib.admin.apps import AdminConfig


class RegisterAdminConfig(AdminConfig):
    default_site = "config.admin.RegisterAdminSite"

    def ready(self):
        from config import health, security_log  # noqa: F401, for what they register

        super().ready()
        # After Django's own admin of accounts, whose place it takes.
        from config import accounts  # noqa: F401
