"""Letters to people: a subject and a text, made of two templates below `emails/`."""

import logging
from collections.abc import Iterable, Mapping
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)


def send(name: str, to: Iterable[str], facts: Mapping[str, Any], *, headers: Mapping[str, str] | None = None) -> bool:
    """Send the letter `emails/<name>.txt` with the subject `emails/<name>_subject.txt`; whether it went out.

    A server that does not take it is a line in the log, not an error: the row that the letter speaks of still waits.
    """
    subject = " ".join(render_to_string(f"emails/{name}_subject.txt", facts).split())
    letter = EmailMessage(
        subject, render_to_string(f"emails/{name}.txt", facts), to=list(to), headers=dict(headers or {})
    )
    try:
        return bool(letter.send())
    except (OSError, SMTPException) as problem:
        code = getattr(problem, "smtp_code", "no code")  # what the server says quotes people's addresses
        logger.warning("The letter %s could not be sent: %s, %s", name, type(problem).__name__, code)
        return False
