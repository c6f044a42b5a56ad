"""Lists of posts for pages that draw them line by line: of a line that is kept as it was drawn, no post is read."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet

from blog.lists import PostList
from blog.models import Post


class Line:
    """A post in a list."""

    def __init__(self, pk: int, read: Callable[[int], Post | None]) -> None:
        self.pk, self._read = pk, read

    @property
    def surrogate_key(self) -> str:
        return f"post-{self.pk}"

    @property
    def post(self) -> Post | None:
        """None if it was deleted or withdrawn since the list was begun."""
        return self._read(self.pk)


class Lines(Sequence[Line]):
    def __init__(self, posts: PostList | QuerySet[Post]) -> None:
        self._posts = posts

    def __len__(self) -> int:
        return len(self._posts)

    def __getitem__(self, part: Any) -> Any:
        read: dict[int, Post] = {}

        def places() -> tuple[int, ...]:
            read.update({post.pk: post for post in self._posts[part]})
            return tuple(read)

        def post(pk: int) -> Post | None:
            """All of the page are read as soon as one is wanted."""
            if not read:
                read.update(self._posts.in_bulk(found))
            return read.get(pk)

        found = self._kept(part, places)
        return [Line(pk, post) for pk in found]

    def _kept(self, part: slice, places: Callable[[], tuple[int, ...]]) -> tuple[int, ...]:
        """Their number is part of the name: it changes when the hour of a post has come."""
        if isinstance(self._posts, PostList):
            return self._posts.kept(f"lines {part.start} {part.stop} of {len(self)}", places)
        return places()
