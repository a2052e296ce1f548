"""The founding record: from the readable files in `data/` into the database.

`files.py` reads them; `loading.py` says what their entries are, and adds them.
"""

from events.record.files import RecordError
from events.record.loading import RecordSummary, load_record

__all__ = ["RecordError", "RecordSummary", "load_record"]
