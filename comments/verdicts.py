"""What the judges found, in sentences for moderators."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SENTENCES: Final[Mapping[str, Any]] = {
    "form_used_again": ngettext_lazy(
        "The same form was sent %(number)d time.", "The same form was sent %(number)d times.", "number"
    ),
    "trap_filled": _("At the first attempt a field was filled in that people do not see."),
    "sent_at_once": _("It was sent %(seconds)s seconds after the form was drawn."),
    "typed_too_fast": _("%(number)d characters in %(seconds)d seconds are more than anybody types."),
    "foreign_markup": _("It contains links in HTML or BBCode, which people do not type here."),
    "many_links": ngettext_lazy(
        "It contains %(number)d link; from that number on you want to see comments.",
        "It contains %(number)d links; from that number on you want to see comments.",
        "number",
    ),
    "hardly_more_than_links": _("It consists of hardly more than links."),
    "some_links": ngettext_lazy("It contains %(number)d link.", "It contains %(number)d links.", "number"),
    "hosts_of_spam": ngettext_lazy(
        "It leads to a site that %(number)d spam comment led to.",
        "It leads to a site that %(number)d spam comments led to.",
        "number",
    ),
    "hosts_of_approved": _("It leads to a site that approved comments led to."),
    "said_before": ngettext_lazy(
        "The same text already stands elsewhere (%(number)d comment).",
        "The same text already stands elsewhere (%(number)d comments).",
        "number",
    ),
    "name_is_address": _("The name is a web address."),
    "name_sells": _("The name reads like a search term."),
    "name_is_sentence": _("The name is unusually long."),
    "other_script": _("It is written in another script than the page."),
    "other_language": _("It is written in another language than the page."),
    "writer_of_spam": ngettext_lazy(
        "%(number)d comment from this address was spam.",
        "%(number)d comments from this address were spam.",
        "number",
    ),
    "known_writer": ngettext_lazy(
        "%(number)d comment of this writer was approved.",
        "%(number)d comments of this writer were approved.",
        "number",
    ),
    "listed_spam": _("Your lists say spam: “%(text)s”."),
    "listed_hold": _("Your lists say hold: “%(text)s”."),
    "listed_publish": _("Your lists say trust: “%(text)s”."),
    "words_of_spam": _("The words read like spam (%(percent)d %%)."),
    "words_of_people": _("The words read like those of people (%(percent)d %% spam)."),
}

JUDGES: Final[Mapping[str, Any]] = {
    "token": _("form"),
    "trap": _("trap"),
    "speed": _("speed"),
    "links": _("links"),
    "hosts": _("hosts"),
    "repeats": _("repeats"),
    "name": _("name"),
    "writing": _("writing"),
    "writer": _("writer"),
    "lists": _("lists"),
    "words": _("words"),
}


def sentence(finding: Mapping[str, Any]) -> str:
    """One finding of a stored verdict; an unknown reason, of a version that is gone, by its name."""
    words = SENTENCES.get(finding["reason"])
    return str(words % finding["facts"]) if words is not None else str(finding["reason"])
