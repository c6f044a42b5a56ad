"""The kinds of widgets there are. A new one is a line here, a function that collects, and a template."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from widgets.kinds import content, plain
from widgets.kinds.kind import Facts, Kind, Topic
from widgets.kinds.plain import NETWORKS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

__all__ = ["KINDS", "NETWORKS", "Facts", "Kind", "Topic", "choices", "network_choices", "telling_of"]

KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind(
            "text",
            _("Text"),
            _("A text of your own, with links if you like."),
            plain.typed,
            required=("text",),
        ),
        Kind(
            "newsletter",
            _("Newsletter"),
            _("A text that invites to the newsletter, and a button that leads there."),
            plain.newsletter,
            required=("text", "address"),
        ),
        Kind(
            "categories",
            _("Categories"),
            _("All categories with posts, each with their number."),
            content.categories,
            topics=frozenset({"posts", "categories"}),
        ),
        Kind(
            "archive",
            _("Archive"),
            _("A list of months to choose from."),
            content.archive,
            topics=frozenset({"posts"}),
        ),
        Kind(
            "tags",
            _("Tags"),
            _("The tags that are used most."),
            content.tags,
            optional=("number",),
            topics=frozenset({"posts", "tags"}),
        ),
        Kind(
            "recent_comments",
            _("Recent comments"),
            _("Who wrote last, and about what."),
            content.recent_comments,
            optional=("number",),
            topics=frozenset({"posts", "comments", "articles", "site"}),
        ),
        Kind(
            "featured_post",
            _("Featured post"),
            _("A post that deserves attention, with its picture."),
            content.featured_post,
            required=("post",),
            topics=frozenset({"posts", "site"}),
        ),
        Kind(
            "picture",
            _("Picture"),
            _("A picture, with a link if you like."),
            plain.picture,
            required=("picture",),
            optional=("address",),
            topics=frozenset({"pictures"}),
        ),
        Kind(
            "menu",
            _("Menu"),
            _("One of your menus. In the header it becomes the navigation."),
            plain.menu,
            required=("menu",),
            topics=frozenset({"menus", "posts", "categories", "site"}),
        ),
        Kind(
            "search",
            _("Search"),
            _("A field to search the site with."),
            plain.search,
        ),
        Kind(
            "social_profile",
            _("Social profile"),
            _("A link to your profile on a network, with our own icon: nothing is loaded from there."),
            plain.profile,
            required=("network", "address"),
            optional=("text",),
        ),
        Kind(
            "feed",
            _("Feed"),
            _("A link for people who read in a feed reader."),
            plain.feed,
        ),
        Kind(
            "knowledge_overview",
            _("Knowledge base"),
            _("The sections of the knowledge base with the articles chosen for the overview."),
            content.knowledge_overview,
            topics=frozenset({"articles"}),
        ),
    )
}


def choices() -> list[tuple[str, "_StrPromise"]]:
    return [(kind.name, kind.label) for kind in KINDS.values()]


def network_choices() -> list[tuple[str, "str | _StrPromise"]]:
    return list(NETWORKS.items())


def telling_of(topics: Iterable[Topic]) -> list[str]:
    """The names of the kinds that show something of at least one of these topics."""
    asked = frozenset(topics)
    return [kind.name for kind in KINDS.values() if kind.topics & asked]
