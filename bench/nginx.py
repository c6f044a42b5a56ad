"""Debian's nginx (`apt install nginx-light`), serving given answers as plain files.

It keeps no files open (`open_file_cache`): it would go on serving old ones, so nobody could use it for pages that
change.
"""

import getpass
import shutil
import socket
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Final, Self

from house import free_port

NGINX: Final = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
MAIN: Final = """
daemon off;
worker_processes {workers};
pid {folder}/pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 512; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  client_body_temp_path {folder}/temp;
  proxy_temp_path {folder}/temp;
  fastcgi_temp_path {folder}/temp;
  uwsgi_temp_path {folder}/temp;
  scgi_temp_path {folder}/temp;
  server {{
    listen 127.0.0.1:{port};
    server_name _;
    etag on;
{server}
  }}
}}
"""
PLACE: Final = """
    location = /{name} {{
      alias {folder}/files/{name};
      types {{ }}
      default_type "{type}";
{headers}
    }}
"""


@dataclass(frozen=True)
class Answer:
    """What the site answered: nginx will send the same body and just as many bytes of headers."""

    type: str
    body: bytes
    headers_size: int
    encoding: str = ""
    """How the body is packed."""


class Nginx:
    def __init__(self, folder: Path, server: str, workers: int) -> None:
        if NGINX is None:
            raise SystemExit("nginx is not installed. On Debian: apt install nginx-light")
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        user = "user root;" if getpass.getuser() == "root" else ""
        settings = MAIN.format(workers=workers, folder=folder, user=user, port=self.port, server=server)
        (folder / "nginx.conf").write_text(settings)
        command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
        self.server = subprocess.Popen(command)
        wait_for(self.port)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.terminate()
        self.server.wait()


def with_files(folder: Path, answers: Mapping[str, Answer], workers: int) -> Nginx:
    """Serve each answer under its name. Its headers are filled up to the size that the site's have."""
    (folder / "files").mkdir(parents=True)
    for name, answer in answers.items():
        (folder / "files" / name).write_bytes(answer.body)
    bare = {name: _place(folder, name, answer, 0) for name, answer in answers.items()}
    with Nginx(folder, "".join(bare.values()), workers) as first:
        missing = {name: answer.headers_size - headers_size(first.port, f"/{name}") for name, answer in answers.items()}
    places = [_place(folder, name, answer, missing[name]) for name, answer in answers.items()]
    return Nginx(folder, "".join(places), workers)


def headers_size(port: int, path: str, headers: Sequence[str] = ()) -> int:
    """The bytes before the body."""
    asked = "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers, "", ""])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(asked.encode())
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(65536)
    return received.index(b"\r\n\r\n") + 4


def _place(folder: Path, name: str, answer: Answer, missing: int) -> str:
    """`missing` bytes of headers are made up for; a header costs four bytes more than its name and value."""
    filler = f'      add_header X-F "{"x" * (missing - 7)}";' if missing > 7 else ""
    if answer.encoding:
        filler += f"      add_header Content-Encoding {answer.encoding};"
    return PLACE.format(name=name, folder=folder, type=answer.type, headers=filler)


def wait_for(port: int, name: str = "nginx") -> None:
    until = monotonic() + 10
    while monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            sleep(0.05)
        else:
            return
    raise SystemExit(f"{name} did not start.")
