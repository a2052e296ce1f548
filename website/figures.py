"""Migration figures as a profile shows them: by indicator, each as a chart beside its table."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import capfirst

from core.charts import bars, lines
from core.text import collation_key
from participants.models import MigrationFigure

# More lines cannot be distinguished in one chart.
MOST_SERIES = 8


@dataclass
class IndicatorFigures:
    """The figures of one indicator about one state, or reported by it, by year."""

    indicator: str
    figures: list[MigrationFigure]
    about_citizens: bool

    @property
    def label(self) -> str:
        return str(capfirst(MigrationFigure.Indicator(self.indicator).label))

    @property
    def has_chart(self) -> bool:
        return 0 < len(self.series) <= MOST_SERIES

    @cached_property
    def series(self) -> dict[str, dict[int, MigrationFigure]]:
        """The lines of the chart by label, in alphabetical order: a figure per year.

        A line is for one other side (see `other_side`) and one source, so that sources that
        disagree have a line each. The label names the source if the other side has several.
        """
        by_side: dict[str, Any] = defaultdict(lambda: defaultdict(dict))
        for figure in self.figures:
            by_side[self.other_side(figure)][figure.source_title][figure.year] = figure
        found = {}
        for side in sorted(by_side, key=collation_key):
            sources = by_side[side]
            for source in sorted(sources):
                label = side if len(sources) == 1 else f"{side} – {source}"
                found[label] = sources[source]
        return found

    def other_side(self, figure: MigrationFigure) -> str:
        """The reporting side of a figure about citizens, or the citizenship in a reported one."""
        return figure.reporting.marked_name if self.about_citizens else figure.citizenship_name

    def place_of(self, figure: MigrationFigure) -> tuple[int, bytes, str]:
        """Where `figure` stands among the others: by year, other side and source."""
        return figure.year, collation_key(self.other_side(figure)), figure.source_title

    def chart(self, title: str) -> bytes:
        """An SVG with lines over the years, or with bars if there is only one year."""
        years = sorted({figure.year for figure in self.figures})
        if len(years) == 1:
            found = {label: figures[years[0]] for label, figures in self.series.items()}
            return bars(
                f"{title}, {years[0]}",
                [
                    (f"{label} ({qualifier})" if qualifier else label, figure.value)
                    for label, figure in found.items()
                    for qualifier in [figure.get_qualifier_display()]
                ],
            )
        return lines(
            title,
            range(years[0], years[-1] + 1),
            {
                label: [
                    figures[year].value if year in figures else None
                    for year in range(years[0], years[-1] + 1)
                ]
                for label, figures in self.series.items()
            },
        )


def by_indicator(
    figures: Iterable[MigrationFigure], *, about_citizens: bool
) -> list[IndicatorFigures]:
    """`figures` grouped in the order of the indicators, by year and then alphabetical."""
    groups = defaultdict(list)
    for figure in figures:
        groups[figure.indicator].append(figure)
    found = []
    for indicator in MigrationFigure.Indicator.values:
        if indicator in groups:
            group = IndicatorFigures(indicator, groups[indicator], about_citizens)
            group.figures.sort(key=group.place_of)
            found.append(group)
    return found
