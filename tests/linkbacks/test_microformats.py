from datetime import UTC, datetime, timedelta

import pytest

from linkbacks.source import Kind, read_source

SOURCE = "https://anderswo.example/beitraege/eins"
TARGET = "https://wir.example/beitrag/"
LINK = f'<a href="{TARGET}">Beitrag</a>'
ANNA = '<a class="p-author h-card" href="/anna">Anna <img src="/anna.jpg" alt=""></a>'


def read(body):
    return read_source(body, SOURCE, [TARGET])


def entry(inside, classes="h-entry"):
    return f'<article class="{classes}">{inside}</article>'


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("u-in-reply-to", Kind.REPLY),
        ("u-repost-of", Kind.REPOST),
        ("u-like-of", Kind.LIKE),
        ("u-bookmark-of", Kind.BOOKMARK),
        ("u-mention-of", Kind.MENTION),
        ("u-url", Kind.MENTION),
    ],
)
def test_the_class_of_the_link_says_what_it_is(name, kind):
    assert read(entry(f'<a class="x {name}" href="{TARGET}">Beitrag</a>')).kind == kind
    assert read(entry(f'<div class="{name} h-cite"><p><a class="u-url" href="{TARGET}">B</a></p></div>')).kind == kind
    assert read(entry(f'<link class="{name}" href="{TARGET}">{LINK}')).kind == kind


def test_outside_of_an_entry_classes_say_nothing():
    assert read(f'<a class="u-like-of" href="{TARGET}">Beitrag</a>').kind == Kind.MENTION
    assert read(f'<a class="u-like-of" href="{TARGET}">x</a>{entry(LINK)}').kind == Kind.MENTION


def test_the_most_telling_of_several_links_counts():
    like, reply = (f'<a class="{name}" href="{TARGET}">x</a>' for name in ("u-like-of", "u-in-reply-to"))
    assert read(entry(LINK + like + reply)).kind == Kind.REPLY
    assert read(entry(LINK + like)).kind == Kind.LIKE


def test_who_wrote_the_entry():
    author = read(entry(ANNA + LINK)).author
    assert (author.name, author.url, author.photo) == (
        "Anna",
        "https://anderswo.example/anna",
        "https://anderswo.example/anna.jpg",
    )


@pytest.mark.parametrize(
    ("markup", "name", "url"),
    [
        ('<span class="p-author">Anna</span>', "Anna", ""),
        ('<a class="u-author" href="/a">Anna</a>', "Anna", "https://anderswo.example/a"),
        (
            '<div class="p-author h-card"><a href="/b">b</a> <a class="u-url p-name" href="/a">Anna</a></div>',
            "Anna",
            "https://anderswo.example/a",
        ),
        ('<div class="p-author"><span class="h-card"><b class="p-name">Anna</b> aus X</span></div>', "Anna", ""),
        ('<span class="p-author h-card"><a href="javascript:x">Anna</a></span>', "Anna", ""),
        ('<img class="p-author h-card" alt="Anna" src="a.png">', "Anna", ""),
    ],
)
def test_authors_are_written_in_many_ways(markup, name, url):
    author = read(entry(markup + LINK)).author
    assert (author.name, author.url) == (name, url)


def test_a_theme_of_former_days_is_understood():
    body = entry(
        f'<h1 class="entry-title">Titel</h1><span class="author vcard"><a class="url fn n" href="/anna">Anna</a></span>'
        f'<time class="entry-date published" datetime="2024-05-01T10:00:00+02:00">1. Mai</time>'
        f'<div class="entry-content"><p>Mehr: {LINK}</p></div>',
        "post-1 post hentry",
    )
    mention = read(body)
    assert (mention.title, mention.author.name, mention.author.url) == (
        "Titel",
        "Anna",
        "https://anderswo.example/anna",
    )
    assert mention.published == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert mention.content == "Mehr: Beitrag"


def test_the_author_of_the_feed_is_the_author_of_its_entries():
    feed = f'<div class="h-feed">{ANNA}{entry("Anderes")}{entry(LINK)}</div>'
    assert read(feed).author.name == "Anna"


def test_a_page_about_one_entry_may_name_the_author_elsewhere():
    card = '<div class="h-card"><a class="u-url" href="/anna">x</a><b class="p-name">Anna</b></div>'
    assert read(f'<link rel="author" href="/anna">{entry(LINK)}{card}').author.name == "Anna"
    assert read(f'{entry(LINK)}<a rel="author" href="/anna">Anna A.</a>').author.name == "Anna A."
    assert read(f'{entry(LINK)}{entry("x")}<a rel="author" href="/anna">Anna</a>').author.name == ""


@pytest.mark.parametrize(
    "body",
    [
        LINK + entry(ANNA),
        entry(f'{LINK}<div class="h-cite">{ANNA}</div>'),
        entry(f'{ANNA}<div class="p-comment h-cite">{LINK}</div>'),
        entry(f'{ANNA}<div class="p-comment h-entry">{LINK}</div>'),
        entry(ANNA) + entry(LINK),
        f'<div class="h-card">{ANNA}</div>{LINK}<a rel="author" href="/anna">Anna</a>',
        f'<meta name="author" content="Anna">{LINK}',
        f'<div class="h-full">{ANNA}{LINK}</div>',
    ],
)
def test_nobody_else_is_taken_for_the_author(body):
    assert read(body).author.name == ""


def test_a_comment_on_the_page_speaks_for_itself_but_the_page_comes_first():
    bernd = '<b class="p-author">Bernd</b>'
    comment = f'<div class="p-comment h-cite">{bernd}<a class="u-in-reply-to" href="{TARGET}">x</a></div>'
    alone = read(entry(ANNA + comment))
    assert (alone.author.name, alone.kind) == ("Bernd", Kind.REPLY)
    both = read(entry(ANNA + comment + LINK))
    assert (both.author.name, both.kind) == ("Anna", Kind.MENTION)


def test_what_the_page_cites_has_no_say():
    cited = (
        f'<div class="u-in-reply-to h-cite"><b class="p-author">Wir</b><b class="p-name">Unser Titel</b>{LINK}</div>'
    )
    mention = read(entry(f'{cited}{ANNA}<p class="e-content p-name">Das sehe ich auch so, danke.</p>'))
    assert (mention.kind, mention.author.name, mention.title) == (Kind.REPLY, "Anna", "")
    assert mention.content == "Das sehe ich auch so, danke."


def test_long_texts_are_cut():
    mention = read(
        entry(f'<h1 class="p-name">{"Titel " * 999}</h1><div class="e-content">{LINK}{"Wort " * 9999}</div>')
    )
    assert len(mention.title) <= 250
    assert len(mention.content) <= 5000


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2024-05-01", datetime(2024, 5, 1, tzinfo=UTC)),
        ("2024-05-01T10:00:00Z", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        (" 2024-05-01 10:00+0200 ", datetime(2024, 5, 1, 8, tzinfo=UTC)),
        ("gestern", None),
        ("0000-00-00", None),
        ("0001-01-01T00:00+14:00", None),
        ("9999-12-31T23:59-14:00", None),
        ("", None),
    ],
)
def test_the_date_is_read_where_it_is_one(said, meant):
    assert read(entry(f'<time class="dt-published" datetime="{said}"></time>{LINK}')).published == meant
    assert read(f'<meta property="article:published_time" content="{said}">{LINK}').published == meant


def test_the_date_of_a_comment_is_not_that_of_the_page():
    comment = f'<div class="p-comment"><div class="h-entry">{LINK}</div></div>'
    page = f'<meta property="article:published_time" content="2024-05-01">{entry(comment)}'
    assert read(page).published is None
    assert read(entry(f'<time class="dt-published">2024-05-01</time>{LINK}')).published.utcoffset() == timedelta(0)
