"""How other servers call at our doors, and the pages from which they speak."""

from urllib.parse import urlencode
from xmlrpc.client import Fault, dumps, loads

from defusedxml.ElementTree import fromstring
from django.conf import settings

FORM = "application/x-www-form-urlencoded"
SOURCE = "https://anderswo.example/antwort/"


def address(target):
    return settings.SITE_URL + (target if isinstance(target, str) else target.get_absolute_url())


def page_about(
    target, *, title="Eine Antwort", site="Anderswo", before="Dazu hat jemand", after="geschrieben, und zwar gut."
):
    """A page with a link to one of ours in the middle of a sentence."""
    name = f'<meta property="og:site_name" content="{site}">' if site else ""
    return (
        f"<!doctype html><html><head><title>{title}</title>{name}</head>"
        f'<body><p>{before} <a href="{address(target)}">einen Beitrag</a> {after}</p></body></html>'
    )


def ping(client, target, **fields):
    """A trackback."""
    return knock(client, target.trackback_url, **fields)


def knock(client, path, kind=FORM, **fields):
    return client.post(path, urlencode({"url": SOURCE, **fields}), content_type=kind)


def error(response):
    """The message of a trackback's refusal, empty for a call that was taken; the status is 200, the answer XML."""
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/xml")
    answer = fromstring(response.content)
    return answer.findtext("message") if answer.findtext("error") == "1" else ""


def trackback(client, target, source=SOURCE, **fields):
    return ping(client, target, url=source, **fields)


def pingback(client, target, source=SOURCE, door="/pingback/"):
    """What was answered: the sentence, or the fault."""
    return answer_of(call(client, "pingback.ping", source, address(target), door=door))


def call(client, method, *arguments, door="/pingback/"):
    return client.post(door, dumps(arguments, method), content_type="text/xml")


def answer_of(response):
    """Whatever happens, the answer is XML-RPC with the status 200."""
    assert response.status_code == 200
    try:
        (said,), _method = loads(response.content)
    except Fault as fault:
        return fault
    return said


def webmention(client, target, source=SOURCE, **headers):
    body = urlencode({"source": source, "target": address(target)})
    return client.post("/webmention/", body, content_type=FORM, headers=headers)
