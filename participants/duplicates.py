"""Finds records that may be the same person: pairs with a shared key, compared, with reasons."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q, TextChoices
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.text import ALIKE, fold, has_no_vowels, sound, spell, words_alike
from participants.models import DistinctPersons, Person
from participants.querysets import PersonQuerySet

# At most this many persons are examined for one list, and this many pairs compared.
MOST_PERSONS = 5_000
MOST_PAIRS = 20_000
# This many keys are looked up at once, and one person is compared with at most this many.
KEYS_AT_ONCE = 5_000
MOST_NAMESAKES = 50
# Points out of 100: for a similar name, and the least for which two persons are proposed.
NAMES_ALIKE = 50
LIKELY = 50

Words = tuple[str, ...]


class Reason(TextChoices):
    """Why two persons may be one, or what speaks against it."""

    SAME_NAME = "same_name", _("same name")
    SAME_CYRILLIC = "same_cyrillic", _("same name in Cyrillic")
    SPELLING = "spelling", _("same name, spelled otherwise")
    SWAPPED = "swapped", _("names swapped")
    FEWER_GIVEN_NAMES = "fewer_given_names", _("patronymic or middle name missing")
    FEWER_FAMILY_NAMES = "fewer_family_names", _("part of the family name missing")
    ONE_NAME = "one_name", _("one of the names alike")
    SAME_EMAIL = "same_email", _("same e-mail")
    SAME_ORGANISATION = "same_organisation", _("same organisation")
    SAME_POSITION = "same_position", _("same position")
    OTHER_STATE = "other_state", _("different states")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be the same person: how likely, from 0 to 100, and why."""

    first: Person
    second: Person
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Pairs, the likeliest first; `all_seen` is False if there were too many to compare."""

    pairs: list[Pair]
    all_seen: bool


# --- Comparing two --------------------------------------------------------------------------
def compare(one: Person, other: Person, by_email: bool = False) -> Pair | None:
    """The two as a pair if they may be the same person, else None.

    E-mail addresses are compared only `by_email`, because the result reveals something about
    them that not everyone may know.
    """
    score, reasons = _compare_names(one, other)
    if by_email and one.email and one.email.lower() == other.email.lower():
        score += 30
        reasons.append(Reason.SAME_EMAIL)
    elif score < NAMES_ALIKE:
        # One name in common is not enough by itself.
        return None
    if one.state_id and other.state_id:
        if one.state_id == other.state_id:
            score += 10
        else:
            score -= 30
            reasons.append(Reason.OTHER_STATE)
    if one.organisation_id and one.organisation_id == other.organisation_id:
        score += 5
        reasons.append(Reason.SAME_ORGANISATION)
    if any(
        fold(getattr(one, name)) == fold(getattr(other, name)) != ""
        for name in ("position", "position_ru")
    ):
        score += 5
        reasons.append(Reason.SAME_POSITION)
    return Pair(one, other, min(score, 100), tuple(reasons)) if score >= LIKELY else None


def _compare_names(one: Person, other: Person) -> tuple[int, list[Reason]]:
    """The reasons and the score of the names: `NAMES_ALIKE` or more if they may be one person's."""
    compared = [
        _compare_words(mine, theirs)
        for some in _names_of(one)
        for others in _names_of(other)
        for mine, theirs in [_as_words(some, others)]
        if mine[0] and theirs[0]
    ]
    score, reasons = max(compared, key=lambda each: each[0], default=(0, []))
    if score < NAMES_ALIKE:
        return score, reasons
    in_cyrillic = [
        fold(f"{person.family_name_cyrillic} {person.given_names_cyrillic}")
        for person in (one, other)
    ]
    if one.name_key == other.name_key:
        found = [] if Reason.SWAPPED in reasons else [Reason.SAME_NAME]
        return score + 10, found + reasons
    if in_cyrillic[0] and in_cyrillic[0] == in_cyrillic[1]:
        return score + 10, [Reason.SAME_CYRILLIC, *reasons]
    return score, reasons or [Reason.SPELLING]


def _names_of(person: Person) -> list[tuple[str, str]]:
    """Family and given names in each script in which they are recorded."""
    names = [(person.family_name, person.given_names)]
    if person.family_name_cyrillic or person.given_names_cyrillic:
        names.append((person.family_name_cyrillic, person.given_names_cyrillic))
    return names


def _as_words(*names: tuple[str, str]) -> list[tuple[Words, Words]]:
    """Each of two names, family and given, as spelled words; as their consonants alone, where one
    of the two is written without vowels."""
    only_sounds = any(has_no_vowels("".join(name)) for name in names)
    return [_words_of(*name, only_sounds=only_sounds) for name in names]


def _words_of(family_name: str, given_names: str, *, only_sounds: bool) -> tuple[Words, Words]:
    family, given = spell(family_name), spell(given_names)
    if not given:
        # The whole name in one field, or the only name.
        family, given = family[:1], family[1:]
    if only_sounds:
        return tuple(map(sound, family)), tuple(map(sound, given))
    return family, given


def _compare_words(one: tuple[Words, Words], other: tuple[Words, Words]):
    straight, swapped = (
        tuple(zip(one, other, strict=True)),
        tuple(zip(one, other[::-1], strict=True)),
    )
    reasons = []
    if _both_alike(swapped) > _both_alike(straight):
        reasons.append(Reason.SWAPPED)
        families, given = swapped
    else:
        families, given = straight
    if _both_alike((families, given)) < ALIKE:
        if max(words_alike(*families), words_alike(*given)) < ALIKE:
            return 0, []
        return 30, [Reason.ONE_NAME]
    if len(given[0]) != len(given[1]):
        reasons.append(Reason.FEWER_GIVEN_NAMES)
    if len(families[0]) != len(families[1]):
        reasons.append(Reason.FEWER_FAMILY_NAMES)
    return NAMES_ALIKE + 10 - 3 * len(reasons), reasons


def _both_alike(names: tuple[tuple[Words, Words], ...]) -> float:
    """How much the less alike of the two names is alike; of those with one name, that one."""
    return min(words_alike(*pair) for pair in names if any(pair))


# --- Finding them ---------------------------------------------------------------------------
def duplicates_of(person: Person, by_email: bool = False) -> list[Pair]:
    """Who may be `person`, stored or not, the likeliest first."""
    alike = Person.objects.like(person, by_email).select_related("state", "organisation")
    return _likeliest_first(
        compare(person, other, by_email) for other in alike.order_by("pk")[:MOST_PERSONS]
    )


def find_duplicates(persons: PersonQuerySet, by_email: bool = False) -> Duplicates:
    """The pairs of which one at least is among `persons`, in three queries.

    Nobody is compared with everybody: indexed keys of the names, and the address, say with whom.
    """
    with_others = persons.with_namesakes(by_email).select_related("state", "organisation")
    found = list(with_others.order_by("match_key", "pk")[: MOST_PERSONS + 1])
    all_seen = len(found) <= MOST_PERSONS
    found = found[:MOST_PERSONS]
    keys = {key for person in found for key in _keys(person, by_email)}
    partners = defaultdict(list)
    for other in (
        _with_keys(Person.objects.all(), keys)
        .select_related("state", "organisation")
        .order_by("pk")
    ):
        for key in _keys(other, by_email):
            partners[key].append(other)
    candidates = list(islice(_candidates(found, partners, by_email), MOST_PAIRS + 1))
    all_seen = all_seen and len(candidates) <= MOST_PAIRS
    pairs = (compare(*pair, by_email) for pair in candidates[:MOST_PAIRS])
    return Duplicates(_likeliest_first(pairs), all_seen)


class Namesakes:
    """Who in the register may be one of many persons who are not stored, in a few queries.

    `persons` know their match keys; `among` are those of the register that come into question.
    Their addresses are compared too.
    """

    def __init__(self, persons: Iterable[Person], among: PersonQuerySet):
        self._by_key: dict[str, list[Person]] = defaultdict(list)
        keys = sorted({key for person in persons for key in _keys(person, by_email=True)})
        for start in range(0, len(keys), KEYS_AT_ONCE):
            some = set(keys[start : start + KEYS_AT_ONCE])
            for other in _with_keys(among, some).order_by("pk"):
                for key in _keys(other, by_email=True) & some:
                    self._by_key[key].append(other)

    def of(self, person: Person, keep: Callable[[Person], bool]) -> list[Pair]:
        """Who of those that `keep` lets through may be `person`."""
        alike = {
            other.pk: other
            for key in _keys(person, by_email=True)
            for other in self._by_key.get(key, ())
            if keep(other)
        }
        # Where too many sound alike, those of the very name are not passed over.
        nearest = sorted(alike.values(), key=lambda each: each.name_key != person.name_key)
        pairs = (compare(person, other, by_email=True) for other in nearest[:MOST_NAMESAKES])
        return list(filter(None, pairs))


def _keys(person: Person, by_email: bool) -> set[str]:
    keys = {getattr(person, name) for name in PersonQuerySet.MATCH_KEYS}
    if by_email:
        keys.add(person.email.lower())
    return keys - {""}


def _with_keys(persons: PersonQuerySet, keys: set[str]) -> PersonQuerySet:
    addresses = {key for key in keys if "@" in key}
    sharing = Q(address__in=addresses)
    for name in PersonQuerySet.MATCH_KEYS:
        sharing |= Q(**{f"{name}__in": keys - addresses})
    return persons.alias(address=Lower("email")).filter(sharing)


def _candidates(
    persons: Iterable[Person], partners: dict[str, list[Person]], by_email: bool
) -> Iterator[tuple[Person, Person]]:
    """Pairs that share a key, each once, without those that staff have told apart."""
    seen = set(DistinctPersons.objects.values_list("first", "second"))
    for person in persons:
        for key in sorted(_keys(person, by_email)):
            for other in partners[key]:
                pks = (person.id, other.id) if person.id < other.id else (other.id, person.id)
                if person.id == other.id or pks in seen:
                    continue
                elsewhere = person.state_id and other.state_id and person.state_id != other.state_id
                if elsewhere and "@" not in key:
                    continue
                seen.add(pks)
                yield person, other


def _likeliest_first(pairs: Iterable[Pair | None]) -> list[Pair]:
    def place(pair: Pair):
        return -pair.score, bytes(pair.first.name_sort_key), pair.first.pk or 0, pair.second.pk

    return sorted(filter(None, pairs), key=place)
