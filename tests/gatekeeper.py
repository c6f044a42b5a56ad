"""A gatekeeper before a site of ours: of a page's doors he leaves only the one that the page's address names. Beside
him live people who answer nonsense, or nothing at all.
"""

import re
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WAYS = ("webmention", "pingback", "trackback")
RDF = re.compile(rb"<!--\s*<rdf:RDF.*?-->", re.DOTALL)
OF_THE_LINE = {"content-length", "transfer-encoding", "connection", "server", "date"}


class Quiet(BaseHTTPRequestHandler):
    def say(self, status, headers, page):
        self.send_response(status)
        for name, value in headers.items():
            if name not in OF_THE_LINE:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def posted(self):
        return self.rfile.read(int(self.headers["Content-Length"]))

    def log_message(self, *_):
        pass


class Gatekeeper(Quiet):
    def do_GET(self):
        status, headers, page = self.ask(None)
        only = next((way for way in WAYS if f"/per-{way}/" in self.path), "webmention")
        self.say(status, *left_of_doors(headers, page, only))

    def do_POST(self):
        self.say(*self.ask(self.posted()))

    def ask(self, body):
        request = urllib.request.Request(f"http://127.0.0.1:{self.server.behind}{self.path}", data=body)
        for name in ("Content-Type", "User-Agent"):
            if name in self.headers:
                request.add_header(name, self.headers[name])
        try:
            answer = urllib.request.urlopen(request, timeout=20)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()


class Rude(Quiet):
    """Pages that promise a door; behind it somebody talks nonsense or says nothing."""

    def do_GET(self):
        door = f"http://{self.headers['Host']}{self.path}ping"
        page = f'<html><head><link rel="pingback" href="{door}"></head><body>Hier.</body></html>'
        self.say(200, {"content-type": "text/html"}, page.encode())

    def do_POST(self):
        self.posted()
        if "stumm" in self.path:
            self.server.over.wait(15)
            return
        self.say(200, {"content-type": "text/html"}, b"<p>Guten Tag</p>")


def left_of_doors(headers, page, only):
    if only != "webmention":
        headers.pop("link", None)
        page = re.sub(rb'<link rel="webmention"[^>]*>', b"", page)
    if only != "pingback":
        headers.pop("x-pingback", None)
        page = re.sub(rb'<link rel="pingback"[^>]*>', b"", page)
    return headers, page if only == "trackback" else RDF.sub(b"", page)


@contextmanager
def at_the_gate(host, handler, behind=0):
    """Serve at a free port of `host`; yields `host:port`."""
    with ThreadingHTTPServer((host, 0), handler) as server:
        server.behind, server.over, server.daemon_threads = behind, threading.Event(), True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        try:
            yield f"{host}:{server.server_port}"
        finally:
            server.over.set()
            server.shutdown()
