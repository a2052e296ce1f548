"""Words in a list's column of capacities that the register does not know: asked about once each."""

from collections.abc import Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from core.text import fold, in_cyrillic
from events.models import Delegate
from events.participant_list.importing.decisions import AS_NOTHING, AS_POSITION
from events.participant_list.importing.plan import UnknownWord, name_key, value_of
from events.participant_list.readers import ReadRow, words
from participants.scripts import RUSSIAN_OF

# What such a word can be said to be.
MEANINGS = (*Delegate.Capacity.values, AS_POSITION, AS_NOTHING)
# A known word that is so much alike is misspelt.
_MISSPELT = 0.85


class Capacities:
    """The unknown words of a list, as its rows are planned."""

    def __init__(self, decided: Mapping[str, str]):
        self._decided = decided
        self._words: dict[str, UnknownWord] = {}

    @property
    def unknown(self) -> list[UnknownWord]:
        """The words to ask about, in alphabetical order."""
        return sorted(self._words.values(), key=lambda word: word.key)

    def find(self, text: str) -> UnknownWord:
        """The word `text` of a row. Each row is counted."""
        key = name_key(text)
        if key not in self._words:
            decided = self._decided.get(key, "")
            self._words[key] = UnknownWord(text, decided if decided in MEANINGS else "")
        self._words[key].rows += 1
        return self._words[key]


def with_meaning(read: ReadRow, word: UnknownWord) -> ReadRow:
    """`read` as it is once the word in its column of capacities has its meaning."""
    if word.meaning == AS_POSITION:
        name = RUSSIAN_OF["position"] if in_cyrillic(word.text) else "position"
        position = value_of(read, name)
        if word.key in fold(position):
            return read
        return replace(read, **{name: ", ".join(filter(None, [word.text, position]))})
    if word.meaning in ("", AS_NOTHING):
        return read
    return replace(read, capacity=word.meaning)


def likeliest(word: UnknownWord) -> str:
    """A capacity that is written nearly so; else a position, which most of such words are."""
    known = words.words_of("capacity")
    alike = {each: SequenceMatcher(None, word.key, each).ratio() for each in known}
    nearest = max(alike, key=alike.__getitem__)
    return known[nearest] if alike[nearest] >= _MISSPELT else AS_POSITION
