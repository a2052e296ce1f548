"""The founding record: from the readable files in `data/` into the database.

`files.py` reads them, `kinds.py` says what their entries are, `loading.py` writes the entries.
"""

from events.record.files import RecordError
from events.record.loading import Summary, load_record

__all__ = ["RecordError", "Summary", "load_record"]
