"""Dates as the register's documents write them: 4 December 2019, 14:30."""

from config.formats.days import DOTS, ISO, SHORT, SLASHES, TIMES, with_times

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"

DATE_INPUT_FORMATS = [ISO, DOTS, SLASHES, SHORT]
TIME_INPUT_FORMATS = TIMES
DATETIME_INPUT_FORMATS = with_times(DATE_INPUT_FORMATS)
