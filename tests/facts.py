"""What a FilterSet should find, worked out record by record from plain facts."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict


def check(find: Callable, facts: dict[Any, dict], chosen: dict[str, list[str]]) -> None:
    """The FilterSet that `find` makes of a query finds the right records and counts each choice.

    `facts` has all records of the list in its order, each with its values by facet, and its text
    under `q`.
    """

    def fits(of_record: dict, chosen: dict[str, list[str]]) -> bool:
        return all(
            values[0] in of_record["q"].lower() if name == "q" else {*values} & of_record[name]
            for name, values in chosen.items()
            if values
        )

    data = QueryDict(mutable=True)
    for name, values in chosen.items():
        data.setlist(name, values)
    filterset = find(data)
    assert filterset.is_valid()
    expected = [record for record in facts if fits(facts[record], chosen)]
    assert len(filterset.results) == len(expected)
    assert filterset.results[:3] + filterset.results[3:] == expected
    assert list(filterset.results) == expected
    assert {*filterset.qs} == {*expected}
    for facet in filterset.facets:
        for choice in facet.choices:
            would_find = {**chosen, facet.name: [choice.value]}
            count = sum(fits(of_record, would_find) for of_record in facts.values())
            assert choice.count == count, (facet.name, choice.value)
