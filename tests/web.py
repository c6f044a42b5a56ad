"""Other people's pages, as tests need them."""

from startalking.core.fetch import FetchError, Response


class Web(dict):
    """Each address and what stands there: HTML, a whole `Response`, or the exception that fetching ends with.

    `asked` are the addresses that were asked for, in their order; `sent` what was posted, as (address, body).
    """

    def __init__(self):
        super().__init__()
        self.asked = []
        self.sent = []

    def page(self, url, **_limits):
        self.asked.append(url)
        return self._answer(url)

    def take(self, url, body, content_type, **_limits):
        self.sent.append((url, body))
        return self._answer(url)

    def _answer(self, url):
        found = super().get(url, FetchError("There is no such page in this test.", is_final=False))
        if isinstance(found, Exception):
            raise found
        return html(url, found) if isinstance(found, str) else found


def html(url, markup="", status=200, **headers):
    """An answer; `headers` with underscores."""
    given = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    given.setdefault("content-type", "text/html; charset=utf-8")
    kind = given["content-type"].partition(";")[0]
    return Response(url=url, status=status, headers=given, body=markup.encode(), content_type=kind)
