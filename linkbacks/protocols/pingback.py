"""Pingback 1.0 (Langridge, Hickson): an XML-RPC call that names a page and the page it links to.

Whatever goes wrong is answered with a fault, always with the status 200: the call has failed, not the line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from linkbacks.protocols import Answer, Call, Delivery, Letter, Reason, Refusal, State, xmlrpc
from linkbacks.protocols.words import by_status, sentence

LARGEST: Final = xmlrpc.LARGEST
CONTENT_TYPE: Final = xmlrpc.CONTENT_TYPE

PING: Final = "pingback.ping"
PINGBACKS: Final = "pingback.extensions.getPingbacks"
METHODS: Final = "system.listMethods"
PARAMETERS: Final = {PING: 2, PINGBACKS: 1, METHODS: 0}

CODES: Final = {
    Reason.NO_SOURCE: 16,
    Reason.NO_LINK: 17,
    Reason.NO_TARGET: 32,
    Reason.CLOSED_TARGET: 33,
    Reason.KNOWN: 48,
    Reason.DENIED: 49,
    Reason.TOO_MANY: 49,
    Reason.MALFORMED: -32700,
    Reason.WRONG_TYPE: -32600,
    Reason.NO_CALL: -32600,
    Reason.UNKNOWN_METHOD: -32601,
    Reason.WRONG_PARAMETERS: -32602,
}
"""The faults of pingback and of XML-RPC; all other reasons are the general fault 0."""

REGISTERED: Final = 48
LATER: Final = {50, 429, *range(500, 600), -32300, -32400, -32500}
"""Faults of their server or of a server behind it. Some answer with the numbers of HTTP: WordPress takes one comment in
15 seconds from a server, and says 429 to the next."""


@dataclass(frozen=True)
class Request:
    """What is asked for: `method` is one of the three above, with the addresses that it takes."""

    method: str
    source: str = ""
    target: str = ""

    @property
    def call(self) -> Call:
        return Call(protocol="pingback", source=self.source, target=self.target)


def read(body: bytes, content_type: str) -> Request:
    """The request in a posted XML-RPC call. Raises `Refusal`."""
    root = xmlrpc.parsed(body, content_type)
    method = (root.findtext("methodName") or "").strip()
    if root.tag != "methodCall" or not method:
        raise Refusal("This is not an XML-RPC call.", reason=Reason.NO_CALL)
    if method not in PARAMETERS:
        raise Refusal("There is no such method.", reason=Reason.UNKNOWN_METHOD)
    given = [_argument(param) for param in root.findall("params/param")]
    if len(given) != PARAMETERS[method]:
        raise Refusal(f"{method} takes {PARAMETERS[method]} strings.", reason=Reason.WRONG_PARAMETERS)
    return Request(method, *(given if method == PING else ["", *given]))


def response(said: str | Sequence[str]) -> str:
    """What the caller gets to hear when it went well: a sentence, or a list of addresses or methods."""
    return xmlrpc.response(said)


def methods() -> str:
    """The answer to `system.listMethods`."""
    return xmlrpc.response([*PARAMETERS])


def fault(refusal: Refusal) -> str:
    return xmlrpc.fault(CODES.get(refusal.reason, 0), str(refusal))


def letter(source: str, target: str) -> Letter:
    return Letter(xmlrpc.call(PING, source, target).encode(), CONTENT_TYPE)


def delivery(answer: Answer) -> Delivery:
    """How a ping ended. That they have it already is as good as delivered."""
    root = xmlrpc.heard(answer)
    if root is None or root.tag != "methodResponse":
        return _nonsense(answer)
    members = root.findall("fault/value/struct/member")
    if root.find("fault") is not None:
        return _faulted({(member.findtext("name") or "").strip(): _plain(member.find("value")) for member in members})
    value = root.find("params/param/value")
    if value is None or not 200 <= answer.status < 300:
        return _nonsense(answer)
    return Delivery(State.DELIVERED, sentence(_plain(value)))


def _argument(param: Element) -> str:
    values = param.findall("value")
    return xmlrpc.string(values[0] if len(values) == 1 else None)


def _faulted(members: dict[str, str]) -> Delivery:
    told, words = members.get("faultCode", ""), sentence(members.get("faultString", ""))
    code = (
        int(told) if told.isascii() and len(told) < 10 and told.lstrip("-").isdecimal() and told.rfind("-") < 1 else 0
    )
    if code == REGISTERED:
        return Delivery(State.DELIVERED, words)
    state = State.FAILED if code in LATER else State.REFUSED
    if not words:
        return Delivery(state, f"Fault {code}" if code else "")
    return Delivery(state, f"{words} ({code})")


def _plain(value: Element | None) -> str:
    """The words of a value of any type."""
    inner = value[0] if value is not None and len(value) else value
    return (inner.text or "").strip() if inner is not None else ""


def _nonsense(answer: Answer) -> Delivery:
    if 200 <= answer.status < 300:
        return Delivery(State.FAILED, "The answer is not XML-RPC.")
    return by_status(answer)
