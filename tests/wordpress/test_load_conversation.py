"""Comments in their threads, linkbacks in their list."""

import pytest

from blog.models import Author, Post
from comments.models import Comment
from linkbacks.models import Incoming
from startalking.core import soundness
from startalking.wordpress.load.linkbacks import words
from startalking.wordpress.records import Comment as Record
from tests.wordpress.test_load_entries import item
from widgets.models import Menu, MenuEntry

pytestmark = pytest.mark.django_db


def said(number=1, parent=0, content="Ja.", approved="1", kind="comment", **fields):
    fields = {"author": "Eva", "author_email": "eva@example.org", "author_url": "", "user_id": 0} | fields
    more = "".join(f"<wp:comment_{name}>{value}</wp:comment_{name}>" for name, value in fields.items())
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_parent>{parent}</wp:comment_parent>"
        f"<wp:comment_content><![CDATA[{content}]]></wp:comment_content><wp:comment_type>{kind}</wp:comment_type>"
        f"<wp:comment_date_gmt>2026-03-02 09:00:{number:02}</wp:comment_date_gmt>"
        f"<wp:comment_approved>{approved}</wp:comment_approved>{more}</wp:comment>"
    )


def test_threads_are_trees_of_their_own(moves_in):
    moves_in(item(more=said(1) + said(2, 1) + said(3, 2) + said(4, 1) + said(5)))
    rows = {comment.import_ref[-1]: comment for comment in Comment.objects.all()}
    assert rows["3"].parent == rows["2"]
    assert {rows[number].tree_id for number in "1234"} == {rows["1"].pk}
    assert rows["5"].tree_id == rows["5"].pk
    assert soundness.unsound(Comment) == []
    assert Post.objects.get().comment_count == 5


def test_answers_of_a_newer_export_find_their_threads(moves_in):
    moves_in(item(more=said(1) + said(2, 1)))
    reader = Comment(
        post=Post.objects.get(), parent=Comment.objects.get(import_ref__endswith=":2"), name="Neu", body="Hier"
    )
    reader.submit()
    report = moves_in(item(more=said(1) + said(2, 1) + said(3, 2) + said(4, 3) + said(5)))
    assert soundness.unsound(Comment) == []
    assert Comment.objects.get(import_ref__endswith=":4").level == 3
    assert report.counts()["comment"]["taken over"] == 3
    assert Post.objects.get().comment_count == 5


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("1", "approved"), ("0", "held"), ("spam", "spam"), ("trash", "trash"), ("post-trashed", "held")],
)
def test_what_moderators_decided_stays(moves_in, theirs, ours):
    moves_in(item(more=said(approved=theirs)))
    comment = Comment.objects.get()
    assert comment.status == ours
    assert not Comment.objects.untold().exists()


def test_paragraphs_and_bare_addresses(moves_in):
    moves_in(item(more=said(content="Eins\r\nzwei\r\n\r\nSiehe https://a.example/b, <script>x</script><b>fett</b>")))
    html = Comment.objects.get().html
    assert html.startswith("<p>Eins<br>")
    assert 'href="https://a.example/b"' in html
    assert "nofollow" in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("https://eva.example/", "https://eva.example/"),
        ("http://", ""),
        ("javascript:alert(1)", ""),
        ("ftp://eva.example/", ""),
        ("eva", ""),
        (f"https://eva.example/{'a' * 300}", ""),
    ],
)
def test_a_website_is_one_or_none(moves_in, theirs, ours):
    moves_in(item(more=said(author_url=theirs)))
    assert Comment.objects.get().website == ours


def test_no_name_and_a_broken_address_do_no_harm(moves_in):
    moves_in(item(more=said(author="", author_email="keine-adresse")))
    comment = Comment.objects.get()
    assert comment.name
    assert comment.email == ""


def test_authors_are_known_by_account_and_address_together(moves_in):
    author = "<wp:author><wp:author_login>eva</wp:author_login>"
    author += "<wp:author_email>Eva@example.org</wp:author_email></wp:author>"
    moves_in(author, item(more=said(1, user_id=3) + said(2) + said(3, author_email="x@example.org", user_id=3)))
    spoke = dict(Comment.objects.values_list("import_ref", "author"))
    assert [spoke[f"wordpress:blog.example:comment:{number}"] for number in (1, 2, 3)] == [
        Author.objects.get().pk,
        None,
        None,
    ]


def test_an_internal_note_stays_out(moves_in):
    moves_in(item(more=said(1, kind="note", content="Intern") + said(2, 1)))
    assert Comment.objects.get().html.strip() == "<p>Ja.</p>"
    assert Comment.objects.get().parent is None


@pytest.mark.parametrize(
    ("author", "content", "expected"),
    [
        ("Titel « Blog", "[...] Ein Satz. [...]", ("Titel", "Blog", "Ein Satz.")),
        ("Blog » Titel", "[&#8230;] Ein Satz [&#8230;]", ("Titel", "Blog", "Ein Satz")),
        ("Titel | Blog", "Ein Satz", ("Titel", "Blog", "Ein Satz")),
        ("Blog", "<strong>Titel</strong>\n\n[…] Ein Satz […]", ("Titel", "Blog", "Ein Satz")),
        ("Nur ein Name", "", ("Nur ein Name", "", "")),
    ],
)
def test_title_and_site_of_a_linkback(author, content, expected):
    record = Record(1, None, author, "", "https://a.example/", None, content, "1", "pingback", 0, 1)
    assert words(record) == expected


def test_linkbacks_have_a_list_of_their_own(moves_in):
    moves_in(
        item(
            more=said(1, kind="trackback", author_url="https://a.example/1")
            + said(2, kind="pingback", author_url="https://a.example/1")
            + said(3, kind="pingback", author_url="https://blog.example/alt/", approved="0")
            + said(4, kind="pingback", author_url="kein-link")
            + said(5, 1)
        )
    )
    assert {row.source: row.protocols for row in Incoming.objects.all()} == {
        "https://a.example/1": ["trackback", "pingback"],
        "https://blog.example/alt/": ["pingback"],
    }
    assert not Incoming.objects.untold().exists()
    assert Post.objects.get().linkback_count == 1
    assert Comment.objects.get().parent is None


def test_only_readable_pages_of_the_site_itself_refer_without_a_moderator(moves_in, client):
    pingback = {"kind": "pingback", "content": "[…] Geheimes […]"}
    moves_in(
        item(1, more="".join(said(n, author_url=f"https://blog.example/titel-{n}/", **pingback) for n in (2, 3, 4)))
        + item(2)
        + item(3, status="private")
        + item(4, more="<wp:post_password>geheim</wp:post_password>")
    )
    told = {row.source[-2]: (row.is_internal, row.status) for row in Incoming.objects.all()}
    assert told == {"2": (True, "approved"), "3": (False, "held"), "4": (False, "held")}
    page = client.get(Post.objects.get(title="Titel 1").get_absolute_url()).text
    assert page.count('class="linkback__head"') == 1
    assert "Geheimes" not in page


def entry(number, menu="haupt", parent=0, order=0, **metas):
    given = {"type": "custom", "object": "custom", "object_id": number, "url": "", "menu_item_parent": parent} | metas
    stored = "".join(
        f"<wp:postmeta><wp:meta_key>_menu_item_{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
        for key, value in given.items()
    )
    filed = f'<category domain="nav_menu" nicename="{menu}">{menu}</category>' if menu else ""
    return item(
        number,
        "nav_menu_item",
        title=metas.get("title", ""),
        more=f"<wp:menu_order>{order}</wp:menu_order>{filed}{stored}",
    )


def test_menus_keep_their_order_and_nesting(moves_in):
    moves_in(
        entry(12, parent=11, order=2, type="post_type", object="post", object_id=1),
        entry(11, order=1, type="post_type", object="page", object_id=2),
        entry(13, parent=12, order=3, url="https://blog.example/titel-1/", title="Link"),
        item(1),
        item(2, "page"),
    )
    page, post, link = MenuEntry.objects.for_menu()
    assert (page.page.title, post.post.title, link.address) == ("Titel 2", "Titel 1", "/titel-1/")
    assert (post.parent, link.parent) == (page, post)
    assert soundness.unsound(MenuEntry) == []


def test_what_leads_nowhere_stays_out_and_its_children_move_up(moves_in):
    report = moves_in(
        entry(11, type="post_type", object="page", object_id=99),
        entry(12, parent=11, url="#", title="Mehr"),
        entry(13, url="javascript:alert(1)", title="Böse"),
        entry(14, menu="", url="#", title="Verwaist"),
    )
    assert MenuEntry.objects.get().parent is None
    assert report.counts()["menu_entry"]["left out"] == 3
    assert not moves_in(entry(11, type="post_type", object="page", object_id=99)).changed_anything


def test_one_number_in_two_menus(moves_in):
    moves_in(entry(11, "eins", url="/a/", title="A"), entry(11, "zwei", url="/a/", title="A"))
    assert Menu.objects.count() == MenuEntry.objects.count() == 2
