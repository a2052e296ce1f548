"""Filters whose choices show how many records each would leave.

Counting in the database takes one heavy query a filter. Here the values of all records are
held as bit sets, one bit a record, built once per content revision; a count is then an AND
and a population count.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models import ContentRevision
from core.records import read_in_order
from core.translation import language_of

MAX_SEARCH_LENGTH = 200
_remembered: dict[Any, tuple[str, Any]] = {}


def remembered(revision: str, key: Any, build: Callable[[], Any]) -> Any:
    """`build()`, kept in this process until the content revision is another one."""
    kept = _remembered.get(key)
    if kept is None or kept[0] != revision:
        kept = _remembered[key] = (revision, build())
    return kept[1]


@dataclass(slots=True)
class FacetIndex:
    """Which of `ids` have which value of which facet. `ids` without repetition, in list order."""

    ids: Sequence[int]
    masks: dict[str, dict[str, int]] = field(default_factory=dict)
    _bits: dict[int, int] = field(default_factory=dict)

    def __post_init__(self):
        self._bits = {pk: bit for bit, pk in enumerate(self.ids)}

    @property
    def everything(self) -> int:
        """The set of all records."""
        return (1 << len(self.ids)) - 1

    def set_of(self, ids: Iterable[int]) -> int:
        """The records among `ids` that the index knows, as a bit set."""
        octets = bytearray(len(self.ids) // 8 + 1)
        for pk in ids:
            bit = self._bits.get(pk)
            if bit is not None:
                octets[bit >> 3] |= 1 << (bit & 7)
        return int.from_bytes(octets, "little")

    def add(self, facet: str, pairs: Iterable[tuple[int, str | None]]) -> None:
        """Add a facet from (record id, value) pairs, which may repeat; None is no value."""
        by_value: dict[str, list[int]] = defaultdict(list)
        for pk, value in pairs:
            if value is not None:
                by_value[value].append(pk)
        self.masks[facet] = {value: self.set_of(ids) for value, ids in by_value.items()}

    def values_of(self, facet: str) -> dict[int, list[str]]:
        """Per record that has any: its values of `facet`."""
        values: dict[int, list[str]] = defaultdict(list)
        for value, mask in self.masks[facet].items():
            octets = mask.to_bytes(len(self.ids) // 8 + 1, "little")
            for pk, bit in self._bits.items():
                if octets[bit >> 3] >> (bit & 7) & 1:
                    values[pk].append(value)
        return values

    def matching(self, chosen: Mapping[str, Sequence[str]]) -> int:
        """The records that have, for each facet, any of the values chosen in it."""
        found = self.everything
        for facet, values in chosen.items():
            if values:
                masks, any_of_them = self.masks[facet], 0
                for value in values:
                    any_of_them |= masks.get(value, 0)
                found &= any_of_them
        return found

    def ids_in(self, records: int, start: int, stop: int) -> list[int]:
        """Of the bit set `records`, in the order of `ids`, those from `start` up to `stop`."""
        bits, found, place = f"{records:b}"[::-1], [], -1
        for number in range(stop):
            place = bits.find("1", place + 1)
            if place < 0:
                break
            if number >= start:
                found.append(self.ids[place])
        return found

    def counts(
        self, facet: str, chosen: Mapping[str, Sequence[str]], within: int | None = None
    ) -> dict[str, int]:
        """Per value of `facet`: the records it would leave beside what is chosen elsewhere.

        `within` narrows the records further, such as to those that a text search finds.
        """
        others = self.matching({name: values for name, values in chosen.items() if name != facet})
        if within is not None:
            others &= within
        return {value: (mask & others).bit_count() for value, mask in self.masks[facet].items()}


class Option(NamedTuple):
    """A value that a facet may take; `depth` is its level in a tree, from 0.

    `language` is that of the label, where it stands in for a missing translation.
    """

    value: str
    label: str
    depth: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as the page shows it."""

    value: str
    label: str
    depth: int
    count: int
    chosen: bool
    language: str
    without: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter as the page shows it: its choices that would leave something, or are chosen."""

    name: str
    label: str
    choices: list[Choice]
    errors: list[str]

    @property
    def chosen(self) -> list[Choice]:
        """The choices made, which the page shows as removable chips."""
        return [choice for choice in self.choices if choice.chosen]


class FacetField(forms.MultipleChoiceField):
    default_error_messages = {
        "invalid_choice": _("The register does not know “%(value)s”. Choose from the list.")
    }

    def to_python(self, value):
        return [text for text in super().to_python(value) if text]

    def validate(self, value):
        # Django walks all options once per value; a list of states is long.
        known = {option for option, label in self.choices}
        for text in value:
            if text not in known:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": text[:80]},
                )


class FacetFilter(django_filters.MultipleChoiceFilter):
    """A filter that may be repeated: records that have any of the values.

    The values are those of `codes`, or else slugs and years, which the FilterSet's `options` knows.
    """

    field_class = FacetField

    def __init__(self, *args, codes: Iterable[models.TextChoices] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = list(codes)


class SearchFilter(django_filters.CharFilter):
    """Words that a record must hold, in any case, accent and order."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("Search"), max_length=MAX_SEARCH_LENGTH, method=self._search, **kwargs
        )

    @staticmethod
    def _search(queryset, name, value):
        return queryset.search(value)


@dataclass(frozen=True, slots=True)
class Found:
    """The records of a bit set in the order of `queryset`: counted, and read a page at a time."""

    queryset: models.QuerySet
    index: FacetIndex
    records: int

    def __len__(self) -> int:
        return self.records.bit_count()

    def __getitem__(self, window: slice) -> list[models.Model]:
        start, stop, _one = window.indices(len(self))
        ids = self.index.ids_in(self.records, start, stop)
        return read_in_order(self.queryset, ids)


class FacetFilterSet(django_filters.FilterSet):
    """A FilterSet whose `FacetFilter`s know their options and count them.

    A subclass says what the options are (`options`), which records have which (`build_index`),
    and, by the filters' `method`, what a choice means in SQL. The last two must agree.
    """

    def __init__(self, data=None, *args, **kwargs):
        # Always bound: without a choice made, everything is found.
        super().__init__(data if data is not None else QueryDict(), *args, **kwargs)
        self.revision = ContentRevision.of(self.request)
        for name in self.facet_names:
            self.filters[name].extra["choices"] = [
                (option.value, option.label) for option in self._options(name)
            ]

    @classmethod
    def options(cls, name: str) -> Iterable[Option]:
        """Every value of facet `name`, which has no codes: in the order to show, in the active
        language.
        """
        raise NotImplementedError

    @classmethod
    def build_index(cls, ids: list[int], today: datetime.date) -> FacetIndex:
        """The index of the records `ids`: all that a visitor may see."""
        raise NotImplementedError

    @property
    def facet_names(self) -> list[str]:
        return [name for name, f in self.filters.items() if isinstance(f, FacetFilter)]

    def _options(self, name: str) -> list[Option]:
        return remembered(
            self.revision,
            (type(self), name, get_language()),
            lambda: code_options(self.filters[name].codes) or list(self.options(name)),
        )

    @classmethod
    def index_at(cls, revision: str, queryset: models.QuerySet) -> FacetIndex:
        """What a content revision has, as of today: all of `queryset`, in its order."""
        today = timezone.now().date()
        return remembered(
            f"{revision} {today}",
            (cls, repr(queryset.query.order_by)),
            lambda: cls.build_index(list(queryset.values_list("pk", flat=True)), today),
        )

    @cached_property
    def index(self) -> FacetIndex:
        """What this content revision has."""
        return self.index_at(self.revision, self.queryset)

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The values chosen, by facet. What is not valid counts as not chosen."""
        self.form.full_clean()
        return {name: self.form.cleaned_data.get(name, []) for name in self.facet_names}

    @cached_property
    def within(self) -> int | None:
        """The records that hold the words searched for; None where none are."""
        self.form.full_clean()
        if words := self.form.cleaned_data.get("q"):
            return self.index.set_of(self.queryset.search(words).values_list("pk", flat=True))
        return None

    @property
    def found(self) -> "Found":
        """What `qs` finds, counted and cut into pages without asking the database."""
        records = self.index.matching(self.chosen) if self.is_valid() else 0
        if self.within is not None:
            records &= self.within
        return Found(self.queryset, self.index, records)

    @cached_property
    def facets(self) -> list[Facet]:
        """The filters as the page shows them."""
        return [self._facet(name) for name in self.facet_names]

    def _facet(self, name: str) -> Facet:
        counts = self.index.counts(name, self.chosen, self.within)
        choices = []
        for option in self._options(name):
            is_chosen, count = option.value in self.chosen[name], counts.get(option.value, 0)
            if is_chosen or count:
                without = self._query_without(name, option.value) if is_chosen else ""
                choices.append(
                    Choice(
                        *(option.value, option.label, option.depth),
                        *(count, is_chosen, option.language, without),
                    )
                )
        return Facet(name, self.filters[name].label, choices, self.form.errors.get(name, []))

    def _query_without(self, name: str, value: str) -> str:
        data = self.data.copy()
        data.setlist(name, [text for text in data.getlist(name) if text != value])
        data.pop("page", None)
        return data.urlencode()

    @property
    def without_search(self) -> str:
        """The query string of this choice without the words searched for."""
        data = self.data.copy()
        data.pop("q", None)
        data.pop("page", None)
        return data.urlencode()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is chosen at all."""
        return any(any(self.data.getlist(name)) for name in self.filters)


def code_options(codes: Iterable[models.TextChoices]) -> list[Option]:
    """`codes` in their own order, with their labels."""
    return [Option(code.value, str(code.label)) for code in codes]


def tree_options(records: Iterable) -> list[Option]:
    """Records that have a `parent`, each followed by those below it, in their own order."""
    below = defaultdict(list)
    for record in records:
        below[record.parent_id].append(record)

    def walk(parent_id, depth):
        for record in below[parent_id]:
            yield Option(record.slug, record.name, depth, language_of(record, "name"))
            yield from walk(record.pk, depth + 1)

    return list(walk(None, 0))


def with_ancestors(
    pairs: Iterable[tuple[int, str]], records: Iterable
) -> Iterator[tuple[int, str]]:
    """(id, slug) pairs, and for each the same id with the slugs of all above in the tree."""
    by_pk = {record.pk: record for record in records}
    lineage: dict[str, list[str]] = {}
    for record in by_pk.values():
        slugs, above = [], record
        while above is not None:
            slugs.append(above.slug)
            above = by_pk.get(above.parent_id)
        lineage[record.slug] = slugs
    for pk, slug in pairs:
        for ancestor in lineage[slug]:
            yield pk, ancestor
