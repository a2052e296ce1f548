class BackupError(Exception):
    """Why a backup was not made or not restored. Its text says what to do."""
