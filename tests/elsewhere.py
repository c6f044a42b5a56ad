"""Other people's sites, as far as `startalking.core.fetch` sees them."""

from urllib.parse import parse_qs
from xml.sax.saxutils import escape
from xmlrpc.client import loads

from startalking.core import fetch
from startalking.core.fetch import FetchError, Response

TAKEN = (202, "")
XML = '<?xml version="1.0"?>'
PINGED = f"{XML}<methodResponse><params><param><value>Danke</value></param></params></methodResponse>"
TRACKED = f"{XML}<response><error>0</error></response>"


def fault(code, words):
    members = "".join(
        f"<member><name>{name}</name><value><{kind}>{escape(str(value))}</{kind}></value></member>"
        for name, kind, value in (("faultCode", "int", code), ("faultString", "string", words))
    )
    return f"{XML}<methodResponse><fault><value><struct>{members}</struct></value></fault></methodResponse>"


class Elsewhere:
    """Pages and doors by address: a text, a status with a text, an exception, or a function that gives one of these.

    `asked` are the pages that were visited, `sent` the letters that came: door and fields.
    """

    def __init__(self, monkeypatch):
        self.pages, self.doors, self.headers = {}, {}, {}
        self.asked, self.sent = [], []
        for name in ("get", "head", "post"):
            monkeypatch.setattr(fetch, name, getattr(self, name))

    def blog(self, page, *, webmention=None, pingback=None, trackback=None, answer=None):
        """A page with the doors that are named; each answers kindly unless told otherwise."""
        head = ""
        if webmention:
            head += f'<link rel="webmention" href="{webmention}">'
            self.doors[webmention] = answer or TAKEN
        if pingback:
            head += f'<link rel="pingback" href="{pingback}">'
            self.doors[pingback] = answer or PINGED
        rdf = ""
        if trackback:
            rdf = f"""<!-- <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
              xmlns:dc="http://purl.org/dc/elements/1.1/"
              xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">
              <rdf:Description rdf:about="{page}" dc:identifier="{page}" dc:title="X" trackback:ping="{trackback}" />
              </rdf:RDF> -->"""
            self.doors[trackback] = answer or TRACKED
        self.pages[page] = f"<html><head>{head}</head><body><p>Hier.</p>{rdf}</body></html>"

    def get(self, url, **_how):
        self.asked.append(url)
        return self._answer(url.partition("#")[0], self.pages, "text/html")

    def head(self, url, **how):
        return self.get(url)

    def post(self, url, body, content_type, **_how):
        self.sent.append((url, fields_of(body, content_type)))
        return self._answer(url, self.doors, "text/xml")

    def told(self):
        """The doors at which letters came, in their order; from now on only later ones count."""
        doors, self.sent = [door for door, _fields in self.sent], []
        return doors

    def _answer(self, url, known, content_type):
        answer = known.get(url, FetchError("Da ist niemand."))
        answer = answer() if callable(answer) else answer
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Response):
            return answer
        status, text = answer if isinstance(answer, tuple) else (200, answer)
        headers = {"content-type": content_type, **self.headers.get(url, {})}
        return Response(url, status, headers, text.encode(), content_type)


def fields_of(body, content_type):
    if "xml" in content_type:
        parameters, _method = loads(body.decode())
        return dict(zip(("source", "target"), parameters, strict=True))
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}
