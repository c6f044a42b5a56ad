"""Broken files: what can be mended is mended and reported, what cannot gets a sentence with a line."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from startalking.wordpress import parse
from startalking.wordpress.problems import SENTENCES, ExportError, Notice
from startalking.wordpress.records import Post, Site


def notices(records):
    return [(record.code, record.line) for record in records if isinstance(record, Notice)]


def ids(records):
    return [record.id for record in records if isinstance(record, Post)]


def test_a_byte_order_mark_is_skipped(exports):
    records = exports.read(b"\xef\xbb\xbf" + exports.text(exports.item()).encode())
    assert ids(records) == [1]
    assert notices(records) == [("bom", 1)]


def test_blank_lines_before_the_declaration_are_skipped_and_lines_still_count(exports):
    records = exports.read("\n \r\n" + exports.text(exports.item("x")))
    assert notices(records) == [("blank_lines", 1), ("without_id", 10)]


def test_a_warning_printed_before_the_declaration_is_skipped(exports):
    records = exports.read("<br />\n<b>Deprecated</b>: something in feed.php\n" + exports.text(exports.item()))
    assert ids(records) == [1]
    assert notices(records) == [("leading_text", 1)]


def test_text_after_the_end_is_skipped(exports):
    records = exports.read(exports.text(exports.item()) + "\n<!-- 52 queries -->\n")
    assert notices(records) == []
    records = exports.read(exports.text(exports.item()) + "Fatal error: memory exhausted\n")
    assert ids(records) == [1]
    assert notices(records) == [("trailing_text", 13)]


@pytest.mark.parametrize("dirt", ["\x00", "\x08", "\x0b", "\x1f", "\uffff", "&#8;", "&#x1F;", "&#x0;", "&#11;"])
def test_control_characters_are_removed(exports, dirt):
    records = exports.read(exports.text(exports.item(1, f"vor{dirt}her"), exports.item(2, f"nach{dirt}her")))
    assert notices(records) == [("control_characters", 10)]
    assert [record.content for record in records if isinstance(record, Post)] == ["vorher", "nachher"]


@pytest.mark.parametrize("reference", ["&#9;", "&#10;", "&#x0A;", "&#13;", "&#32;", "&#196;"])
def test_references_to_other_characters_stay(exports, reference):
    (post,) = exports.posts(exports.text(exports.item(1, f"vor{reference}her")))
    assert post.content == f"vor{reference}her"


@pytest.mark.parametrize("shift", range(65_525, 65_545))
def test_a_reference_across_two_chunks_is_found(exports, shift):
    text = exports.text(exports.item(1, "PLATZ&#8;ENDE"))
    text = text.replace("PLATZ", "x" * (shift - text.index("PLATZ")))
    (post,) = exports.posts(text)
    assert post.content.endswith("xENDE")


def test_a_split_end_of_a_cdata_piece_is_one_text(exports):
    (post,) = exports.posts(exports.text(exports.item(1, "a ]]]]><![CDATA[> b")))
    assert post.content == "a ]]> b"


def test_an_undeclared_prefix_is_understood(exports):
    text = exports.text(exports.item()).replace(
        "<language>", '<atom:link href="https://blog.example/feed/" rel="self" /><atom:link href="x" /><language>'
    )
    records = exports.read(text)
    assert notices(records) == [("undeclared_prefix", 6)]
    assert next(record for record in records if isinstance(record, Site)).base_url == "https://blog.example"


def test_even_the_prefix_of_wordpress_may_be_undeclared(exports):
    text = exports.text(exports.item(3)).replace('    xmlns:wp="http://wordpress.org/export/1.2/"', "")
    assert ids(exports.read(text)) == [3]


@pytest.mark.parametrize("label", ["ISO-8859-1", "windows-1252", "UTF-16"])
def test_utf8_under_another_label_is_read_as_utf8(exports, label):
    records = exports.read(exports.text(exports.item(1, "Größe")).replace('"UTF-8"', f'"{label}"'))
    assert records[-1].content == "Größe"
    assert [code for code, _ in notices(records)] == ["encoding_label"]


def test_a_true_latin_1_file_is_read_as_such(exports):
    text = exports.text(exports.item(1, "Größe – 5 €")).replace('"UTF-8"', '"ISO-8859-1"')
    records = exports.read(text.encode("cp1252"))
    assert records[-1].content == "Größe – 5 €"
    assert notices(records) == []


def test_utf16_with_its_mark_is_read(exports):
    records = exports.read(exports.text(exports.item(1, "Größe")).encode("utf-16"))
    assert records[-1].content == "Größe"
    assert notices(records) == [("encoding_label", 1)]


def test_windows_letters_under_the_label_utf8_are_refused_with_their_line(exports):
    text = exports.text(exports.item(1), exports.item(2, "Grö\udce4ße"), exports.item(3))
    records, error = exports.until_error(text.encode("utf-8", errors="surrogateescape"))
    assert ids(records) == [1]
    assert (error.code, error.line) == ("encoding", 13)
    assert str(error) == "Line 13 is not UTF-8, although the file says so. Save it as UTF-8 and try again."


def test_an_unheard_of_encoding_is_refused(exports):
    _, error = exports.until_error(exports.text().replace('"UTF-8"', '"klingon"'))
    assert (error.code, error.params) == ("unknown_encoding", {"label": "klingon"})


def test_what_came_before_a_truncation_is_whole(exports):
    text = exports.text(exports.item(1), exports.item(2), exports.item(3))
    records, error = exports.until_error(text[: text.index("Beitrag 3")])
    assert ids(records) == [1, 2]
    assert (error.code, error.line) == ("truncated", 14)


def test_a_truncation_in_the_middle_of_a_letter_is_a_truncation(exports):
    text = exports.text(exports.item(1), exports.item(2, "ä")).encode()
    records, error = exports.until_error(text[: text.index("ä".encode()) + 1])
    assert ids(records) == [1]
    assert error.code == "truncated"


def test_damaged_markup_names_line_and_reason(exports):
    records, error = exports.until_error(exports.text(exports.item(1), "<item><title>a < b</title></item>"))
    assert ids(records) == [1]
    assert (error.code, error.line) == ("malformed", 11)
    assert "line 11" in str(error)


@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE rss>",
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "https://elsewhere.example/rss.dtd">',
    ],
)
def test_document_types_and_entities_are_refused(exports, declaration):
    records, error = exports.until_error(exports.text(exports.item(1, "&b;")).replace("<rss", declaration + "<rss", 1))
    assert records == []
    assert (error.code, error.line) == ("dtd", 2)


@pytest.mark.parametrize(
    "content", ["", "  \n", "Kein XML", "<html><body><p>Anmelden</p></body></html>", "<feed/>", "{}", "<?xml"]
)
def test_what_is_no_export_says_so(exports, content):
    records, error = exports.until_error(content)
    assert ids(records) == []
    assert error.code == "not_an_export"
    assert str(error).startswith("This is not a WordPress export")


def test_a_news_feed_is_no_export(exports):
    feed = "<rss><channel><title>Neues</title><item><title>Eins</title></item></channel></rss>"
    assert exports.until_error(feed)[1].code == "plain_feed"
    assert exports.until_error("<rss><channel/></rss>")[1].code == "plain_feed"


def test_a_packed_file_is_told_to_be_unpacked(exports):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("export.xml", exports.text())
    assert exports.until_error(packed.getvalue())[1].code == "packed"


def test_a_file_that_is_not_there_is_an_export_error(tmp_path):
    with pytest.raises(ExportError, match="cannot be read"):
        list(parse.read(tmp_path / "none.xml"))
    with pytest.raises(ExportError, match="cannot be read"):
        list(parse.read(tmp_path))


def test_every_sentence_can_be_filled():
    words = dict.fromkeys(("line", "reason", "label", "encoding", "prefix", "version", "title"), "x")
    words |= dict.fromkeys(("name", "id", "count", "address"), "x")
    assert all(sentence % words for sentence in SENTENCES.values())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_a_file_holds_only_an_export_error_comes_out(exports, data):
    good = exports.text(exports.item(1, "Grüße &#8364;"), exports.item(2)).encode()
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 200)))
    dirt = data.draw(st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
    with suppress(ExportError):
        exports.read(good[:start] + dirt + good[end:])
