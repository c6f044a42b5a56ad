"""Paragraphs out of blank lines: a table of cases, and the promise that no word is lost."""

import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startalking.core.text import clean, plain
from startalking.wordpress.paragraphs import paragraphs


def squeezed(text):
    return re.sub(r">\s+<", "><", paragraphs(text))


@pytest.mark.parametrize(
    ("classic", "expected"),
    [
        ("", ""),
        (" \n\n ", ""),
        ("Eins", "<p>Eins</p>"),
        ("Eins\n\nZwei", "<p>Eins</p><p>Zwei</p>"),
        ("Eins\n \t\n\n\nZwei", "<p>Eins</p><p>Zwei</p>"),
        ("Eins\nZwei", "<p>Eins<br>\nZwei</p>"),
        ("Eins<br />\nZwei", "<p>Eins<br>\nZwei</p>"),
        ("Eins<br>Zwei", "<p>Eins<br>Zwei</p>"),
        ("Eins\n<br>Zwei", "<p>Eins<br>Zwei</p>"),
        ("Eins<br><br />Zwei", "<p>Eins</p><p>Zwei</p>"),
        ("„Gänsefüßchen“ – & Co. 🙂", "<p>„Gänsefüßchen“ – & Co. 🙂</p>"),
        ("&nbsp;\n\nText&nbsp;eins", "<p>Text&nbsp;eins</p>"),
        # blocks stand between paragraphs
        ("Vor\n<h2>Titel</h2>\nNach", "<p>Vor</p><h2>Titel</h2><p>Nach</p>"),
        ("<h2>Zwei\nZeilen</h2>", "<h2>Zwei<br>\nZeilen</h2>"),
        ("Vor\n<hr />\nNach", "<p>Vor</p><hr /><p>Nach</p>"),
        ("<div>Ein Satz</div>", "<div>Ein Satz</div>"),
        ("<div>Eins\n\nZwei</div>", "<div><p>Eins</p><p>Zwei</p></div>"),
        (
            "<blockquote>Zitat\n<cite>Wer</cite></blockquote>",
            "<blockquote><p>Zitat<br><cite>Wer</cite></p></blockquote>",
        ),
        ("<center>Mitte</center>", "<center><p>Mitte</p></center>"),
        # what has paragraphs keeps them
        ('<p class="x">Eins</p>\n<p>Zwei</p>', '<p class="x">Eins</p><p>Zwei</p>'),
        ('<p class="x">Eins\n\nZwei</p>', '<p class="x">Eins</p><p>Zwei</p>'),
        ("<p>Eins\nZwei</p>", "<p>Eins<br>\nZwei</p>"),
        ("<p>Offen\n\nWeiter", "<p>Offen</p><p>Weiter</p>"),
        ("Ohne Anfang</p>Weiter", "<p>Ohne Anfang</p><p>Weiter</p>"),
        ("<p>&nbsp;</p><p></p>Text", "<p>Text</p>"),
        ("<div><p>Eins</p></div>", "<div><p>Eins</p></div>"),
        # lists and tables hold their parts
        (
            "<ul>\n\t<li>Eins</li>\n\n\t<li>Zwei\n<ul>\n<li>Drei</li>\n</ul>\n</li>\n</ul>",
            "<ul><li>Eins</li><li>Zwei<ul><li>Drei</li></ul></li></ul>",
        ),
        ("<ul><li>Eins\n\nZwei</li></ul>", "<ul><li><p>Eins</p><p>Zwei</p></li></ul>"),
        ("<dl>\n<dt>Wort</dt>\n<dd>Sinn\nmehr</dd>\n</dl>", "<dl><dt>Wort</dt><dd>Sinn<br>\nmehr</dd></dl>"),
        (
            "<table>\n<tr>\n<td>1</td>\n\n<td>2\n\n3</td>\n</tr>\n</table>",
            "<table><tr><td>1</td><td><p>2</p><p>3</p></td></tr></table>",
        ),
        # inline markup
        ("<strong>Eins\n\nZwei</strong> Drei", "<p><strong>Eins</strong></p><p><strong>Zwei</strong> Drei</p>"),
        ('<a href="/x"><img src="x.png"></a>', '<p><a href="/x"><img src="x.png"></a></p>'),
        ('<a id="ziel"></a>\n\nText', '<a id="ziel"></a><p>Text</p>'),
        ("<strong>\n\nText</strong>", "<p><strong>Text</strong></p>"),
        ('<img alt="a > b\n\nc" src="x"> Text', '<p><img alt="a > b  c" src="x"> Text</p>'),
        ("<!-- Anmerkung -->\n\nText <!-- noch\n\neine -->weiter", "<p>Text <!-- noch  eine -->weiter</p>"),
        # text that only looks like markup
        ("3 < 5 und 5 > 3", "<p>3 &lt; 5 und 5 > 3</p>"),
        ("x <y und\n\n<? php", "<p>x &lt;y und</p><p>&lt;? php</p>"),
    ],
)
def test_classic_text_becomes_paragraphs(classic, expected):
    assert squeezed(classic) == expected


@pytest.mark.parametrize("name", ["pre", "script", "style", "textarea", "svg"])
def test_verbatim_elements_stay_as_they_are(name):
    block = f"<{name}>\n eins\n\n<b>zwei</b>\n</p>\n</{name}>"
    assert block in paragraphs(f"Vor\n\n{block}\n\nNach")


def test_a_token_stands_between_paragraphs():
    assert paragraphs("Vor #1# nach", block_token=r"#\d#") == "<p>Vor</p>\n#1#\n<p>nach</p>"


NAMES = ["p", "div", "blockquote", "ul", "li", "table", "tr", "td", "h2", "strong", "a", "pre"]
ODDS = ["<br>", "<br/>", "<hr>", "<!--", "-->", '<img src="x" alt="">', '<a href="x">', *"<>&\"'=[]"]
MARKUP = st.sampled_from([*(f"<{name}>" for name in NAMES), *(f"</{name}>" for name in NAMES), *ODDS])
WORDS = st.text(alphabet="abcäß 1\n\t.", max_size=8)
TEXTS = st.lists(MARKUP | WORDS | st.just("\n\n"), max_size=30).map("".join)


def words(markup):
    """The text between tags and comments, without white space. A comment in a comment is none: its words are shown."""
    comment, tag = r"<!--(?:(?!<!--|-->).)*-->", r"</?[a-zA-Z](?:=\s*\"[^\"]*\"|=\s*'[^']*'|[^<>])*>"
    text = re.sub(f"{comment}|{tag}", "", markup, flags=re.DOTALL)
    return "".join(html.unescape(text).split())


@given(TEXTS)
def test_no_word_is_lost(text):
    assert words(paragraphs(text)) == words(text)


@given(st.lists(WORDS, max_size=10).map("\n\n".join))
def test_plain_text_keeps_its_words_through_the_cleaning(text):
    assert plain(clean(paragraphs(text))).split() == text.split()


@given(TEXTS)
def test_paragraphs_of_paragraphs_keep_the_words_too(text):
    assert words(paragraphs(paragraphs(text))) == words(text)


@pytest.mark.parametrize(
    "piece", ["<a ='", '<a ="', "<b>\n\n", "<!--", "<", "<div>", "</div>", "<br>", "\n\n", "<!-- -"]
)
def test_hostile_texts_cost_no_more_than_others(piece):
    text = piece * (200_000 // len(piece))
    start = time.perf_counter()
    paragraphs(text)
    assert time.perf_counter() - start < 5
