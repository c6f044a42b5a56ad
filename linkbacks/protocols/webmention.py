"""Webmention (W3C Recommendation, 2017): a form with two addresses, posted to the door that a page names."""

import re
from email.message import Message
from typing import Final
from urllib.parse import parse_qsl, urlencode

from linkbacks import addresses
from linkbacks.protocols import Answer, Call, Delivery, Letter, Reason, Refusal, State
from linkbacks.protocols.words import by_status, said_in

LARGEST: Final = 64 * 1024
MOST_FIELDS: Final = 40
FORM: Final = "application/x-www-form-urlencoded"
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def read(body: bytes, content_type: str) -> Call:
    """The call in a posted form. Raises `Refusal` when it is no form or does not name two pages of the web."""
    header = Message()
    header["Content-Type"] = CONTROL.sub(" ", content_type[:200])
    if header.get_content_type() != FORM:
        raise Refusal(f"Please send a form as {FORM}.", reason=Reason.WRONG_TYPE)
    fields = _fields(body)
    source, target = (_page(fields, name) for name in ("source", "target"))
    if addresses.normal(source) == addresses.normal(target):
        raise Refusal("source and target are the same page.", reason=Reason.WRONG_PARAMETERS)
    return Call(protocol="webmention", source=source, target=target)


def status(refusal: Refusal) -> int:
    """The HTTP status of the answer that says `refusal`."""
    return {Reason.WRONG_TYPE: 415, Reason.TOO_MANY: 429, Reason.DENIED: 403}.get(refusal.reason, 400)


def letter(source: str, target: str) -> Letter:
    """The form to send; `target` as it is written in the post, before any redirect."""
    return Letter(urlencode({"source": source, "target": target}, errors="replace").encode(), FORM)


def delivery(answer: Answer) -> Delivery:
    """How it ended: any success is one (section 3.1.4), and some say where to follow it."""
    if not 200 <= answer.status < 300:
        return by_status(answer)
    place = answer.headers.get("location", "") if answer.status == 201 else ""
    return Delivery(State.DELIVERED, said_in(answer), status_url=addresses.resolved(answer.url, place) if place else "")


def _fields(body: bytes) -> dict[str, str]:
    """The fields as text, the first of each name."""
    if len(body) > LARGEST:
        raise Refusal("The form is too large.", reason=Reason.MALFORMED)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except UnicodeError:
        raise Refusal("The form is not encoded as UTF-8.", reason=Reason.MALFORMED) from None
    except ValueError:
        raise Refusal("The form has too many fields.", reason=Reason.MALFORMED) from None
    return {name: value.strip() for name, value in reversed(pairs)}


def _page(fields: dict[str, str], name: str) -> str:
    """A field that holds the address of a page, as it was given."""
    given = fields.get(name, "")
    if not given:
        raise Refusal(f"The field {name} is missing.", reason=Reason.WRONG_PARAMETERS)
    try:
        addresses.normal(given)
    except Refusal:
        raise Refusal(f"{name} is not the address of a page on the web.", reason=Reason.WRONG_PARAMETERS) from None
    return given
