"""What people do with a running site: they look at pages, and comment on them."""

import re
from contextlib import closing

from bench.house import OPEN_HOUSE, Visitor

TOKEN = re.compile(r'name="token" value="([^"]+)"')
WRITER = {"name": "Leserin", "email": "leserin@example.org", "follow": ""}
PAGE = "/blog/beitrag-1/"
"""A post with comments; in the database it is the second."""

SITE = f"""{OPEN_HOUSE}
from comments.models import Rule
Policy.objects.update(admission="known")
Rule.objects.create(kind="email", text="{WRITER["email"]}", effect="publish")
"""
"""Five posts, and a writer who is published without waiting, however fast she types."""


def look(place, path=PAGE):
    """A page as an anonymous reader gets it, on a connection of his own. `place` has a `port`."""
    with closing(Visitor(place).connection) as connection:
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def comment(place, words, post=2):
    """The status of the answer to a comment."""
    visitor = Visitor(place)
    with closing(visitor.connection):
        form = TOKEN.search(visitor.get(f"/kommentar/beitrag/{post}/"))
        return visitor.post(f"/kommentar/beitrag/{post}/", WRITER | {"token": form[1], "body": words})
