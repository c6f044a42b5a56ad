"""A neighbour's page, its doors, and a text of ours that links to it."""

from datetime import timedelta

from django.utils import timezone

from blog.models import Post
from linkbacks.models import Outgoing
from startalking.tick import tick
from tests.factories import make_post

PAGE = "https://nachbar.example/beitrag/"
WEBMENTION = "https://nachbar.example/webmention"
PINGBACK = "https://nachbar.example/xmlrpc.php"
TRACKBACK = "https://nachbar.example/beitrag/trackback/"
LINK = f'<p>Lesen Sie <a href="{PAGE}">das hier</a>.</p>'

State = Outgoing.State


def row(url=PAGE):
    return Outgoing.objects.get(url=url)


def published(body=LINK, **fields):
    """A post that came out and told whom it links to."""
    post = make_post(status=Post.Status.DRAFT, body=body, **fields)
    post.publish()
    return post


def later(time_machine, **time):
    time_machine.move_to(timezone.now() + timedelta(**time))
    tick()
