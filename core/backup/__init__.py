"""Backup and restore: the whole register in one file, the same on SQLite and PostgreSQL."""

from core.backup.errors import BackupError
from core.backup.restoring import restore
from core.backup.saving import back_up

__all__ = ["BackupError", "back_up", "restore"]
