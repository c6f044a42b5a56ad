"""The site as readers find it at the server's door, where pages are kept."""

from io import BytesIO

from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments import targets
from startalking.core.pages.door import Door
from startalking.handler import Handler


class Visitor:
    """Call it with an address: status and text of the page. `headers` are those of the last answer."""

    def __init__(self):
        self._door, self.headers = Door(Handler()), {}

    def __call__(self, path, **headers):
        environ = {**RequestFactory().get(path, **headers).environ, "wsgi.input": BytesIO()}
        environ.pop("HTTP_COOKIE", None)
        told = []
        body = b"".join(self._door(environ, lambda status, given, *_rest: told.append((int(status[:3]), dict(given)))))
        [(status, self.headers)] = told
        return status, body.decode()


def is_kept(visit, path):
    with CaptureQueriesContext(connection) as queries:
        visit(path)
    return not queries.captured_queries


def feed_of(target):
    return reverse("comments:feed_of", args=[targets.kind_of(target), target.pk])
