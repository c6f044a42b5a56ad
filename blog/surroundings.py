"""What stands around a post on its page and tells of other things: drawn, and kept while these stay as they are."""

from dataclasses import dataclass

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from blog import readers
from blog.models import Post, Site
from startalking.core import pages


@dataclass(frozen=True)
class Surroundings:
    links: SafeString
    """To the posts before and after, for the head of the page."""
    meta: SafeString
    filed: SafeString
    related: SafeString
    neighbours: SafeString


def of(post: Post) -> Surroundings:
    return readers.kept(f"around {post.surrogate_key}", ("site", post.surrogate_key), lambda: _drawn(post))


def _drawn(post: Post) -> Surroundings:
    post.gather()
    neighbours, related = post.neighbours(), post.related_posts()
    pages.note(*(shown.surrogate_key for shown in (*neighbours.values(), *related) if shown))
    authors = post.authors.all() if Site.objects.current().byline else ()
    called = {"before": _("Previous post"), "after": _("Next post")}
    return Surroundings(
        links=_html("blog/_neighbour_links.html", **neighbours),
        meta=_html("blog/_meta.html", entry=post, authors=authors),
        filed=_html("blog/_filed.html", categories=post.categories.all(), tags=post.tags.all()),
        related=_html("blog/_related.html", posts=related),
        neighbours=_html("blog/_neighbours.html", **neighbours, **called),
    )


def _html(template: str, **context: object) -> SafeString:
    return SafeString(get_template(template).render(context))
