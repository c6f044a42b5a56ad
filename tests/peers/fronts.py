"""The web servers that serve pages as files, each with its example from docs/examples."""

import re
import shutil
import subprocess
import time
from contextlib import contextmanager

from bench import house as houses
from tests.peers import nginx
from tests.peers.neighbours import ROOT

EXAMPLES = ROOT / "docs/examples"
AROUND_NGINX = """
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
BEFORE_CADDY = """
{{
    admin off
    auto_https off
    storage file_system {folder}/caddy
}}
"""


class Nginx:
    name = "nginx"
    encodings = ("gzip",)
    """What Debian's package takes from files that are packed already."""

    @staticmethod
    def missing():
        return nginx.missing()

    @staticmethod
    def command(folder, *, port, site):
        """The example's second server, without TLS, on this machine's ports and folders."""
        example = (EXAMPLES / "nginx-files.conf").read_text()
        server = _fitted(
            "server {" + example.split("server {")[2],
            (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
            (r"ssl_certificate.*;", ""),
            (r"Strict-Transport-Security", "X-Not-Said-Over-Http"),
            (r"server_name .*;", ""),
            (r"/srv/blog", str(folder)),
            (r"http://127\.0\.0\.1:8000", f"http://127.0.0.1:{site}"),
            (r"Host \$host;", f"Host 127.0.0.1:{port};"),
        )
        configuration = folder / "nginx.conf"
        configuration.write_text(AROUND_NGINX.format(folder=folder, server=server))
        return [nginx.program(), "-c", configuration, "-e", f"{folder}/error.log"]


class Caddy:
    name = "Caddy"
    encodings = ("br", "gzip")

    @staticmethod
    def missing():
        """Why there can be no Caddy here; empty when there can."""
        return "" if shutil.which("caddy") else "there is no Caddy; on Debian: apt-get install caddy"

    @staticmethod
    def command(folder, *, port, site):
        """The whole example, without TLS, on this machine's ports and folders."""
        server = _fitted(
            (EXAMPLES / "Caddyfile").read_text(),
            (r"(?m)^blog\.example\.com \{", f"http://127.0.0.1:{port} {{\n\tbind 127.0.0.1"),
            (r"Strict-Transport-Security", "X-Not-Said-Over-Http"),
            (r"/srv/blog", str(folder)),
            (r"127\.0\.0\.1:8000", f"127.0.0.1:{site}"),
        )
        configuration = folder / "Caddyfile"
        configuration.write_text(BEFORE_CADDY.format(folder=folder) + server)
        return [shutil.which("caddy"), "run", "--config", configuration, "--adapter", "caddyfile"]


@contextmanager
def running(front, folder, *, port, site):
    """This front on this port, before a site of ours on that one, whose DATA_DIR is the folder."""
    told = folder / f"{front.name}.log"
    with told.open("w") as log:
        server = subprocess.Popen(front.command(folder, port=port, site=site), stderr=log)
        try:
            end = time.monotonic() + 20
            while not houses.is_open(port):
                assert server.poll() is None, told.read_text()
                assert time.monotonic() < end, told.read_text()
                time.sleep(0.05)
            yield
        finally:
            server.terminate()
            server.wait(timeout=20)


def _fitted(text, *steps):
    for found, ours in steps:
        text, number = re.subn(found, ours, text)
        assert number, found
    return text
