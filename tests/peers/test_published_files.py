"""docs/examples/nginx-files.conf with a real nginx: it serves the pages as files, and the site does what is left."""

import re
import shutil
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from bench import house as houses

pytestmark = [pytest.mark.peers]

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "nginx-files.conf"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/bin")
FRAME = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {server}
}}
"""
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


def server_of(example, *, port, site, folder):
    """The example's second server, without TLS, on this machine's ports and folders."""
    server = "server {" + example.split("server {")[2]
    for found, ours in (
        (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        (r"ssl_certificate.*;", ""),
        (r"Strict-Transport-Security", "X-Not-Said-Over-Http"),
        (r"server_name .*;", ""),
        (r"/srv/blog", str(folder)),
        (r"http://127\.0\.0\.1:8000", f"http://127.0.0.1:{site}"),
        (r"Host \$host;", f"Host 127.0.0.1:{port};"),
        (r"/etc/nginx/mime\.types", "/etc/nginx/mime.types"),
    ):
        server, number = re.subn(found, ours, server)
        assert number, found
    return server


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


@pytest.fixture(scope="module")
def blog(tmp_path_factory):
    if not NGINX:
        pytest.skip("nginx is not installed: on Debian, apt-get install nginx-light")
    folder, port = tmp_path_factory.mktemp("files"), houses.free_port()
    folder.chmod(0o755)
    for above in folder.parents[:2]:
        above.chmod(above.stat().st_mode | 0o011)  # nginx may run as somebody else
    with houses.House(folder) as house:
        house.machine |= {"PUBLISH_DIR": f"{folder}/public", "SITE_URL": f"http://127.0.0.1:{port}"}
        house.start("--prepare", "--no-demo")
        house.shell(CONTENT)
        server = server_of(EXAMPLE.read_text(), port=port, site=house.port, folder=folder)
        configuration = folder / "nginx.conf"
        configuration.write_text(FRAME.format(folder=folder, server=server))
        with subprocess.Popen([NGINX, "-c", configuration, "-e", f"{folder}/error.log"]) as process:
            for _ in range(200):
                if houses.is_open(port):
                    break
                time.sleep(0.05)
            yield house, Visitor(port), folder
            process.terminate()
        house.stop()


def file_of(folder, path):
    return folder / "public" / "current" / path


def published(visitor, path):
    """Ask, so that the site draws the page and puts it there; then as nginx serves it."""
    for _ in range(2):
        answer = visitor.ask(path)
    return answer


def test_a_page_becomes_a_file_that_says_the_same(blog):
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
        assert "server" in headers
        assert headers["server"].startswith("nginx")
        _status, said, same = site.ask(path, Host=f"127.0.0.1:{visitor.port}")
        assert same == body, path
        assert headers["content-type"].lower().replace(" ", "") == said["content-type"].lower().replace(" ", ""), path
        for header in ("cache-control", "x-content-type-options", "x-frame-options", "referrer-policy"):
            assert headers[header] == said[header], header
        assert headers["cross-origin-opener-policy"] == said["cross-origin-opener-policy"]
        rules = [{*header["content-security-policy"].split("; ")} for header in (headers, said)]
        assert rules[0] == rules[1]


def test_it_is_sent_packed_and_not_twice(blog):
    _house, visitor, _folder = blog
    _status, headers, plain = published(visitor, "/blog/bleibt/")
    _status, packed, body = visitor.ask("/blog/bleibt/", Accept_Encoding="gzip")
    assert packed["content-encoding"] == "gzip"
    assert packed["vary"] == "Accept-Encoding"
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
        {"path": "/", "Authorization": "Basic abc"},
        {"path": "/suche/?q=text"},
        {"path": "/admin/login/"},
    ):
        status, headers, _body = visitor.ask(**question)
        assert status == 200, question
        assert "content-language" in headers, "nginx does not say it of its files"
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
