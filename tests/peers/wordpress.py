"""A WordPress from Debian's packages, with a database of its own, for as long as it is needed.

`python -m tests.peers.wordpress` shows it to a person: docs/peers.md.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen
from xmlrpc.client import ServerProxy

from tests.peers.neighbours import PEERS, free_place, said_by

PHP = Path(__file__).parent / "php"
FOLDER = PEERS / "wordpress"
SERVER = os.environ.get("PEERS_MARIADB", "mysql://root@127.0.0.1:3306")
USER = "nachbar"
EXTENSIONS = "mysqli", "xml"


def missing():
    """Why there can be no WordPress here; empty when there can."""
    if not shutil.which("php"):
        return "there is no PHP; on Debian: apt-get install php-cli php-mysql php-xml"
    loaded = said_by("php", "-m").split()
    if lacking := [name for name in EXTENSIONS if name not in loaded]:
        return f"PHP lacks {' and '.join(lacking)}; on Debian: apt-get install php-mysql php-xml"
    if not (FOLDER / "wp-config.php").exists():
        return "WordPress is not there: .ci/peers unpacks Debian's package"
    return said_by("php", PHP / "database.php", "check", **_database()).strip()


class WordPress:
    """`with WordPress(place, peer="127.0.0.1") as blog`: set up, running, and gone again afterwards.

    `peer` is the only other host that it may ask.
    """

    PATIENCE = 5
    """Seconds after which it takes the next comment from the same address: php/plugins/neighbours.php."""

    def __init__(self, place, peer):
        self.place, self.url, self.password = place, place.url, secrets.token_urlsafe(12)
        self.machine = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        self.machine |= _database() | {"WORDPRESS_CONFIG": str(PHP / "config.php"), "PHP_CLI_SERVER_WORKERS": "4"}
        self.machine |= {"WORDPRESS_URL": self.url, "WORDPRESS_PEER": peer}
        self.door = ServerProxy(f"{self.url}/xmlrpc.php")
        self.server = None

    def __enter__(self):
        try:
            self._php("database.php", "create")
            self._php("install.php", FOLDER, self.password)
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error):
        self.door("close")()
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
        self._php("database.php", "drop")

    def publish(self, title, text, trackbacks=()):
        """Number and address of a new post, published through WordPress' own interface for programs; then its cron
        sends what is to be sent.
        """
        post = {"title": title, "description": text, "mt_allow_pings": 1, "mt_tb_ping_urls": [*trackbacks]}
        number = int(self.door.metaWeblog.newPost(1, USER, self.password, post, True))
        urlopen(f"{self.url}/wp-cron.php?doing_wp_cron", timeout=60).close()
        return number, self.door.metaWeblog.getPost(number, USER, self.password)["permaLink"]

    def comments(self, number):
        """What others said below a post, held ones too."""
        return self.door.wp.getComments(1, USER, self.password, {"post_id": number, "number": 50})

    def _php(self, script, *arguments):
        said = said_by("php", PHP / script, *arguments, **self.machine).strip()
        assert not said, said

    def _start(self):
        command = ["php", "-S", str(self.place), "-t", str(FOLDER), str(PHP / "router.php")]
        self.server = subprocess.Popen(
            command,
            env=self.machine,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        end = time.monotonic() + 30
        while not self._answers():
            assert time.monotonic() < end, "WordPress does not answer."
            time.sleep(0.1)

    def _answers(self):
        try:
            urlopen(self.url, timeout=10).close()
        except HTTPError as error:
            raise AssertionError(error.read().decode()) from error
        except URLError:
            return False
        return True


def _database():
    server = urlsplit(SERVER)
    return {
        "WORDPRESS_DB_HOST": f"{server.hostname}:{server.port or 3306}",
        "WORDPRESS_DB_USER": server.username or "root",
        "WORDPRESS_DB_PASSWORD": server.password or "",
        "WORDPRESS_DB_NAME": f"startalking_peers_{os.getpid()}",
    }


def show():
    """WordPress for a person, until Ctrl-C."""
    if reason := missing():
        sys.exit(reason)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    peer = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
    with WordPress(free_place(6), peer) as blog:
        facts = f"{blog.url}/wp-admin/\nUser name: {USER}\nPassword: {blog.password}\nIt may ask: {peer}\n"
        sys.stdout.write(f"{facts}FETCH_ALLOW={blog.place} lets our site ask it. Stop with Ctrl-C.\n")
        sys.stdout.flush()
        try:
            signal.pause()
        except KeyboardInterrupt:
            sys.stdout.write("Its database is dropped.\n")


if __name__ == "__main__":
    show()
