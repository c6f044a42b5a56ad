"""A small application behind the door: it says how often it was asked, and shows what keys it is told to show."""

from dataclasses import dataclass
from threading import Lock

from startalking.core.pages.door import Door

HOST = "testserver"
KEYS = "site post-1"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Behind:
    """`body`, `headers` and `status` may be changed at any time; `before` is called while a page is drawn."""

    def __init__(self):
        self.asked = []
        self.body, self.status, self.headers = "<p>Guten Tag.</p>" * 100, "200 OK", {"Surrogate-Key": KEYS}
        self.before = lambda: None
        self._lock = Lock()

    def __call__(self, environ, start):
        with self._lock:
            self.asked.append(environ)
        body = self.body
        self.before()
        start(self.status, [("Content-Type", "text/html; charset=utf-8"), *self.headers.items()])
        return [body.encode()]


class Reader:
    """Somebody in front of a door; `door` may be another worker's."""

    def __init__(self, behind):
        self.door = Door(behind)

    def get(self, path="/", *, method="GET", query="", host=HOST, **headers):
        told = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": host,
            "wsgi.url_scheme": "http",
            **headers,
        }
        body = b"".join(self.door(environ, lambda status, given, *_rest: told.append((status, given))))
        [(status, given)] = told
        names = [name.lower() for name, _value in given]
        assert len(names) == len(set(names)), "a header that stands there twice"
        return Answer(int(status[:3]), {name.lower(): value for name, value in given}, body)
