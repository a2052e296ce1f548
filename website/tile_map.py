"""A map of Europe, the Caucasus and Central Asia: one tile per state, all of the same size.

A tile is roughly where the state lies, so that neighbours are near each other. The map shows no
areas and no borders.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from participants.models import State

# Rows from north to south, two-letter codes from west to east.
_ROWS = """
IS .. .. .. NO SE FI .. .. .. .. .. .. ..
.. .. .. .. .. .. EE .. .. RU .. .. .. ..
IE GB .. .. DK .. LV .. .. .. .. .. .. ..
.. .. .. NL DE PL LT BY .. .. .. .. .. ..
.. .. BE LU CZ SK .. UA .. .. .. .. KZ ..
.. FR CH LI AT HU RO MD .. .. .. .. UZ KG
.. AD MC IT SI HR RS BG .. .. GE .. TM TJ
PT ES SM VA BA ME XK MK .. TR AM AZ .. ..
.. .. .. MT .. AL GR .. CY .. .. .. .. ..
"""
SIDE = 44
_PLACES = {
    code: (column * SIDE, row * SIDE)
    for row, line in enumerate(_ROWS.split("\n")[1:-1])
    for column, code in enumerate(line.split())
    if code != ".."
}
WIDTH = SIDE * len(_ROWS.split("\n")[1].split())
HEIGHT = SIDE * (len(_ROWS.split("\n")) - 2)


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile of the map; a marked one has its `state` and the name to show."""

    code: str
    x: int
    y: int
    state: State | None
    name: str


def tiles(names: Mapping[State, str]) -> list[Tile]:
    """All tiles from north-west to south-east. The states in `names` are marked."""
    by_code = {state.iso2: (state, name) for state, name in names.items()}
    return [Tile(code, x, y, *by_code.get(code, (None, ""))) for code, (x, y) in _PLACES.items()]
