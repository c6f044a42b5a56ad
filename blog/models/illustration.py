"""Pictures inside texts: an `img` that names one of ours gets its renditions, size and credit when it is written."""

import re
from typing import Final
from urllib.parse import unquote

from django.conf import settings
from django.db.models import Q
from selectolax.lexbor import LexborHTMLParser, LexborNode

from blog.models.image import Image
from startalking.core import text

RENDITION: Final = re.compile(r"-\d+\.(avif|webp)$")
COLUMN: Final = "(min-width: 64rem) 648px, 92vw"
"""How wide a picture stands in the text column."""


def illustrate(html: str) -> str:
    """`html` with our own pictures dressed for reading. One query; none where no picture is ours. Repeatable.

    A picture in a paragraph of its own, or in a figure, also gets its caption and its credit; a caption that stands
    there already is kept and the credit put behind it. A picture within a line of text gets neither.
    """
    if "<img" not in html or settings.MEDIA_URL not in html:
        return html
    tree = LexborHTMLParser(html)
    named = {node: name for node in tree.css("img[src]") if (name := _stored_name(node.attributes["src"] or ""))}
    images = {image.stem: image for image in Image.objects.filter(_of(set(named.values())))}
    for node, name in named.items():
        if image := images.get(_stem(name)):
            _dress(tree, node, image)
    return text.clean(tree.body.inner_html or "") if images and tree.body else html


def _stored_name(src: str) -> str:
    """The storage name behind one of our media addresses, else an empty string."""
    path = src.removeprefix(settings.SITE_URL)
    return unquote(path.removeprefix(settings.MEDIA_URL)) if path.startswith(settings.MEDIA_URL) else ""


def _stem(name: str) -> str:
    return RENDITION.sub("", name) if RENDITION.search(name) else name.rpartition(".")[0]


def _of(names: set[str]) -> Q:
    files = {f"{_stem(name)}.{extension}" for name in names for extension in ("jpg", "png")}
    return Q(file__in=files | names)


def _dress(tree: LexborHTMLParser, node: LexborNode, image: Image) -> None:
    shown = image.shown()
    sizes = _fit(node, image)
    node.attrs["src"] = shown["src"]
    node.attrs["alt"] = node.attributes.get("alt") or shown["alt"]
    node.attrs["loading"], node.attrs["decoding"] = "lazy", "async"
    picture = tree.create_node("picture")
    for source in shown["sources"]:
        offer = tree.create_node("source")
        for name, value in (*source.items(), ("sizes", sizes)):
            offer.attrs[name] = str(value)
        picture.insert_child(offer, move=True)
    node.insert_before(picture, move=True)
    picture.insert_child(node, move=True)
    _caption(tree, _linked(picture), image)


def _fit(node: LexborNode, image: Image) -> str:
    """Keep the width an editor chose and give the height that goes with it; returns the `sizes` for that."""
    chosen = node.attributes.get("width") or ""
    if not (image.width and image.height):
        return COLUMN
    narrow = chosen.isdecimal() and 0 < int(chosen) < image.width
    width = int(chosen) if narrow else image.width
    node.attrs["width"], node.attrs["height"] = str(width), str(round(image.height * width / image.width))
    return f"(min-width: {width}px) {width}px, 92vw" if width < 648 else COLUMN


def _linked(picture: LexborNode) -> LexborNode:
    """The link around the picture where there is one, else the picture."""
    parent = picture.parent
    return parent if parent is not None and parent.tag == "a" and _is_alone(picture) else picture


def _is_alone(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and all(
        child.mem_id == node.mem_id or not (child.html or "").strip() for child in parent.iter(include_text=True)
    )


def _caption(tree: LexborHTMLParser, picture: LexborNode, image: Image) -> None:
    parent = picture.parent
    if parent is None or not (image.caption or image.credit_line):
        return
    if parent.tag == "p" and _is_alone(picture):
        figure = tree.create_node("figure")
        parent.insert_before(figure, move=True)
        figure.insert_child(picture, move=True)
        parent.decompose()
        _say(tree, figure, image)
    elif parent.tag == "figure":
        _say(tree, parent, image)


def _say(tree: LexborHTMLParser, figure: LexborNode, image: Image) -> None:
    caption = next((child for child in figure.iter() if child.tag == "figcaption"), None)
    if caption is None:
        caption = tree.create_node("figcaption")
        caption.insert_child(image.caption)
        figure.insert_child(caption, move=True)
    said = caption.text()
    if image.credit_line and image.credit not in said:
        credit = tree.create_node("span")
        credit.attrs["class"] = "credit"
        credit.insert_child(image.credit_line)
        caption.insert_child(" ")
        caption.insert_child(credit, move=True)
