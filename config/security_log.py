"""What `register.security` tells of accounts: sign-ins right and wrong, and changed rights.

Refusals and lock-outs are told by `config.logs`, refused uploads by `core.uploads`.
"""

import logging

from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, pre_save
from django.dispatch import receiver

from core.fingerprint import secret_fingerprint

security = logging.getLogger("register.security")

# What gives an account more or less than before.
_RIGHTS = ("is_active", "is_staff", "is_superuser", "password")


# --- Signing in -----------------------------------------------------------------------------
@receiver(user_logged_in)
def _signed_in(user, **kwargs):
    security.info("Signed in", extra={"event": "sign_in", "user_key": user.pk})


@receiver(user_logged_out)
def _signed_out(user, **kwargs):
    if user is not None:
        security.info("Signed out", extra={"event": "sign_out", "user_key": user.pk})


@receiver(user_login_failed)
def _not_signed_in(credentials, **kwargs):
    # The name as a key: people type their password there.
    account = secret_fingerprint("account", str(credentials.get("username", "")))[:16]
    security.warning("Sign-in failed", extra={"event": "sign_in_failed", "account_key": account})


# --- Rights ---------------------------------------------------------------------------------
@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def _rights_changed(instance, action: str, model, pk_set, **kwargs):
    if action in ("post_add", "post_remove", "pre_clear"):
        _log_rights(instance, f"{model._meta.model_name} {action}", sorted(pk_set or ()))


@receiver(pre_save, sender=User)
def _account_changed(instance, update_fields=None, **kwargs):
    if update_fields is not None and not set(_RIGHTS) & set(update_fields):
        return
    before = User.objects.filter(pk=instance.pk).values(*_RIGHTS).first() if instance.pk else None
    changed = [
        name
        for name in _RIGHTS
        if getattr(instance, name) != (before[name] if before else name == "is_active")
    ]
    if changed and (before or changed != ["password"]):
        _log_rights(instance, ", ".join(changed), [])


def _log_rights(record: User | Group, what: str, others: list[int]) -> None:
    # The primary key of a new account comes with its saving.
    whose = f"{record._meta.model_name} {record.pk or 'new'}"
    details = {"event": "rights_changed", "others": others}
    security.warning("Rights changed: %s, %s", whose, what, extra=details)
