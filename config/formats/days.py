"""Dates and times as people may type them, the same in each language.

The day comes before the month, since nothing in `03/02/2027` tells which is which; ISO starts with
the year. Django gives the first form of each list to the fields and the calendar of the admin.
"""

ISO, DOTS, SLASHES, SHORT = "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d.%m.%y"
TIMES = ["%H:%M:%S", "%H:%M", "%H.%M", "%H:%M:%S.%f"]


def with_times(days: list[str]) -> list[str]:
    """Each form of a day, followed by each form of a time."""
    return [f"{day} {time}" for day in days for time in TIMES]
