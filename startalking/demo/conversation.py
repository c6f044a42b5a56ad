"""What people say about the demo's posts: comments in threads, and pages elsewhere that link here."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from blog.models import Author, Post
from comments.models import Comment
from linkbacks import targets
from linkbacks.models import Incoming
from startalking.demo import texts
from startalking.demo.texts import Record


def load(records: list[Record], addresses: Mapping[str, str]) -> None:
    """Add what is missing below each post, in the order in which it was said."""
    for record in records:
        post = Post.objects.get(import_ref=f"demo:{record['slug']}")
        for said in record.get("comment", []):
            _comment(post, said)
        for link in record.get("trackback", []):
            _linkback(post, link, addresses)


def _comment(post: Post, said: Record) -> None:
    ref = f"demo:{post.slug}/{said['id']}"
    if Comment.objects.filter(import_ref=ref).exists():
        return
    Comment(
        post=post,
        parent=Comment.objects.filter(import_ref=f"demo:{post.slug}/{said.get('reply_to', '')}").first(),
        author=Author.objects.filter(slug=said.get("author", "")).first(),
        status=said.get("status", Comment.Status.APPROVED),
        created_at=datetime.fromisoformat(said["date"]),
        body=said["body"].strip(),
        import_ref=ref,
        **{key: said.get(key, "") for key in ("name", "email", "website")},
    ).submit()


def _linkback(post: Post, link: Record, addresses: Mapping[str, str]) -> None:
    source = texts.address(link["url"], addresses)
    is_internal = source.startswith("/")
    incoming, is_new = Incoming.objects.get_or_create(
        post=post,
        source=f"{settings.SITE_URL}{source}" if is_internal else source,
        defaults={
            **Incoming.as_said_by(targets.target_at(source) if is_internal else None),
            "proof": Incoming.Proof.IMPORTED,
            "protocols": [link["protocol"]],
            "created_at": datetime.fromisoformat(link["date"]),
            **{key: link[key] for key in ("title", "site_name", "excerpt")},
        },
    )
    if is_new:
        incoming.approve()
