"""`{% kept "name" things… %}` around a part of a page that is the same for everybody: drawn once, until it changes."""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from blog import readers

register = template.Library()


@register.tag
def kept(parser: Parser, token: Token) -> Node:
    """What stands inside may depend on the site's settings, on the language and on the things that are named.

    Things with a surrogate key are shown, so what changes them renews the part; all others, such as numbers, only tell
    parts of one name apart.
    """
    name, *things = token.split_contents()[1:]
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(name.strip("\"'"), [parser.compile_filter(thing) for thing in things], inside)


class Kept(Node):
    def __init__(self, name: str, things: list[FilterExpression], nodelist: NodeList) -> None:
        self.name, self.things, self.nodelist = name, things, nodelist

    def render(self, context: Context) -> SafeString:
        found = [thing.resolve(context) for thing in self.things]
        keys = [key for thing in found if (key := _key_of(thing))]
        name = " ".join(["part", self.name, *(_key_of(thing) or str(thing) for thing in found)])
        return readers.kept(name, ("site", *keys), lambda: self.nodelist.render(context))


def _key_of(thing: Any) -> str:
    return getattr(thing, "surrogate_key", "")
