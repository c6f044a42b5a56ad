"""nginx with the configuration that we show to others, for as long as it is needed."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

from bench.house import free_port
from tests.peers.neighbours import ROOT

EXAMPLE = ROOT / "docs/examples/nginx-proxy.conf"
AROUND = """
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    include {folder}/site.conf;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
}}
"""


def program():
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def missing():
    """Why there can be no nginx here; empty when there can."""
    return "" if program() else "there is no nginx; on Debian: apt-get install nginx-light"


class Nginx:
    """`with Nginx(folder, ports) as proxy`: in front of our servers on these ports of this machine."""

    def __init__(self, folder, ports):
        self.folder, self.port = Path(folder), free_port()
        (self.folder / "site.conf").write_text(_adapted(EXAMPLE.read_text(), self.port, ports, self.folder))
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(AROUND.format(folder=self.folder, user=user))

    def __enter__(self):
        command = [program(), "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder), "-e", "error.log"]
        self.server = subprocess.Popen(command)
        end = time.monotonic() + 20
        while not self._answers():
            assert self.server.poll() is None, (self.folder / "error.log").read_text()
            assert time.monotonic() < end
            time.sleep(0.05)
        return self

    def __exit__(self, *_error):
        self.server.terminate()
        self.server.wait(timeout=20)

    def _answers(self):
        try:
            return urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).status == 200
        except OSError:
            return False


def _adapted(text, port, ports, folder):
    """The example with our ports and folders, and without TLS, which would need a certificate. Nothing else changes."""
    servers = "".join(f"server 127.0.0.1:{number};" for number in ports)
    steps = (
        (r"server 127\.0\.0\.1:8000;\s+server 127\.0\.0\.1:8001;", servers),
        (r"listen 80;", f"listen 127.0.0.1:{free_port()};"),
        (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        (r"(ssl_certificate \S+;\s+ssl_certificate_key \S+;)", ""),
        (r"/var/cache/nginx/startalking", f"{folder}/cache"),
    )
    for pattern, replacement in steps:
        text, number = re.subn(pattern, replacement, text)
        assert number == 1, pattern
    return text
