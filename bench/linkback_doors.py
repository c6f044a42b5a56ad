"""The doors for linkbacks: calls a second, repeats at once, hostile calls, and what looking at a page costs.

    bench/linkback_doors.py [--calls 400] [--database postgres://postgres@127.0.0.1:5432] [--only rush,repeats] [--json]

`rush` and `repeats` call at a real server with two workers, on an SQLite file unless a database is named. `hostile` and
`visits` measure inside of one process: processor time, and what Python asks of memory at most.
"""

import argparse
import json
import sys
import tempfile
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection  # noqa: TID251 (the server is our own)
from itertools import count
from pathlib import Path
from time import perf_counter, process_time
from unittest import mock
from urllib.parse import urlencode
from xmlrpc.client import dumps

from foreign_pages import PAGES, SIZE, TARGET
from house import House, database_beside
from scratch import scratch

FORM = "application/x-www-form-urlencoded"
POST = "/blog/beitrag/"
CALLERS = 8
REPEATS = 20
MIB = 1024 * 1024

OPEN_DOORS = """
from blog.models import Post
Post.objects.create(title="Beitrag", slug="beitrag", body="<p>Ein Text.</p>").publish()
"""
COUNT = """
from linkbacks.models import Incoming
print(Incoming.objects.count(), len(Incoming.objects.first().protocols))
"""


def trackback(site, source):
    return f"{POST}trackback/", urlencode({"url": source, "title": "Eine Antwort", "excerpt": "Ein Satz."}), FORM


def pingback(site, source):
    return "/pingback/", dumps((source, site + POST), "pingback.ping"), "text/xml"


def webmention(site, source):
    return "/webmention/", urlencode({"source": source, "target": site + POST}), FORM


PROTOCOLS = {"trackback": trackback, "pingback": pingback, "webmention": webmention}

HOSTILE = {
    "nothing": b"",
    "a megabyte": b"x" * 1_000_000,
    "many fields": b"&".join(b"a%d=1" % number for number in range(8_000)),
    "percent signs": b"url=https://a.example/&source=https://a.example/&target=http://127.0.0.1:8000/blog/beitrag/&title="
    + b"%" * 60_000,
    "elements in elements": b"<a>" * 20_000,
    "opening brackets": b"url=https://a.example/&title=" + b"<" * 60_000,
    "elements in a title": b"url=https://a.example/&title=" + b"<div>" * 12_000,
    "many values": b"<methodCall><methodName>pingback.ping</methodName><params>"
    + b"<param><value>x</value></param>" * 1_900
    + b"</params></methodCall>",
    "entities": b'<!DOCTYPE x [<!ENTITY a "' + b"ha" * 10_000 + b'">]><x>&a;&a;&a;&a;</x>',
    "a long host": b"target=http://127.0.0.1:8000/blog/beitrag/&source=https://" + b"a." * 30_000,
    "a host of many letters": "target=http://127.0.0.1:8000/blog/beitrag/&source=https://ä".encode()
    + "ö".encode() * 20_000,
    "zeros": b"\x00" * 60_000,
}


def main():
    options = read_options()
    parts = {"rush": rush, "repeats": repeats, "hostile": hostile, "visits": visits}
    found = {name: part(options) for name, part in parts.items() if name in options.only}
    if options.json:
        print(json.dumps(found))
        return
    for name, figures in found.items():
        print(name)
        for what, figure in figures.items():
            print(f"  {what:24} {figure}")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=400)
    parser.add_argument("--database", default="")
    parser.add_argument("--only", type=lambda text: text.split(","), default=["rush", "repeats", "hostile", "visits"])
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def rush(options):
    """Calls a second of each protocol, by some callers at once, each call from another page."""
    numbers = count()
    with server(options) as house:
        return {name: called(house, protocol, options.calls, numbers) for name, protocol in PROTOCOLS.items()}


def called(house, protocol, calls, numbers):
    sources = [f"http://192.0.2.{next(numbers) % 250 + 1}/{next(numbers)}/" for _number in range(calls)]
    began = perf_counter()
    with ThreadPoolExecutor(CALLERS) as callers:
        answers = list(callers.map(lambda source: call(house, protocol, source), sources))
    seconds = perf_counter() - began
    refused = sum(b"Too many" in answer for answer in answers)
    return f"{calls / seconds:.0f} a second" + (f", {refused} refused" if refused else "")


def repeats(options):
    """One call, many times at once, by all protocols in turn: rows and channels that came of it.

    In turn, because the limit of calls for one host, which holds here too, refuses those that come last.
    """
    with server(options) as house:
        calls = [protocol for _number in range(REPEATS) for protocol in PROTOCOLS.values()]
        with ThreadPoolExecutor(len(calls)) as callers:
            list(callers.map(lambda protocol: call(house, protocol, "http://192.0.2.1/"), calls))
        rows, channels = house.shell(COUNT).split()
    return {"calls": len(calls), "rows": int(rows), "channels": int(channels)}


class server:  # noqa: N801 (used like a function)
    """The site with one post, behind a proxy that says of each call that it comes from somebody else."""

    def __init__(self, options):
        self.options = options

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="startalking-bench-")
        self.database = database_beside(self.options.database)
        house = House(Path(self.folder.name), self.database.__enter__(), workers=2)
        house.machine["TRUST_PROXY"] = "yes"
        house.start("--prepare", "--no-demo")
        house.shell(OPEN_DOORS)
        house.senders = count(1)
        self.house = house
        return house

    def __exit__(self, *error):
        self.house.kill()
        self.database.__exit__(None, None, None)
        self.folder.cleanup()


def call(house, protocol, source):
    number = next(house.senders)
    path, body, kind = protocol(f"http://127.0.0.1:{house.port}", source)
    line = HTTPConnection("127.0.0.1", house.port, timeout=60)
    try:
        sender = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        line.request("POST", path, body, {"Content-Type": kind, "X-Forwarded-For": sender})
        return line.getresponse().read()
    finally:
        line.close()


def hostile(options):
    """The longest time and the most memory that one hostile call takes at any door."""
    with scratch():
        from django.test import Client

        from blog.models import Post
        from linkbacks import limits

        limits.PER_SENDER = limits.PER_HOST = 0
        Post.objects.create(title="Beitrag", slug="beitrag", body="<p>Ein Text.</p>").publish()
        client = Client(SERVER_NAME="localhost")
        doors = {f"{POST}trackback/": FORM, "/pingback/": "text/xml", "/webmention/": FORM}
        return {
            f"{name}, {door}": measured(lambda door=door, kind=kind, body=body: knock(client, door, kind, body))
            for name, body in HOSTILE.items()
            for door, kind in doors.items()
        }


def knock(client, door, kind, body):
    status = client.generic("POST", door, body, content_type=kind).status_code
    if status >= 500:
        raise SystemExit(f"{door} answered with {status}.")


def visits(options):
    """What it takes to look at a page of a megabyte that is said to link here."""
    with scratch():
        from blog.models import Post
        from linkbacks import targets, verification
        from linkbacks.models import Incoming
        from startalking.core import fetch

        def look_at(source):
            Incoming.objects.of_source(source).update(due_at="2026-01-01T00:00:00Z", checked_at=None)
            verification.look_at(source)

        post = Post.objects.create(title="Beitrag", slug="beitrag", body="<p>Ein Text.</p>")
        post.publish()
        found = {}
        for name, pieces in PAGES.items():
            once = "".join(pieces).replace(TARGET, targets.address_of(post))
            body = (once * (SIZE // len(once) + 1))[:SIZE].encode()
            source = f"https://anderswo.example/{len(found)}/"
            answer = fetch.Response(source, 200, {"content-type": "text/html"}, body, "text/html")
            Incoming.objects.create(post=post, source=source, protocols=["webmention"])
            with mock.patch.object(fetch, "get", lambda _url, answer=answer: answer):
                found[name] = measured(lambda source=source: look_at(source))
        return found


def measured(action):
    """Processor time without, and memory with, somebody who counts it; the action may be repeated."""
    began = process_time()
    action()
    seconds = process_time() - began
    tracemalloc.start()
    action()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return f"{seconds:.3f} s, {most / MIB:.1f} MiB"


if __name__ == "__main__":
    sys.exit(main())
