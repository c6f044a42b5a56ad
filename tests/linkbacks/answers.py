"""Answers of doors elsewhere, as the protocols are given them."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    url: str = "https://anderswo.example/tuer"


def answer(body="", status=200, **headers):
    body = body if isinstance(body, bytes) else body.encode()
    return Answer(body, status, {name.replace("_", "-"): value for name, value in headers.items()})
