"""All that leaves a process about what it does: both kinds of log lines, and events for Sentry as they are sent."""

import logging
from contextlib import contextmanager
from io import StringIO

from sentry_sdk.transport import Transport

from startalking.core.logs import Json, Line
from startalking.reporting import Sentry

DSN = "https://key@sentry.example/1"
LOGGERS = ("", "django", "_granian")
"""Those that do not hand their records on."""


class Mailbox(Transport):
    def __init__(self, options=None):
        super().__init__(options)
        self.envelopes = []

    def capture_envelope(self, envelope):
        self.envelopes.append(envelope)


class Observed:
    def __init__(self):
        self._lines, self._objects, self.mailbox = StringIO(), StringIO(), Mailbox()
        self.handlers = [logging.StreamHandler(self._lines), logging.StreamHandler(self._objects)]
        self.handlers[0].setFormatter(Line())
        self.handlers[1].setFormatter(Json())
        self.handlers.append(Sentry(DSN, environment="test", transport=self.mailbox))

    @property
    def lines(self):
        return self._lines.getvalue()

    @property
    def objects(self):
        return self._objects.getvalue().splitlines()

    @property
    def events(self):
        return [envelope.get_event() for envelope in self.mailbox.envelopes]

    @property
    def everything(self):
        sent = "".join(envelope.serialize().decode() for envelope in self.mailbox.envelopes)
        return self.lines + "\n".join(self.objects) + sent


@contextmanager
def observing():
    observed = Observed()
    for name in LOGGERS:
        for handler in observed.handlers:
            logging.getLogger(name).addHandler(handler)
    try:
        yield observed
    finally:
        for name in LOGGERS:
            for handler in observed.handlers:
                logging.getLogger(name).removeHandler(handler)
