"""A server that speaks as much S3 as the site does, over real HTTP. `tests/peers` asks the same of somebody else's."""

import hashlib
import re
import threading
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

ERROR = "<?xml version='1.0'?><Error><Code>{}</Code><Message>no</Message>{}</Error>"


class SmallS3(ThreadingHTTPServer):
    """`objects` are content and type by key, `asked` what was asked for: method, path and `Range`."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.objects, self.asked, self.is_down = {}, [], False


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        key = self.key()
        if self.server.is_down:
            self.refuse(503, "SlowDown")
        elif key not in self.server.objects:
            self.refuse(404, "NoSuchKey")
        else:
            self.give(*self.server.objects[key])

    def do_HEAD(self):
        self.do_GET()

    def do_PUT(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.objects[self.key()] = content, self.headers["Content-Type"]
        self.answer(200, b"", ETag=tag(content))

    def do_DELETE(self):
        self.server.objects.pop(self.key(), None)
        self.answer(204)

    def key(self):
        path = unquote(self.path.partition("?")[0])
        self.server.asked.append((self.command, path, self.headers.get("Range", "")))
        assert self.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=key/")
        return path.lstrip("/")

    def give(self, content, kind):
        facts = {"ETag": tag(content), "Last-Modified": formatdate(usegmt=True), "Content-Type": kind}
        if not (wish := self.headers.get("Range")):
            return self.answer(200, content, **facts)
        first, last = re.fullmatch(r"bytes=(\d*)-(\d*)", wish).groups()
        begin = int(first) if first else max(0, len(content) - int(last))
        end = min(int(last) + 1, len(content)) if first and last else len(content)
        if begin >= len(content):
            return self.refuse(416, "InvalidRange", f"<ActualObjectSize>{len(content)}</ActualObjectSize>")
        facts["Content-Range"] = f"bytes {begin}-{end - 1}/{len(content)}"
        return self.answer(206, content[begin:end], **facts)

    def refuse(self, status, code, more=""):
        self.answer(status, ERROR.format(code, more).encode())

    def answer(self, status, content=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def tag(content):
    return f'"{hashlib.md5(content).hexdigest()}"'


@contextmanager
def served():
    with SmallS3() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
