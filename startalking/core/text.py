"""The one door for foreign markup: whatever others typed comes out of here as clean HTML, as plain text or as facts.

Pure: no Django, no network, no clock. Fields named `html` are filled by nothing else.
"""

import html as entities
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import nh3
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from startalking.core import media, nesting
from startalking.core.linking import linked

RULES: Final = 1
"""Version of the rules below, stored beside each rendered text so that a change of rules can render again."""

WORDS_A_MINUTE: Final = 225
MAX_BODY: Final = 1_000_000
MAX_COMMENT: Final = 10_000

# fmt: off
INLINE: Final = {
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "picture",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
}
BLOCK: Final = {
    "aside", "audio", "blockquote", "caption", "col", "colgroup", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "source", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "video",
}
# fmt: on
ATTRIBUTES: Final = {
    "a": {"href", "hreflang", "title"},
    "abbr": {"title"},
    "audio": {"controls", "preload", "src"},
    "blockquote": {"cite"},
    "code": {"class"},
    "col": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "div": {"class"},
    "figure": {"class"},
    "img": {
        "alt",
        "decoding",
        "height",
        "loading",
        "sizes",
        "src",
        "srcset",
        "title",
        "width",
    },
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "p": {"class"},
    "q": {"cite"},
    "source": {"sizes", "src", "srcset", "type"},
    "span": {"class"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"abbr", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
    "ul": {"class"},
    "video": {"controls", "height", "poster", "preload", "src", "width"},
    "*": {"dir", "id", "lang"},
}
CLASSES: Final = {
    "align-center",
    "align-left",
    "align-right",
    "credit",
    "gallery",
    "intro",
    "note",
    "pull",
    "wide",
}
LANGUAGE_CLASS: Final = re.compile(r"language-[\w+#-]{1,30}")
SCHEMES: Final = {"http", "https", "mailto", "tel"}
IDENTIFIER: Final = re.compile(r"[A-Za-z][\w:.-]{0,80}")

UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)

COMMENT_TAGS: Final = {
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "ul",
}


def clean(markup: str, own: Collection[str] = ()) -> str:
    """What an editor or an export wrote, as HTML that is safe to show; a level-one heading becomes level two.

    Pictures and sounds of other sites become links; `own` are the beginnings of absolute addresses that are ours.
    Raises `ValueError` above `MAX_BODY` characters: cleaning is slow on deep nesting.
    """
    if len(markup) > MAX_BODY:
        raise ValueError("The text is longer than a million characters.")
    markup = re.sub(r"(</?)h1\b", r"\1h2", UNSEEN.sub("", markup), flags=re.IGNORECASE)
    cleaned = _cleaned(nesting.shallow(markup))
    without = media.links_for_foreign(cleaned, own)
    return cleaned if without == cleaned else _cleaned(without)


def clean_comment(markup: str) -> str:
    """What a stranger wrote, as HTML with links that vouch for nothing."""
    return nh3.clean(
        markup,
        tags=COMMENT_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )


def markdown(source: str) -> str:
    """A comment as typed, as HTML: emphasis, lists, quotes, code, links; single line ends are kept.

    Raises `ValueError` above `MAX_COMMENT` characters.
    """
    if len(source) > MAX_COMMENT:
        raise ValueError("The comment is longer than ten thousand characters.")
    return clean_comment(linked(_markdown().render(source)))


def typed(source: str) -> str:
    """What somebody typed, with plain line ends and without what nobody can see or XML cannot carry: control
    characters, switches of the writing direction, halves of characters.
    """
    return UNSEEN.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))


def plain(markup: str) -> str:
    """The text of `markup` without tags, entities resolved, white space folded."""
    spaced = re.sub(
        r"(?i)<(?=/?(?:p|div|li|h[1-6]|br|td|th|tr|dt|dd|figcaption|blockquote|pre)\b)",
        " <",
        markup,
    )
    text = entities.unescape(nh3.clean(spaced, tags=set(), clean_content_tags={"script", "style", "template"}))
    return re.sub(r"\s+", " ", text).strip()


def excerpt(markup: str, length: int = 252) -> str:
    """The beginning of the text, at most `length` characters, cut at a word and closed with an ellipsis."""
    return shorten(plain(markup), length)


def shorten(text: str, length: int) -> str:
    """`text` of at most `length` characters, cut at a word and closed with an ellipsis."""
    text = re.sub(r"\s+", " ", text).strip()
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    if not text[length - 1].isspace() and " " in cut:
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:–-") + "…"


def absolute(markup: str, site_url: str) -> str:
    """Cleaned HTML whose own addresses name the site, for feeds and mails. Relies on the quotes that cleaning sets."""
    return re.sub(r'\b(href|src|cite|poster)="/(?!/)', rf'\1="{site_url}/', markup)


def count_words(markup: str) -> int:
    return len(re.findall(r"\w+(?:[’'-]\w+)*", plain(markup)))


def reading_minutes(words: int) -> int:
    """Minutes for so many words, rounded, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


@dataclass(frozen=True)
class Link:
    """A link found in a text: the address as written, its text, and the element that carries it."""

    href: str
    text: str
    element: str


def links_in(markup: str) -> Iterator[Link]:
    """Every address in `href`, `src` or `cite`, in document order; templates and comments do not count."""
    tree = LexborHTMLParser(markup)
    for dead in tree.css("template, script, style, noscript"):
        dead.decompose()
    for node in tree.css("a[href], area[href], img[src], audio[src], video[src], blockquote[cite], q[cite]"):
        attributes = node.attributes
        href = attributes.get("href") or attributes.get("src") or attributes.get("cite") or ""
        yield Link(href=href.strip(), text=node.text(strip=True), element=node.tag or "")


def slug(text: str, length: int = 80) -> str:
    """`text` as a part of an address, the German way: „Größe & Maß“ becomes `groesse-mass`."""
    folded = text.lower()
    for letter, latin in (
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("ß", "ss"),
        ("æ", "ae"),
        ("ø", "oe"),
        ("å", "aa"),
    ):
        folded = folded.replace(letter, latin)
    decomposed = unicodedata.normalize("NFKD", folded)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return "-".join(re.findall(r"[^\W_]+", letters))[:length].strip("-")


def _cleaned(markup: str) -> str:
    kept = nh3.clean(
        markup,
        tags=INLINE | BLOCK,
        attributes=ATTRIBUTES,
        attribute_filter=_kept_attribute,
        url_schemes=SCHEMES,
        link_rel="noopener",
    )
    return re.sub(r"<img(?![^>]*\ssrc=)[^>]*>", "", kept)


def _kept_attribute(tag: str, attribute: str, value: str) -> str | None:
    """nh3's last question for each attribute: the value to keep, or None."""
    if attribute == "class":
        kept = [name for name in value.split() if name in CLASSES or (tag == "code" and LANGUAGE_CLASS.fullmatch(name))]
        return " ".join(kept) or None
    if attribute == "id":
        return value if IDENTIFIER.fullmatch(value) else None
    return value


@cache
def _markdown() -> MarkdownIt:
    """One for all comments: making it takes longer than most comments do."""
    return (
        MarkdownIt(
            "commonmark",
            {"html": False, "breaks": True, "linkify": False, "maxNesting": 12},
        )
        .enable("strikethrough")
        .disable(
            [
                "heading",
                "lheading",
                "image",
                "html_block",
                "html_inline",
                "hr",
                "reference",
            ]
        )
    )
