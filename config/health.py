"""What a supervisor or load balancer asks: does the process live, can it serve."""

import logging
from functools import cache

from django.core import checks
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

AWAY = "The database cannot be reached. Check DATABASE_URL, and that its server runs."
BEHIND = "The database lacks migrations, of which the first is %s. Run: python manage.py migrate"


# Exempt from the check of forms, which would answer a POST before the view says that it takes none.
@csrf_exempt
@require_safe
def healthz(request):
    """Whether the process answers. Asks nothing of the database."""
    return _answer("ok", 200)


@csrf_exempt
@require_safe
def readyz(request):
    """Whether the database answers and fits this version of the register."""
    try:
        missing = unapplied_migrations()
    except DatabaseError as error:
        # The log alone has the reason: it names hosts and users.
        logger.warning("The database cannot be reached: %s", error)
        return _answer(AWAY, 503)
    if missing:
        return _answer(BEHIND % ".".join(missing[0]), 503)
    return _answer("ok", 200)


def unapplied_migrations() -> list[tuple[str, str]]:
    """Migrations of this version, as (app, name), that the database has not had; one look-up."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(known_migrations() - applied.keys())


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Every migration on disk: read once, for it stays the same as long as the process lives."""
    return frozenset(MigrationLoader(None).disk_migrations)


@checks.register(checks.Tags.database)
def database_answers(databases=None, **kwargs) -> list[checks.Error]:
    """Part of `migrate` and of `check --database default`: a sentence in place of a traceback."""
    errors = []
    for alias in databases or ():
        try:
            connections[alias].ensure_connection()
        except DatabaseError as error:
            errors.append(checks.Error(AWAY, hint=str(error).strip(), id="register.E001"))
    return errors


def _answer(text: str, status: int) -> HttpResponse:
    return HttpResponse(
        f"{text}\n",
        status=status,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )
