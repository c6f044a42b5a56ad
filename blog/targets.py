"""Which post or page an address means."""

from functools import cached_property

from django.urls import Resolver404, resolve

from blog.models import Page, Post


class Sought:
    """What may be meant by an address. Each question is asked of the database once."""

    def __init__(self, path: str) -> None:
        self._path, self._slashed = path, path.rstrip("/") + "/"

    @property
    def entry(self) -> Post | Page | None:
        """What has this very address, in any state: the caller asks whether it is public."""
        return self._at(self._path)

    @property
    def meant(self) -> Post | Page | None:
        """The public post or page that is very probably meant: the last slash is missing, the date is another one."""
        entry = self._at(self._slashed) or self._post
        return entry if entry is not None and entry.is_public else None

    def _at(self, path: str) -> Post | Page | None:
        post = self._post
        if post is not None and post.get_absolute_url() == path:
            return post
        return self._page if path == self._path else self._slashed_page

    @cached_property
    def _post(self) -> Post | None:
        slug = self._slashed.split("/")[-2]
        return Post.objects.for_page().filter(slug=slug).first() if slug else None

    @cached_property
    def _page(self) -> Page | None:
        return _page_at(self._path)

    @cached_property
    def _slashed_page(self) -> Page | None:
        return self._page if self._slashed == self._path else _page_at(self._slashed)


def entry_at(path: str) -> Post | Page | None:
    """The post or page whose canonical address is `path`, in any state: the caller asks whether it is public."""
    return Sought(path).entry


def entry_meant_by(path: str) -> Post | Page | None:
    """The public post or page that an address very probably means."""
    return Sought(path).meant


def may_be_an_entry(path: str) -> bool:
    """Whether posts and pages answer at `path`; a category's or a file's address only looks like one of theirs."""
    try:
        return resolve(path).view_name == "blog:entry"
    except Resolver404:
        return False


def _page_at(path: str) -> Page | None:
    page: Page | None = Page.objects.for_page().filter(path=path).first()
    return page
