"""Authors, categories, tags and other terms of an export, out of their elements."""

import re
from urllib.parse import unquote

from startalking.core.text import plain
from startalking.wordpress.elements import Element
from startalking.wordpress.records import Author, Category, Tag, Term, number


def record(element: Element) -> Author | Category | Tag | Term:
    """The record of a `wp:author`, `wp:category`, `wp:tag` or `wp:term`."""
    if element.name == "wp:author":
        return _author(element)
    if element.name == "wp:category":
        return _category(element)
    if element.name == "wp:tag":
        return _tag(element)
    return _term(element)


def text(markup: str) -> str:
    """A name as text: WordPress keeps names with entities and sometimes with tags."""
    return plain(markup)


def slug(encoded: str) -> str:
    """A slug as people read it: percent signs decoded, unless that makes no text or something with a
    slash in it."""
    try:
        decoded = unquote(encoded, errors="strict")
    except UnicodeDecodeError:
        return encoded
    return encoded if re.search(r"[/\\\x00-\x20\x7f]", decoded) else decoded


def _author(element: Element) -> Author:
    login = element.first("wp:author_login")
    full = f"{element.first('wp:author_first_name')} {element.first('wp:author_last_name')}".strip()
    name = element.first("wp:author_display_name") or full or login
    return Author(login=login, email=element.first("wp:author_email"), name=text(name))


def _category(element: Element) -> Category:
    return Category(
        slug=slug(element.first("wp:category_nicename")),
        name=text(element.first("wp:cat_name")),
        parent_slug=slug(element.first("wp:category_parent")),
        description=element.first("wp:category_description"),
        term_id=number(element.first("wp:term_id")),
    )


def _tag(element: Element) -> Tag:
    return Tag(
        slug=slug(element.first("wp:tag_slug")),
        name=text(element.first("wp:tag_name")),
        description=element.first("wp:tag_description"),
        term_id=number(element.first("wp:term_id")),
    )


def _term(element: Element) -> Term:
    return Term(
        taxonomy=element.first("wp:term_taxonomy"),
        slug=slug(element.first("wp:term_slug")),
        name=text(element.first("wp:term_name")),
        parent_slug=slug(element.first("wp:term_parent")),
        description=element.first("wp:term_description"),
        term_id=number(element.first("wp:term_id")),
    )
