"""What becomes of every column that holds text when personal data is erased.

A column that is added to any model is added here: tests/admin/test_erasure.py finds one that is
missing. Whoever rules that a column is kept says why it names nobody, or why it may.
"""

from collections.abc import Iterator

from core.erasure import ERASED, Erase, Keep, Rewrite, Rule
from core.text import collation_key, fold
from events.erasure.terms import Data

_CONTENT = Keep("content that editors write for the public")
_REFERENCE = Keep("names of states, bodies and topics")
# Wrong passwords are counted in a cache: django-axes writes to none of its tables.
_NEVER_WRITTEN = Keep("never written: what it would hold is counted in a cache")
_OWN_WORDS = Keep("made by the register, of no person's data")
_ACCOUNT = Keep("the account of staff, which an administrator deletes")
_OFFICE = Keep("who decided or issued, as the record of an office's act")
_NAME, _CONTACT = Erase(Data.NAME), Erase(Data.CONTACT)


def _rules(*pairs: tuple[str, Rule]) -> Iterator[tuple[str, Rule]]:
    for names, rule in pairs:
        yield from ((name, rule) for name in names.split())


_PAIRS: dict[str, list[tuple[str, Rule]]] = {
    # --- Persons and what is said of them ---------------------------------------------
    "participants.Person": [
        ("prefix given_names given_names_cyrillic family_name_cyrillic", _NAME),
        ("position institution position_ru institution_ru", _NAME),
        ("match_key match_key_other match_key_cyrillic name_key", _NAME),
        ("family_name", Erase(Data.NAME, ERASED)),
        ("search_text", Erase(Data.NAME, fold(ERASED))),
        ("name_sort_key", Erase(Data.NAME, collation_key(f"{ERASED} "))),
        ("email phone language", _CONTACT),
    ],
    "participants.PersonMerge": [
        ("kept_name removed_name", Erase(Data.NAME, ERASED)),
        ("removed", Erase(Data.CONTACT, {})),
        ("steps", Erase(Data.CONTACT, [])),
    ],
    "events.Delegate": [
        ("prefix given_names given_names_cyrillic family_name_cyrillic", _NAME),
        ("position institution position_ru institution_ru", _NAME),
        ("basis_how basis_withdrawn_how", _NAME),
        ("family_name", Erase(Data.NAME, ERASED)),
        ("name_sort_key", Erase(Data.NAME, collation_key(f"{ERASED} "))),
    ],
    "events.Nomination": [
        ("contact_name", Erase(Data.CONTACT, ERASED)),
        ("contact_email", _CONTACT),
        ("token_hash", Erase(Data.CONTACT, None)),
    ],
    "events.IssuedDelegation": [
        ("people", Rewrite("erasing.erase_in_version")),
        ("participant_key listed places", _REFERENCE),
    ],
    "events.IssuedList": [
        ("checksum", Rewrite("erasing.erase_in_version")),
        ("event_title note heading changes", _OFFICE),
    ],
    "events.ParticipantImport": [
        # Of an import that nobody finished, the whole record goes with its file.
        ("file file_name columns decisions", Rewrite("erasing.erase_uploads")),
        ("numbers", _OWN_WORDS),
    ],
    "admin.LogEntry": [
        ("object_repr change_message", Rewrite("erasing.erase_log")),
        ("object_id", _OWN_WORDS),
    ],
    "sessions.Session": [
        ("session_data", Rewrite("erasing.erase_messages")),
        ("session_key", _OWN_WORDS),
    ],
    # --- What says nothing of those who come -------------------------------------------
    "events.Erasure": [("numbers", _OWN_WORDS)],
    "axes.AccessAttempt": [
        ("username user_agent http_accept path_info get_data post_data", _NEVER_WRITTEN)
    ],
    "axes.AccessFailureLog": [("username user_agent http_accept path_info", _NEVER_WRITTEN)],
    "axes.AccessLog": [("username user_agent http_accept path_info session_hash", _NEVER_WRITTEN)],
    "events.ParticipantExport": [("event_title file_format language", _OWN_WORDS)],
    # Who sent a list may be a person: such a sender goes as a whole.
    "events.Sender": [("name name_key", Rewrite("erasing.erase_uploads"))],
    "events.SenderWord": [("text meaning", Keep("headers and words for capacities"))],
    "events.ListPreset": [("name slug columns", _OWN_WORDS)],
    "events.PublicationDecision": [("decided_by how", _OFFICE)],
    "events.Event": [
        ("title slug search_text dates_note time_zone city venue reference", _CONTENT),
        ("summary outcome sources", _CONTENT),
        ("corrections_contact", Keep("an office and its address, printed on the list")),
    ],
    "events.ListSection": [("title", _CONTENT)],
    "events.Session": [("title place note", _CONTENT)],
    "events.Contribution": [("title", _CONTENT)],
    "events.Delegation": [("name_as_of_event in_capacity_of", _REFERENCE)],
    "events.Document": [
        ("title slug search_text abstract disclaimer publisher url", _CONTENT),
        ("authors file", Keep("a published work and who wrote it; staff remove it")),
    ],
    "participants.State": [
        ("name official_name own_name sort_as footnote aliases", _REFERENCE),
        ("slug search_text iso2 iso3", _REFERENCE),
    ],
    "participants.Organisation": [
        ("name acronym aliases website slug search_text", _REFERENCE),
    ],
    "participants.Grouping": [("name acronym slug", _REFERENCE)],
    "participants.Membership": [("note source_url", _CONTENT)],
    "participants.MigrationFigure": [("source_title source_url remark", _CONTENT)],
    "topics.Topic": [("name slug definition definition_source concept_uri", _REFERENCE)],
    "topics.Programme": [
        ("name slug search_text acronym description website sources", _CONTENT),
    ],
    "topics.Phase": [("note source_url", _CONTENT)],
    "core.ContentRevision": [("token", _OWN_WORDS)],
    # --- Of Django and its libraries ---------------------------------------------------
    "auth.User": [("username password first_name last_name email", _ACCOUNT)],
    "auth.Group": [("name", _OWN_WORDS)],
    "auth.Permission": [("name codename", _OWN_WORDS)],
    "contenttypes.ContentType": [("app_label model", _OWN_WORDS)],
    "modelsearch.IndexEntry": [
        ("object_id autocomplete title body", Keep("the search, which knows no persons")),
        # On PostgreSQL.
        ("title_text body_text", Keep("the search, which knows no persons")),
    ],
    "modelsearch.SQLiteFTSIndexEntry": [
        ("autocomplete title body", Keep("the search, which knows no persons")),
    ],
}
RULES: dict[str, dict[str, Rule]] = {label: dict(_rules(*pairs)) for label, pairs in _PAIRS.items()}
