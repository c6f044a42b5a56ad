"""What a kind of widget is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from blog.models import Image, Post

Topic = Literal["posts", "comments", "categories", "tags", "menus", "articles", "pictures", "site"]
"""What a kind tells of. `posts` means pages too: everything that has a text, a state and an address.
`site` means its settings: the form of the posts' addresses."""

Facts = dict[str, Any]
"""What a template shows, in JSON's types: no words of the interface in it, so that it holds in every language."""


class MenuLike(Protocol):
    def facts(self) -> Facts: ...


class WidgetLike(Protocol):
    """What a kind may ask of a widget: the fields an editor filled in."""

    @property
    def text(self) -> str: ...
    @property
    def text_html(self) -> str: ...
    @property
    def network(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def number(self) -> int | None: ...
    @property
    def menu(self) -> MenuLike | None: ...
    @property
    def post(self) -> "Post | None": ...
    @property
    def picture(self) -> "Image | None": ...


@dataclass(frozen=True)
class Kind:
    """A kind of widget. `collect` always answers; an empty answer means there is nothing to show."""

    name: str
    label: "_StrPromise"
    description: "_StrPromise"
    collect: Callable[[WidgetLike], Facts]
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    topics: frozenset[Topic] = field(default_factory=frozenset)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a widget that this kind uses, in the order of its form."""
        return self.required + self.optional

    @property
    def template(self) -> str:
        return f"widgets/_{self.name}.html"
