"""The participant list as plain data: one row a person, the same for every page and file."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby, islice
from operator import attrgetter

from django.db.models import Count, QuerySet, TextChoices, Value
from django.utils.functional import cached_property

from core.translation import language_of
from events.models import Delegate, Delegation, Event
from events.participant_list import phrases
from events.participant_list.fields import COLUMN_FIELDS, PERSON_COLUMNS, DelegationType, Kept
from events.participant_list.issued.label import Issue
from events.participant_list.languages import (
    BOTH,
    SEPARATOR,
    distinct,
    in_language,
    languages_of,
    texts_in_language,
)
from events.participant_list.order import sections_in_order
from events.participant_list.statistics import StatisticsTable, statistics
from events.participant_list.types import Audience, ListedDelegation, Row, SectionNumbers
from events.querysets import DelegateQuerySet
from participants.scripts import CYRILLIC, JOB, JOB_IN_RUSSIAN, NAMES

# So many people are fetched at once; memory holds no more of them than these.
BATCH = 2_000

# Of a row: the delegation's cells by its attributes, and of each person's cells that are words of
# the register the place, counted from 0, with the choices.
_of_delegation = attrgetter(
    *(field.source or field.name for field in COLUMN_FIELDS if field.kept is Kept.DELEGATION)
)
_CHOICES = [(place, field.choices) for place, field in enumerate(PERSON_COLUMNS) if field.choices]
_PLACES = {field.name: place for place, field in enumerate(PERSON_COLUMNS)}
_NAME, _NAME_RUSSIAN = ([_PLACES[name] for name in names] for names in (NAMES, CYRILLIC))
_JOBS = [
    (_PLACES[name], _PLACES[russian]) for name, russian in zip(JOB, JOB_IN_RUSSIAN, strict=True)
]


def rows(event: Event, audience: Audience, language: str) -> Iterator[Row]:
    """The rows of the list of `event` for `audience`, in protocol order, read as they are taken."""
    return iter(ParticipantList(event, audience, language))


class ParticipantList:
    """The rows of one list: iterated, counted and sliced, never held in memory as a whole.

    Nothing is read before it is asked for: the delegations with their numbers first, then the
    people as the rows are taken. With `taking_part`, those who withdrew or did not come are left
    out.
    """

    # Whether the rows of a delegation stand together.
    grouped = True

    def __init__(
        self, event: Event, audience: Audience, language: str, *, taking_part: bool = False
    ):
        languages_of(language)
        self.event = event
        self.audience = audience
        self.language = language
        self.taking_part = taking_part

    def __len__(self) -> int:
        return self.delegations[-1].end if self.delegations else 0

    def __iter__(self) -> Iterator[Row]:
        return self._rows(self._people(self.delegations))

    def __getitem__(self, window: slice) -> list[Row]:
        """The rows from `window.start` up to `window.stop`, for a page of the list."""
        start, stop, _one = window.indices(len(self))
        inside = [each for each in self.delegations if each.first < stop and each.end > start]
        if not inside:
            return []
        before = inside[0].first
        return list(islice(self._rows(self._people(inside)), start - before, stop - before))

    @cached_property
    def delegations(self) -> list[ListedDelegation]:
        """The delegations in protocol order, with how many people each has in this list."""
        sections = sections_in_order(self.event, self.language)
        pks = [delegation.pk for section in sections for delegation in section.delegations]
        named = _numbers(self.people, pks)
        counted = named
        if self.audience.counted is not None:
            counted = _numbers(self.audience.counted, pks)
        listed, first = [], 0
        for section in sections:
            for delegation in section.delegations:
                number = named.get(delegation.pk, 0)
                unnamed = counted.get(delegation.pk, 0) - number
                listed.append(
                    self._listed(delegation, section.title, number, max(unnamed, 0), first)
                )
                first = listed[-1].end
        return listed

    @property
    def people(self) -> DelegateQuerySet:
        """Whom the list names."""
        named = self.audience.named
        return named.taking_part() if self.taking_part else named

    @property
    def named(self) -> int:
        """How many people the list names."""
        return sum(listed.named for listed in self.delegations)

    @property
    def unnamed(self) -> int:
        """How many more it counts."""
        return sum(listed.unnamed for listed in self.delegations)

    @property
    def plain_capacity(self) -> str:
        """The capacity that goes without saying."""
        return self._in_language(lambda: Delegate.Capacity.DELEGATE.label)

    @property
    def sections(self) -> list[SectionNumbers]:
        """What stands under each heading, in numbers."""
        sections = []
        for title, group in groupby(self.delegations, key=attrgetter("section")):
            delegations = list(group)
            named = sum(listed.named for listed in delegations)
            unnamed = sum(listed.unnamed for listed in delegations)
            sections.append(SectionNumbers(title, len(delegations), named, unnamed))
        return sections

    @property
    def issue(self) -> Issue:
        """What the list says of itself in its files."""
        return Issue.of_today(self.event)

    @cached_property
    def organisers(self) -> list[str]:
        """Each with what it acted for: “ICMPD (Secretariat of the Prague Process)”."""

        def name(delegation: Delegation) -> str:
            organiser = str(delegation.led_by or delegation.name)
            if delegation.in_capacity_of:
                return f"{organiser} ({delegation.in_capacity_of})"
            return organiser

        delegations = self.event.delegations.organisers().with_names()
        places = {listed.pk: place for place, listed in enumerate(self.delegations)}
        in_order = sorted(delegations, key=lambda delegation: places[delegation.pk])
        return [self._in_language(partial(name, each)) for each in in_order]

    @cached_property
    def statistics(self) -> list[StatisticsTable]:
        """The list in numbers: what its audience may see of them."""
        of_people = self.audience is not Audience.PUBLIC
        return statistics(self.event, self.delegations, self.language, of_people=of_people)

    def _listed(
        self, delegation: Delegation, section: str, named: int, unnamed: int, first: int
    ) -> ListedDelegation:
        sample, is_state = self.event.sample, bool(delegation.state_id)
        kind = DelegationType.STATE if is_state else DelegationType.ORGANISATION
        remark = ""
        if unnamed:
            remark = self._in_language(lambda: phrases.not_named(unnamed, sample=sample))
        elif not named:
            remark = self._in_language(lambda: phrases.no_names_recorded(sample=sample))
        notable_roles = texts_in_language(self.language, lambda: delegation.notable_roles)
        return ListedDelegation(
            pk=delegation.pk,
            section=section,
            name=self._in_language(lambda: delegation.name),
            marked_name=self._in_language(lambda: delegation.marked_name),
            footnote=self._in_language(lambda: delegation.footnote),
            name_language=self._in_language(lambda: delegation.name_language),
            capacity_language=self._in_language(lambda: language_of(delegation, "in_capacity_of")),
            footnote_language=self._in_language(lambda: delegation.footnote_language),
            type=self._in_language(lambda: kind.label),
            role=self._in_language(lambda: ", ".join(delegation.roles)),
            roles=tuple(texts_in_language(self.language, lambda: delegation.roles)),
            notable_roles=tuple(notable_roles),
            in_capacity_of=self._in_language(lambda: delegation.in_capacity_of),
            is_state=is_state,
            slug=delegation.participant.slug,
            named=named,
            unnamed=unnamed,
            remark=remark,
            first=first,
        )

    def _in_language(self, text: Callable[[], object]) -> str:
        return in_language(self.language, text)

    def labels(self, choices: type[TextChoices]) -> dict[str, str]:
        """What each of `choices` is called in this list."""
        return {choice.value: self._in_language(partial(str, choice.label)) for choice in choices}

    def _rows(self, groups: Iterable[tuple[ListedDelegation, Iterable[tuple]]]) -> Iterator[Row]:
        # What the audience does not see is read as an empty text, also where it would be a word.
        words = [(place, {"": "", **self.labels(choices)}) for place, choices in _CHOICES]
        # What `Row._make` does, without its check of the length, which takes a tenth of the time.
        make = tuple.__new__
        print_script = _PRINTING[self.language]
        for listed, people in groups:
            of_delegation = list(_of_delegation(listed))
            for _delegation, delegate, *cells in people:
                for place, labels in words:
                    cells[place] = labels[cells[place]]
                print_script(cells)
                cells += (listed, True, delegate)
                yield make(Row, of_delegation + cells)
            if listed.remark:
                row = Row(*of_delegation, *[""] * len(PERSON_COLUMNS), listed, False, None)
                yield row._replace(family_name=listed.remark)

    def _people(
        self, delegations: Iterable[ListedDelegation]
    ) -> Iterator[tuple[ListedDelegation, Iterable[tuple]]]:
        """Each of `delegations` with its people, who are fetched for several of them at once."""
        for batch in in_batches(delegations):
            people = self._values(
                self.people.filter(delegation__in=[listed.pk for listed in batch]).in_list_order()
            )
            if batch[0].named > BATCH:
                yield batch[0], people.iterator(BATCH)
                continue
            together = defaultdict(list)
            for person in people:
                together[person[0]].append(person)
            for listed in batch:
                yield listed, together.pop(listed.pk, ())

    def _values(self, people: DelegateQuerySet) -> QuerySet:
        """What a row is made of."""
        seen = self.audience.access
        cells = [field.lookup if field.access <= seen else Value("") for field in PERSON_COLUMNS]
        return people.values_list("delegation", "pk", *cells)


# --- The script of a list -------------------------------------------------------------------
# Of the cells of a person, names, position and institution are set to what a list prints of them;
# those in Russian stay. The same as `participants.scripts.in_script`, for 200,000 rows.
def _print_latin(cells: list[str]) -> None:
    given, family = _NAME
    if not cells[family]:
        cells[given], cells[family] = (cells[place] for place in _NAME_RUSSIAN)
    for place, russian in _JOBS:
        if not cells[place]:
            cells[place] = cells[russian]


def _print_russian(cells: list[str]) -> None:
    given, family = _NAME
    if cells[_NAME_RUSSIAN[1]]:
        cells[given], cells[family] = (cells[place] for place in _NAME_RUSSIAN)
    for place, russian in _JOBS:
        if cells[russian]:
            cells[place] = cells[russian]


def _print_both(cells: list[str]) -> None:
    for place, russian in (*zip(_NAME, _NAME_RUSSIAN, strict=True), *_JOBS):
        cells[place] = SEPARATOR.join(distinct([cells[place], cells[russian]]))


_PRINTING: dict[str, Callable[[list[str]], None]] = {
    "en": _print_latin,
    "ru": _print_russian,
    BOTH: _print_both,
}


class ListByName(ParticipantList):
    """The same people by family name across all delegations, as a door officer looks them up.

    No remark stands for those whom the list does not name.
    """

    grouped = False

    def __len__(self) -> int:
        return self.named

    def __getitem__(self, window: slice) -> list[Row]:
        return list(self._rows(self._each(self._by_name[window])))

    def _people(
        self, delegations: Iterable[ListedDelegation]
    ) -> Iterator[tuple[ListedDelegation, Iterable[tuple]]]:
        return self._each(self._by_name.iterator(BATCH))

    def _each(self, people: Iterable[tuple]) -> Iterator[tuple[ListedDelegation, Iterable[tuple]]]:
        """Each of `people` with the delegation, whose remark belongs to no one person."""
        listed = {each.pk: replace(each, remark="") for each in self.delegations}
        for person in people:
            yield listed[person[0]], (person,)

    @property
    def _by_name(self) -> QuerySet:
        people = self.people.filter(delegation__event=self.event)
        return self._values(people.order_by("name_sort_key", "pk"))


def public_numbers(delegations: list[int]) -> dict[int, tuple[int, int]]:
    """Per delegation: how many of its people the public list names, and how many more it counts."""
    named = _numbers(Audience.PUBLIC.named, delegations)
    counted = _numbers(Delegate.objects.taking_part(), delegations)
    return {
        pk: (named.get(pk, 0), max(counted.get(pk, 0) - named.get(pk, 0), 0)) for pk in delegations
    }


def _numbers(people: DelegateQuerySet, delegations: list[int]) -> dict[int, int]:
    """How many of `people` are in each of `delegations` that has any."""
    ours = people.filter(delegation__in=delegations)
    return dict(ours.values_list("delegation").annotate(Count("pk")).order_by())


def in_batches(delegations: Iterable[ListedDelegation]) -> Iterator[list[ListedDelegation]]:
    """Neighbours with at most `BATCH` people together; a larger one stands alone."""
    batch: list[ListedDelegation] = []
    size = 0
    for listed in delegations:
        if batch and size + listed.named > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(listed)
        size += listed.named
    if batch:
        yield batch
