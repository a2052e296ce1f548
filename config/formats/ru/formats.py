"""Dates as Russian writes them: 4 декабря 2019 г., 14:30; no line begins with the “г.”."""

DATE_FORMAT = "j E Y\N{NO-BREAK SPACE}г."
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E Y\N{NO-BREAK SPACE}г., H:i"
