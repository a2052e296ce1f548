"""Values that a process keeps until the public content changes."""

from collections.abc import Callable, Hashable
from typing import Any

_kept: dict[Hashable | type, tuple[str, Any]] = {}


def cached_by_revision(revision: str, key: Hashable | type, build: Callable[[], Any]) -> Any:
    """`build()`, called again only once `revision` differs from that of the last call for `key`."""
    kept = _kept.get(key)
    if kept is None or kept[0] != revision:
        kept = _kept[key] = (revision, build())
    return kept[1]
