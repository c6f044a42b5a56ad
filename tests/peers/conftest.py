"""Our site as a real server among real neighbours, each at an address of its own in the loopback range."""

import json
import time
from dataclasses import dataclass
from urllib.request import urlopen

import pytest

from bench import house as houses
from tests.peers.neighbours import free_place, manage
from tests.peers.wordpress import WordPress, missing

RULES = """
from linkbacks.models import Policy
Policy.objects.current()
Policy.objects.update(replies_in_thread=True)
"""
PUBLISH = """
from blog.models import Post
from django.utils.text import slugify
from linkbacks import ledger
post = Post.objects.create(title={title!r}, slug=slugify({title!r}), body={body!r})
ledger.add_extras(post, {extras!r})
post.publish()
print(post.get_absolute_url())
"""
INCOMING = """
import json
from linkbacks.models import Incoming
columns = ("proof", "status", "protocols", "kind", "title", "excerpt", "author_name", "tries", "reason")
print(json.dumps(list(Incoming.objects.filter(source={source!r}).values(*columns))))
"""
OUTGOING = """
import json
from linkbacks.models import Outgoing
rows = Outgoing.objects.filter(url__startswith={url!r}).order_by("pk")
print(json.dumps(list(rows.values("url", "state", "protocol", "door", "tries", "reason"))))
"""
MODERATE = """
from linkbacks.models import Incoming
for incoming in Incoming.objects.filter(source={source!r}):
    incoming.{verb}()
"""
SEND_AGAIN = """
from linkbacks.models import Outgoing
for outgoing in Outgoing.objects.filter(url__startswith={url!r}).waiting():
    outgoing.send_again()
"""


def is_tried(row):
    return row["state"] not in {"planned", "waiting"} or row["tries"] > 0


@dataclass
class House:
    url: str
    machine: dict[str, str]

    def told(self, code, **facts):
        return self.manage("shell", "-v", "0", "-c", code.format(**facts)).strip()

    def publish(self, title, body="<p>Ein Text.</p>", extras=()):
        """The address of a new post."""
        return self.url + self.told(PUBLISH, title=title, body=body, extras=list(extras))

    def manage(self, *arguments):
        return manage(*arguments, **self.machine)

    def incoming(self, source, proof=""):
        """The rows of a source, once it was looked at (and found to be so): by the server, or else by the command."""

        def is_looked_at(row):
            return row["proof"] == proof if proof else row["proof"] != "waiting" or row["tries"] > 0

        return self._settled("verify", INCOMING, is_looked_at, source=source)

    def outgoing(self, url):
        """The ledger's rows for addresses that begin so, once each was told, or tried in vain."""
        return self._settled("send", OUTGOING, is_tried, url=url)

    def moderate(self, verb, source):
        self.told(MODERATE, verb=verb, source=source)

    def send_again(self, url):
        self.told(SEND_AGAIN, url=url)

    def page(self, url):
        with urlopen(url, timeout=10) as answer:
            return answer.read().decode()

    def _settled(self, work, ask, is_settled, **facts):
        end = time.monotonic() + 40
        while True:
            rows = json.loads(self.told(ask, **facts))
            if (rows and all(map(is_settled, rows))) or time.monotonic() > end:
                return rows
            self.manage("linkbacks", work)


@pytest.fixture(scope="session")
def places():
    names = ("pelican", "pushl", "xmlrpc", "perl", "wordpress")
    return {name: free_place(number) for number, name in enumerate(names, start=2)}


@pytest.fixture(scope="session")
def house(places, tmp_path_factory):
    with houses.House(tmp_path_factory.mktemp("house")) as house:
        house.machine["FETCH_ALLOW"] = ",".join(map(str, places.values()))
        house.start("--prepare", "--no-demo")
        house.shell(RULES)
        yield House(f"http://127.0.0.1:{house.port}", house.machine)
        house.stop()


@pytest.fixture(scope="session")
def wordpress(house, places):
    if reason := missing():
        pytest.skip(reason)
    with WordPress(places["wordpress"], peer="127.0.0.1") as blog:
        yield blog
