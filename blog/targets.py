"""Which post or page an address means."""

from django.urls import Resolver404, resolve

from blog.models import Page, Post


def entry_at(path: str) -> Post | Page | None:
    """The post or page whose canonical address is `path`, in any state: the caller asks whether it is public."""
    post = _post_named_in(path)
    if post is not None and post.get_absolute_url() == path:
        return post
    page: Page | None = Page.objects.for_page().filter(path=path).first()
    return page


def entry_meant_by(path: str) -> Post | Page | None:
    """The public post or page that an address very probably means: its last slash is missing, its date is another."""
    slashed = path.rstrip("/") + "/"
    entry = entry_at(slashed) or _post_named_in(slashed)
    return entry if entry is not None and entry.is_public else None


def may_be_an_entry(path: str) -> bool:
    """Whether posts and pages answer at `path`; a category's or a file's address only looks like one of theirs."""
    try:
        return resolve(path).view_name == "blog:entry"
    except Resolver404:
        return False


def _post_named_in(path: str) -> Post | None:
    slug = path.rstrip("/").rpartition("/")[2]
    return Post.objects.for_page().filter(slug=slug).first() if slug else None
