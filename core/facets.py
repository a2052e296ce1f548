"""Filters that show beside each choice how many records it would leave.

Counting in the database takes one heavy query per filter. Here the values of all records are
kept as bit sets with one bit per record, built once per content revision. A count is then an AND
and a population count. The list itself is found in the same bit sets, so that it always has as
many records as its count says.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from core.caching import cached_by_revision
from core.exports import query_of, unknown_parameters
from core.models import ContentRevision
from core.results import Results
from core.translation import language_of

MAX_SEARCH_LENGTH = 200
_AS_FLAGS = bytes.maketrans(b"01", b"\0\1")


# --- Which records have which values ------------------------------------------------------------
@dataclass(slots=True)
class FacetIndex:
    """Which of the records `ids` have which value of which facet, as bit sets."""

    ids: Sequence[int]
    masks: dict[str, dict[str, int]] = field(default_factory=dict)
    _bits: dict[int, int] = field(default_factory=dict)

    def __post_init__(self):
        self._bits = {pk: bit for bit, pk in enumerate(self.ids)}

    def set_of(self, ids: Iterable[int]) -> int:
        """The records among `ids` that the index has, as a bit set."""
        octets = bytearray(len(self.ids) // 8 + 1)
        for pk in ids:
            bit = self._bits.get(pk)
            if bit is not None:
                octets[bit >> 3] |= 1 << (bit & 7)
        return int.from_bytes(octets, "little")

    def ids_of(self, records: int) -> Iterator[int]:
        """The ids in the bit set `records`, in the order of `ids`."""
        flags = f"{records:0{len(self.ids)}b}"[::-1].encode().translate(_AS_FLAGS)
        return compress(self.ids, flags)

    def add(self, facet: str, pairs: Iterable[tuple[int, str]]) -> None:
        """Add a facet from (record id, value) pairs, which may repeat."""
        by_value: dict[str, list[int]] = defaultdict(list)
        for pk, value in pairs:
            by_value[value].append(pk)
        masks = {value: self.set_of(ids) for value, ids in by_value.items()}
        self.masks[facet] = {value: mask for value, mask in masks.items() if mask}

    def values_of(self, facet: str) -> dict[int, list[str]]:
        """The values of `facet` by record id; records without any are left out."""
        values: dict[int, list[str]] = defaultdict(list)
        for value, mask in self.masks[facet].items():
            for pk in self.ids_of(mask):
                values[pk].append(value)
        return values

    def matching(self, chosen: Mapping[str, Sequence[str]]) -> int:
        """The records that have, for each facet, any of the values chosen in it."""
        records = (1 << len(self.ids)) - 1
        for facet, values in chosen.items():
            if values:
                masks, with_any = self.masks[facet], 0
                for value in values:
                    with_any |= masks.get(value, 0)
                records &= with_any
        return records

    def counts(
        self, facet: str, chosen: Mapping[str, Sequence[str]], within: int | None = None
    ) -> dict[str, int]:
        """Per value of `facet`: how many records it leaves, given the choices in other facets.

        `within` narrows the records further, for example to those that a text search finds.
        """
        others = self.matching({name: values for name, values in chosen.items() if name != facet})
        if within is not None:
            others &= within
        return {value: (mask & others).bit_count() for value, mask in self.masks[facet].items()}


# --- Declaring filters --------------------------------------------------------------------------
class Option(NamedTuple):
    """A value that a facet may take; `depth` is its level in a tree, from 0.

    `language` is that of the label if the label stands in for a missing translation.
    """

    value: str
    label: str | Promise
    depth: int = 0
    language: str = ""


class FacetField(forms.MultipleChoiceField):
    """`pattern` is that of values which are valid although no record may have them."""

    default_error_messages = {
        "invalid_choice": _("“%(value)s” is not in the register. Choose from the list.")
    }

    def __init__(self, *, pattern: str = "", **kwargs):
        super().__init__(**kwargs)
        self.pattern = re.compile(pattern) if pattern else None

    def to_python(self, value):
        return [text for text in super().to_python(value) if text]

    def validate(self, value):
        # Django goes through all options once per value, and a list of states is long.
        choices: Any = self.choices
        known = {option for option, _label in choices}
        for text in value:
            if text not in known and not (self.pattern and self.pattern.fullmatch(text)):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": text[:80]},
                )


class Facet(django_filters.MultipleChoiceFilter):
    """A filter that may be repeated: it leaves the records that have any of the chosen values.

    The declaration says all that is known of the facet:

    - `paths` lead from a record to its values, as `values_list` takes them. A record has the
      values of all paths. `values` turns what a path gives into values; a missing value counts
      as `missing`, or as none.
    - `pairs` gives (record id, value) where no path does.
    - `tree` is the model of the values where they form a tree. A record with a value then also
      has those above it.
    - `codes` or `options` give the options. Without either, these are the values that records
      have, the highest first.
    - `pattern` is that of values which are valid although no record may have them: any year is
      a year. `invalid` is the sentence about a value that does not match it.
    - `value_help` says in the API's schema what a value is, unless it is one of `codes`.
    """

    field_class = FacetField

    def __init__(
        self,
        label: str | Promise,
        *paths: str,
        values: Callable[[Any], Iterable[str]] = lambda value: [value],
        missing: str | None = None,
        pairs: Callable[[], Iterable[tuple[int, str]]] | None = None,
        tree: type[models.Model] | None = None,
        codes: Iterable[models.TextChoices] = (),
        options: Callable[[], Iterable[Option]] | None = None,
        pattern: str = "",
        invalid: str = "",
        value_help: str = "",
    ):
        messages = {"error_messages": {"invalid_choice": invalid}} if invalid else {}
        super().__init__(label=label, pattern=pattern, **messages)
        self.pattern = pattern
        self.paths, self.values, self.missing = paths, values, missing
        self.given_pairs, self.tree = pairs, tree
        self.codes, self.given_options, self.value_help = list(codes), options, value_help

    def pairs(self, model: type[models.Model]) -> Iterable[tuple[int, str]]:
        """(record id, value) for each value of each record of `model`, with repetitions."""
        pairs = self.given_pairs() if self.given_pairs else self._pairs_on_paths(model)
        return with_ancestors(pairs, self.tree._default_manager.all()) if self.tree else pairs

    def _pairs_on_paths(self, model: type[models.Model]) -> Iterator[tuple[int, str]]:
        for path in self.paths:
            for pk, value in model._base_manager.order_by().values_list("pk", path):
                if value is not None:
                    for text in self.values(value):
                        yield pk, text
                elif self.missing is not None:
                    yield pk, self.missing

    def options(self, values: Iterable[str]) -> list[Option]:
        """The options in the order to show them, labelled in the active language.

        `values` are those that records have.
        """
        if self.codes:
            return [Option(code.value, str(code.label)) for code in self.codes]
        if self.given_options:
            return list(self.given_options())
        return [Option(value, value) for value in sorted(values, reverse=True)]


class SearchFilter(django_filters.CharFilter):
    """Words that a record must contain, in any case, accent and order."""

    def __init__(self):
        super().__init__(label=_("Search"), max_length=MAX_SEARCH_LENGTH)


class DayFilter(django_filters.DateFilter):
    """One end of a period."""

    def __init__(self, label: str):
        super().__init__(
            label=label,
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": _("Write the day as year, month and day: 2019-12-04.")},
        )


# The filters of a period. `from` is a word of Python, so that no class statement can assign it.
FIRST_DAY, LAST_DAY = "from", "to"


def period_filters() -> dict[str, DayFilter]:
    """The filters of a period, for `locals().update(...)` in the body of a FilterSet."""
    return {FIRST_DAY: DayFilter(_("From")), LAST_DAY: DayFilter(_("Until"))}


# --- A filter as the page shows it --------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Choice:
    """An option with its count. `without` is the query string that takes the choice back."""

    value: str
    label: str | Promise
    depth: int
    language: str
    count: int
    chosen: bool
    without: str


@dataclass(frozen=True, slots=True)
class PeriodEnd:
    """One end of the period as the page shows it: what was typed, and the day that it means."""

    name: str
    label: str
    value: str
    day: datetime.date | None
    errors: list[str]
    without: str

    @property
    def text(self) -> str:
        """The day in words; as typed where it is not a day."""
        return date_format(self.day) if self.day else self.value


@dataclass(frozen=True, slots=True)
class FacetChoices:
    """A facet with the choices that would leave something or are chosen."""

    name: str
    label: str | Promise
    choices: list[Choice]
    errors: list[str]

    @property
    def chosen(self) -> list[Choice]:
        """The choices made, which the page shows as removable chips."""
        return [choice for choice in self.choices if choice.chosen]


class FacetFilterSet(django_filters.FilterSet):
    """A FilterSet of `Facet`s, at most one `SearchFilter`, called `q`, and perhaps a period.

    Where there is a period (see `period_filters`), the queryset has a method `in_period`. All
    querysets given to one class must hold the same records, in any order: the index is
    built once for all of them.
    """

    def __init__(self, data=None, *args, **kwargs):
        # Always bound: without a choice, all records are found.
        super().__init__(data if data is not None else QueryDict(), *args, **kwargs)
        self.revision = ContentRevision.of(self.request)
        self.index = self.index_at(self.revision, self.queryset)
        for name in self.facet_names:
            self.filters[name].extra["choices"] = [
                (option.value, option.label) for option in self._options(name)
            ]

    @classmethod
    def index_at(cls, revision: str, queryset: models.QuerySet) -> FacetIndex:
        """The values of all records of `queryset` at a content revision, as of today."""

        def build() -> FacetIndex:
            index = FacetIndex(list(queryset.order_by().values_list("pk", flat=True)))
            for name, facet in cls.base_filters.items():
                if isinstance(facet, Facet):
                    index.add(name, facet.pairs(cls._meta.model))
            return index

        # Membership in a grouping depends on the day.
        return cached_by_revision(f"{revision} {timezone.now().date()}", cls, build)

    @classmethod
    def keys_in_order(cls, queryset: models.QuerySet) -> list[int]:
        """The keys of `queryset` in the order of the list, in the active language."""
        return list(queryset.values_list("pk", flat=True))

    @property
    def facet_names(self) -> list[str]:
        return [name for name, each in self.filters.items() if isinstance(each, Facet)]

    def _options(self, name: str) -> list[Option]:
        return cached_by_revision(
            self.revision,
            (type(self), name, get_language()),
            lambda: self.filters[name].options(self.index.masks[name]),
        )

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The values chosen, by facet. An invalid value counts as not chosen."""
        self.form.full_clean()
        return {name: self.form.cleaned_data.get(name, []) for name in self.facet_names}

    @cached_property
    def _within(self) -> int | None:
        """The records in the period and with the words searched for; None if neither is chosen."""
        self.form.full_clean()
        given = self.form.cleaned_data
        words, days = given.get("q"), (given.get(FIRST_DAY), given.get(LAST_DAY))
        if not words and not any(days):
            return None
        found = self.queryset.search(words) if words else self.queryset
        found = found.in_period(*days) if any(days) else found
        return self.index.set_of(found.values_list("pk", flat=True))

    @cached_property
    def results(self) -> Results:
        """The records that the choices leave, in the order of the list; none if one is invalid."""
        if not self.is_valid():
            return Results(self.queryset, [])
        keys = cached_by_revision(
            self.revision,
            (type(self), repr(self.queryset.query.order_by), get_language()),
            lambda: self.keys_in_order(self.queryset),
        )
        records = self.index.matching(self.chosen)
        if self._within is not None:
            records &= self._within
        left = set(self.index.ids_of(records))
        return Results(self.queryset, [key for key in keys if key in left])

    def filter_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        """The same as a queryset, for users of django-filter's `qs`."""
        return queryset.filter(pk__in=self.results.keys)

    @cached_property
    def facets(self) -> list[FacetChoices]:
        """The facets as the page shows them."""
        return [self._facet(name) for name in self.facet_names]

    def _facet(self, name: str) -> FacetChoices:
        counts = self.index.counts(name, self.chosen, self._within)
        choices, options = [], self._options(name)
        known = {option.value for option in options}
        # A year that no record has.
        options = options + [Option(text, text) for text in self.chosen[name] if text not in known]
        for option in options:
            chosen, count = option.value in self.chosen[name], counts.get(option.value, 0)
            if chosen or count:
                without = self._query_without(name, option.value) if chosen else ""
                choices.append(Choice(*option, count, chosen, without))
        return FacetChoices(name, self.filters[name].label, choices, self.form.errors.get(name, []))

    def _query_without(self, name: str, value: str | None = None) -> str:
        """The query string without `value` of the filter `name`, or without that filter."""
        data = self.data.copy()
        others = [text for text in data.getlist(name) if text != value]
        data.setlist(name, others if value is not None else [])
        return query_of(data, self.filters).removeprefix("?")

    @property
    def without_search(self) -> str:
        """The query string of these choices without the words searched for."""
        return self._query_without("q")

    @cached_property
    def period(self) -> list[PeriodEnd]:
        """The ends of the period, as the page shows them; empty where the list has no period."""
        self.form.full_clean()
        return [
            PeriodEnd(
                name,
                each.label,
                self.data.get(name, ""),
                self.form.cleaned_data.get(name),
                self.form.errors.get(name, []),
                self._query_without(name),
            )
            for name, each in self.filters.items()
            if isinstance(each, DayFilter)
        ]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is chosen at all."""
        return any(any(self.data.getlist(name)) for name in self.filters)

    @property
    def in_words(self) -> str:
        """What is chosen, in the active language: “Poland, 2019”. Empty if nothing is."""
        quoted = gettext("“%(words)s”")
        words = [quoted % {"words": text}] if (text := self.data.get("q")) else []
        words += [str(choice.label) for facet in self.facets for choice in facet.chosen]
        words += [f"{end.label.lower()} {end.text}" for end in self.period if end.value]
        return ", ".join(words)

    @property
    def query(self) -> str:
        """The choices as a query string, “?state=poland”; empty if nothing is chosen."""
        return query_of(self.data, self.filters)

    @property
    def unknown(self) -> list[str]:
        """The sentences about parameters that the list does not have."""
        return unknown_parameters(self.data, self.filters)


# --- Trees --------------------------------------------------------------------------------------
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
