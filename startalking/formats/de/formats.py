"""German dates as one would write them: no leading zero before the hour, and the word that belongs behind it."""

DATETIME_FORMAT = r"j. F Y \u\m G:i \U\h\r"
TIME_FORMAT = "G:i"
