"""Dates as Russian writes them: 4 декабря 2019 г., 14:30; no line begins with the “г.”."""

from config.formats.days import DOTS, ISO, SHORT, SLASHES, TIMES, with_times

DATE_FORMAT = "j E Y\N{NO-BREAK SPACE}г."
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E Y\N{NO-BREAK SPACE}г., H:i"

DATE_INPUT_FORMATS = [DOTS, ISO, SLASHES, SHORT]
TIME_INPUT_FORMATS = TIMES
DATETIME_INPUT_FORMATS = with_times(DATE_INPUT_FORMATS)
