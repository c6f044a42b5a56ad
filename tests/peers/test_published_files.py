"""docs/examples/nginx-files.conf and Caddyfile with the real servers: they serve the pages as files, and the site does
what is left.
"""

import json
import re
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import urlencode

import pytest

from bench import house as houses
from tests.peers import fronts

pytestmark = [pytest.mark.peers]

CONTENT = """
from blog.models import Address, Post
from comments.models import Comment, Policy
Policy.objects.current()
Policy.objects.update(admission="harmless", per_sender=0, per_minute=0)
for slug in ("bleibt", "geht"):
    Post.objects.create(title=slug.title(), slug=slug, body="<p>Ein Text.</p>" * 100).publish()
for path in ("/alt/", "/größe/"):
    Address.objects.create(path=path, to="/blog/bleibt/")
"""
WITHDRAW = """
from blog.models import Post
Post.objects.get(slug="geht").withdraw()
"""


class Visitor:
    def __init__(self, port):
        self.port = port

    def ask(self, path, method="GET", body=None, **headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, names)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text

    def page(self, path):
        return self.ask(path)[2].decode()


@pytest.fixture(scope="module", params=[fronts.Nginx, fronts.Caddy], ids=lambda front: front.name)
def front(request):
    if reason := request.param.missing():
        pytest.skip(reason)
    return request.param


@pytest.fixture(scope="module")
def blog(front, tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("files"), houses.free_port()
    folder.chmod(0o755)
    for above in folder.parents[:2]:
        above.chmod(above.stat().st_mode | 0o011)  # nginx may run as somebody else
    with houses.House(folder) as house:
        house.machine |= {"PUBLISH_DIR": f"{folder}/public", "SITE_URL": f"http://127.0.0.1:{port}"}
        house.start("--prepare", "--no-demo")
        house.shell(CONTENT)
        with fronts.running(front, folder, port=port, site=house.port):
            yield house, Visitor(port), folder
        house.stop()


def file_of(folder, path):
    return folder / "public" / "current" / path


def published(visitor, path):
    """Ask, so that the site draws the page and puts it there; then as the file is served."""
    for _ in range(2):
        answer = visitor.ask(path)
    return answer


def test_a_page_becomes_a_file_that_says_the_same(front, blog):
    house, visitor, folder = blog
    site = Visitor(house.port)
    for path, name in (
        ("/blog/bleibt/", "blog/bleibt/index.html"),
        ("/", "index.html"),
        ("/feed/", "feed/index.rss"),
        ("/sitemap.xml", "sitemap.xml"),
        ("/robots.txt", "robots.txt"),
    ):
        status, headers, body = published(visitor, path)
        assert (status, file_of(folder, name).read_bytes()) == (200, body), path
        assert headers["server"].startswith(front.name)
        assert "content-language" not in headers, "the site answered"
        _status, said, same = site.ask(path, Host=f"127.0.0.1:{visitor.port}")
        assert same == body, path
        assert headers["content-type"].lower().replace(" ", "") == said["content-type"].lower().replace(" ", ""), path
        for header in ("cache-control", "x-content-type-options", "x-frame-options", "referrer-policy"):
            assert headers[header] == said[header], header
        assert headers["cross-origin-opener-policy"] == said["cross-origin-opener-policy"]
        rules = [{*header["content-security-policy"].split("; ")} for header in (headers, said)]
        assert rules[0] == rules[1]


def test_it_is_sent_packed_and_not_twice(front, blog):
    _house, visitor, _folder = blog
    _status, headers, plain = published(visitor, "/blog/bleibt/")
    for encoding in front.encodings:
        _status, packed, body = visitor.ask("/blog/bleibt/", Accept_Encoding=encoding)
        assert packed["content-encoding"] == encoding
        assert packed["vary"] == headers["vary"] == "Accept-Encoding"
        assert len(body) < len(plain) / 2
    assert visitor.ask("/blog/bleibt/", If_None_Match=headers["etag"])[0] == 304


def test_a_comment_is_on_the_page_at_once(blog):
    _house, visitor, folder = blog
    _status, _headers, page = published(visitor, "/blog/bleibt/")
    form = re.search(r'<form[^>]+action="([^"]+)"[^>]*>(.*?)</form>', page.decode().partition('id="comment')[2], re.S)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[2]))
    time.sleep(3)  # nobody writes quicker
    fields = {**hidden, "name": "Eine Leserin", "email": "leserin@example.org", "body": "Dem stimme ich gerne zu."}
    status, headers, _body = visitor.ask(
        form[1].replace("&amp;", "&"),
        "POST",
        urlencode(fields),
        Content_Type="application/x-www-form-urlencoded",
        Origin=f"http://127.0.0.1:{visitor.port}",
    )
    assert status == 302, _body.decode()[:2000]
    assert "Dem stimme ich gerne zu." in visitor.page("/blog/bleibt/"), headers
    visitor.page("/blog/bleibt/")
    assert "Dem stimme ich gerne zu." in file_of(folder, "blog/bleibt/index.html").read_text()


def test_what_was_taken_down_or_has_moved_or_never_was(blog):
    house, visitor, folder = blog
    published(visitor, "/blog/geht/")
    assert file_of(folder, "blog/geht/index.html").exists()
    house.shell(WITHDRAW)
    assert not file_of(folder, "blog/geht/index.html").exists()
    assert [visitor.ask("/blog/geht/")[0] for _ in range(2)] == [410, 410]
    for path in ("/alt/", "/gr%C3%B6%C3%9Fe/"):
        status, headers, _body = visitor.ask(path)
        assert (status, headers["location"]) == (301, "/blog/bleibt/")
    assert visitor.ask("/blog/bleibt")[0] == 301
    assert visitor.ask("/gibt/es/nicht/")[0] == 404
    for name in ("/index.html", "/blog/bleibt/index.html", "/blog/bleibt/index.html.gz", "/../index.sqlite3"):
        assert visitor.ask(name)[0] in {400, 404}, name


def test_forms_searches_and_editors_get_to_the_site(blog):
    _house, visitor, _folder = blog
    published(visitor, "/")
    for question in (
        {"path": "/?seite=1"},
        {"path": "/", "Cookie": "sessionid=abc"},
        {"path": "/", "Cookie": "other=1; csrftoken=abc"},
        {"path": "/", "Cookie": "messages=abc"},
        {"path": "/", "Authorization": "Basic abc"},
        {"path": "/suche/?q=text"},
        {"path": "/admin/login/"},
    ):
        status, headers, _body = visitor.ask(**question)
        assert status == 200, question
        assert "content-language" in headers, "it is not said of files"
    assert "content-language" not in visitor.ask("/", Cookie="other=1")[1]
    status, headers, _body = visitor.ask("/", "OPTIONS")
    assert (status, headers["allow"]) == (405, "GET, HEAD")


def test_readers_do_not_notice_when_the_site_is_away(blog):
    house, visitor, _folder = blog
    body = published(visitor, "/blog/bleibt/")[2]
    house.stop()
    try:
        assert visitor.ask("/blog/bleibt/")[::2] == (200, body)
        assert visitor.ask("/suche/?q=text")[0] == 502
    finally:
        house.start()


def test_styles_and_scripts_are_kept_for_long_but_not_that_one_is_missing(blog):
    _house, visitor, folder = blog
    named = re.findall(r'(?:href|src)="(/static/[^"]+\.(css|js))"', visitor.page("/"))
    assert {kind for _name, kind in named} == {"css", "js"}
    for name, kind in named:
        status, headers, body = visitor.ask(name)
        assert (status, body) == (200, (folder / name.removeprefix("/")).read_bytes())
        assert kind.replace("js", "javascript") in headers["content-type"]
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
    status, headers, _body = visitor.ask("/static/css/fehlt.css")
    assert status == 404
    assert "immutable" not in headers.get("cache-control", "")


class Told(BaseHTTPRequestHandler):
    """In place of the site: repeats what it was told."""

    def do_GET(self):
        body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        """Nothing to say."""


@pytest.fixture
def before_told(front, tmp_path):
    """A visitor of the front, and the folder with its files."""
    port, current = houses.free_port(), tmp_path / "public/current"
    current.mkdir(parents=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), Told) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        with fronts.running(front, tmp_path, port=port, site=site.server_port):
            yield Visitor(port), current
        site.shutdown()


def test_the_site_is_told_who_asks_and_nothing_that_he_claims(before_told):
    visitor, _current = before_told
    claims = {"X_Forwarded_For": "198.51.100.7", "X_Forwarded_Proto": "https"}
    told = json.loads(visitor.ask("/suche/?q=text", **claims)[2])
    assert (told["host"], told["x-forwarded-for"]) == (f"127.0.0.1:{visitor.port}", "127.0.0.1")
    assert told["x-forwarded-proto"] == "http"


def test_the_site_answers_where_a_file_is_taken_away_while_it_is_looked_for(before_told):
    visitor, current = before_told
    ended = Event()

    def come_and_go():
        while not ended.wait(0.0001):
            (current / "index.html").write_text("Die Seite.")
            (current / "index.html").unlink()

    changes = Thread(target=come_and_go)
    changes.start()
    try:
        statuses = {visitor.ask("/")[0] for _ in range(600)}
    finally:
        ended.set()
        changes.join()
    assert statuses == {200}
