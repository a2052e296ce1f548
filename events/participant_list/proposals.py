"""What a delegate may be called in the script that is missing: proposals, for staff to confirm.

A name that the register has of the person is proposed first, then its transliteration; for a
position or institution what the register has beside the same text elsewhere.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial

from core.transliteration import System, system_of, to_cyrillic, to_latin
from events.models import Delegate
from participants.scripts import CYRILLIC, JOB, JOB_IN_RUSSIAN, NAMES, TWINS


def state_of(delegate: Delegate) -> str:
    """The two-letter code of the state whose passports the delegate is likely to have, or ""."""
    state = delegate.delegation.state or delegate.person.state
    return (state and state.iso2) or ""


def systems_for(delegates: Iterable[Delegate]) -> dict[str, System]:
    """How names of the states of `delegates` are put into Latin letters, by the state's code."""
    codes = {state_of(each) for each in delegates if not each.family_name}
    return {code: system_of(code) for code in sorted(codes)}


def proposals(delegates: Iterable[Delegate]) -> dict[int, dict[str, str]]:
    """By the delegate's key, then by field: what is proposed for what is missing (4 queries).

    Asks for `delegates` with person, delegation and the states of both.
    """
    delegates = list(delegates)
    known = {name: _known(name, delegates) for name in (*JOB, *JOB_IN_RUSSIAN)}
    proposed: dict[int, dict[str, str]] = {}
    for each in delegates:
        found = _names(each)
        for name, texts in known.items():
            said = getattr(each, TWINS[name])
            if not getattr(each, name) and said in texts:
                found[name] = texts[said]
        proposed[each.pk] = found
    return proposed


def _names(delegate: Delegate) -> dict[str, str]:
    """The name in the script in which there is none."""
    for names, others in ((NAMES, CYRILLIC), (CYRILLIC, NAMES)):
        if getattr(delegate, names[-1]):
            continue
        person = delegate.person
        same = all(getattr(person, other) == getattr(delegate, other) for other in others)
        if same and getattr(person, names[-1]):
            return {name: getattr(person, name) for name in names if getattr(person, name)}
        turn = partial(to_latin if names is NAMES else to_cyrillic, state=state_of(delegate))
        found = {
            name: _outside_brackets(getattr(delegate, other), turn)
            for name, other in zip(names, others, strict=True)
        }
        return {name: text for name, text in found.items() if text}
    return {}


def _outside_brackets(text: str, turn: Callable[[str], str]) -> str:
    """`text`, turned but for what stands in brackets, such as the mark of sample data."""
    parts = re.split(r"(\([^)]*\))", text)
    if not turn(parts[0]):
        return ""
    return "".join(part if part.startswith("(") else turn(part) for part in parts)


def _known(name: str, delegates: Iterable[Delegate]) -> dict[str, str]:
    """What the register has in the field `name` beside each text of the other language."""
    other = TWINS[name]
    texts = {getattr(each, other) for each in delegates if not getattr(each, name)} - {""}
    pairs = Delegate.objects.filter(**{f"{other}__in": texts, f"{name}__gt": ""})
    # The latest is taken.
    return dict(pairs.order_by("pk").values_list(other, name))
