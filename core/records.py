"""Records whose order is known by their keys alone, read when they are needed."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.db import models

Record = TypeVar("Record", bound=models.Model)

_READ_AT_ONCE = 500


def read_in_order(queryset: models.QuerySet, keys: Sequence[int]) -> list:
    """The records of `queryset` with these keys, in this order, by one query.

    One that was deleted since its key was read is left out.
    """
    records = queryset.in_bulk(keys)
    return [records[key] for key in keys if key in records]


class RecordsByKey(Sequence[Record]):
    """The records of `queryset` in the order of `keys`; a slice reads its own records alone.

    `keys` need a length and slices. A Paginator takes the sequence as it is.
    """

    def __init__(self, queryset: models.QuerySet[Record], keys: Sequence[int]):
        self.queryset, self.keys = queryset, keys

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, place):
        if isinstance(place, slice):
            return read_in_order(self.queryset, self.keys[place])
        return self.queryset.get(pk=self.keys[place])

    def __iter__(self) -> Iterator[Record]:
        for start in range(0, len(self), _READ_AT_ONCE):
            yield from self[start : start + _READ_AT_ONCE]
