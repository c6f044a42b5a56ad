"""A WordPress blog moves in: everything arrives or is accounted for, every old address leads on, nobody is told."""

import json
from collections import Counter

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django_tasks.backends.immediate import ImmediateBackend

from blog.models import Address, Author, Category, Image, Page, Post, Relation, Site, Tag
from comments.models import Comment
from linkbacks.models import Incoming
from startalking.core import search, soundness
from startalking.wordpress import parse, records
from startalking.wordpress.origin import Origin
from tests.factories import make_site
from tests.wordpress.conftest import HERE, REAL
from widgets.models import Menu, MenuEntry

pytestmark = pytest.mark.django_db

WERKSTATT = HERE / "exports" / "werkstatt.xml"
ROWS = (Author, Category, Tag, Post, Page, Image, Comment, Incoming, Menu, MenuEntry, Address)
LINKBACKS = {"trackback", "pingback", "webmention", "like", "repost", "bookmark"}


@pytest.fixture
def world(monkeypatch):
    """Notes each task that is enqueued; nothing reaches the network."""
    enqueued = []
    monkeypatch.setattr(
        ImmediateBackend, "enqueue", lambda _backend, task, _args, _kwargs: enqueued.append(task.module_path)
    )
    return enqueued


@pytest.fixture(params=[pytest.param(WERKSTATT, id="werkstatt"), pytest.param(REAL, id="real")])
def export(request, world):
    if not request.param.exists():
        pytest.skip("The Theme Unit Test export is not here: ../shared/data/themeunittestdata.wordpress.xml")
    return request.param


def moves_in(export, tmp_path, **options):
    """Import and return the report."""
    place = tmp_path / "report.json"
    call_command("import_wordpress", export, report=place, no_fetch=True, verbosity=0, **options)
    return json.loads(place.read_text(encoding="utf-8"))


def everything():
    """All rows as they are, to compare."""
    return {model: list(model.objects.order_by("pk").values()) for model in (*ROWS, Site, Relation)}


def items(export):
    return [record for record in parse.read(export) if isinstance(record, records.Post)]


def things(report):
    return Counter((thing["kind"], thing["id"]) for thing in report["things"])


def test_each_thing_arrives_or_stands_in_the_report_with_its_reason(export, tmp_path):
    report = moves_in(export, tmp_path)
    told = things(report)
    for record in parse.read(export):
        match record:
            case records.Author():
                assert told["author", record.login] == 1
            case records.Category():
                assert told["category", record.slug] == 1
            case records.Tag():
                assert told["tag", record.slug] == 1
    kinds = {"post": "post", "page": "page", "attachment": "attachment", "nav_menu_item": "menu_entry"}
    wanted = Counter((kinds.get(item.kind, "other"), item.id) for item in items(export))
    wanted += Counter(
        ("comment" if comment.type not in LINKBACKS else "linkback", comment.id)
        for item in items(export)
        for comment in item.comments
    )
    assert wanted == Counter({key: count for key, count in told.items() if key[0] in {kind for kind, _id in wanted}})
    assert all(thing["notes"] for thing in report["things"] if thing["outcome"] == "left out")


def test_what_is_reported_as_taken_over_is_there(export, tmp_path):
    counts = moves_in(export, tmp_path)["counts"]
    rows = {"author": Author, "category": Category, "tag": Tag, "post": Post, "page": Page, "comment": Comment}
    rows |= {"linkback": Incoming, "menu": Menu, "menu_entry": MenuEntry, "attachment": Image}
    there = {kind: model.objects.count() for kind, model in rows.items()}
    assert {kind: counts[kind]["taken_over"] for kind in rows} == there


def test_a_second_run_changes_nothing(export, tmp_path):
    moves_in(export, tmp_path)
    before = everything()
    report = moves_in(export, tmp_path)
    assert everything() == before
    assert {thing["outcome"] for thing in report["things"]} <= {"was here already", "left out"}


def test_an_editors_work_outlives_a_second_run(export, tmp_path):
    moves_in(export, tmp_path)
    post = Post.objects.published().first()
    post.title, post.body, post.slug = "Neu gefasst", "<p>Neu.</p>", "neu-gefasst"
    post.save()
    post.tags.clear()
    before = everything()
    moves_in(export, tmp_path)
    assert everything() == before


def test_a_run_that_was_broken_off_goes_on(export, tmp_path, monkeypatch):
    from startalking.wordpress.load.entries import Entries

    whole, write = [], Entries._write

    def until_the_fifth(self, post):
        if len(whole) == 5:
            raise KeyboardInterrupt
        whole.append(post)
        write(self, post)

    monkeypatch.setattr(Entries, "_write", until_the_fifth)
    with pytest.raises(CommandError) as stopped:
        moves_in(export, tmp_path)
    assert stopped.value.returncode == 130
    assert Post.objects.count() + Page.objects.count() == 5
    monkeypatch.setattr(Entries, "_write", write)
    report = moves_in(export, tmp_path)
    assert Post.objects.count() + Page.objects.count() == sum(item.kind in {"post", "page"} for item in items(export))
    assert report["counts"]["post"]["present"] + report["counts"]["page"]["present"] == 5


def test_nobody_is_told(export, tmp_path, world):
    make_site(moderators="redaktion@werkstatt.example")
    moves_in(export, tmp_path)
    call_command("tick", verbosity=0)
    assert mail.outbox == []
    assert not [path for path in world if "tell" in path or "mail" in path or "send" in path]
    assert not Post.objects.due().exists()
    assert not Page.objects.due().exists()
    assert not Comment.objects.untold().exists()
    assert not Incoming.objects.untold().exists()


def test_every_old_address_of_the_public_leads_to_its_page(export, tmp_path, client):
    """The link and `?p=ID` answer themselves or by one redirect."""
    moves_in(export, tmp_path)
    origin = Origin(next(record.base_url for record in parse.read(export) if isinstance(record, records.Site)))
    dead, claimed = [], set()
    for item in items(export):
        if item.kind in {"post", "page"} and item.status == "publish":
            addresses = {origin.path(item.link), f"/?p={item.id}", f"/?page_id={item.id}"} - claimed
            claimed |= addresses  # of two with one address the first has it, in WordPress too
            dead += [(item.title, address) for address in addresses if not leads_on(client, address, item)]
    assert dead == []


def test_pages_of_pictures_lead_to_the_text_they_hung_on(export, tmp_path, client):
    """Where there is no file; one that hung on nothing leads nowhere."""
    moves_in(export, tmp_path)
    origin = Origin(next(record.base_url for record in parse.read(export) if isinstance(record, records.Site)))
    public = {item.id for item in items(export) if item.status == "publish" and item.kind in {"post", "page"}}
    pictures = [item for item in items(export) if item.kind == "attachment"]
    for item in pictures:
        for address in (origin.path(item.link), f"/?attachment_id={item.id}"):
            assert leads_on(client, address) == (item.parent_id in public), address


def leads_on(client, address, item=None):
    answer = client.get(address)
    if answer.status_code == 301:
        answer = client.get(answer["Location"])
    found = answer.context.get("post") or answer.context.get("page") if answer.status_code == 200 else None
    is_right = item is None or getattr(found, "import_ref", "").endswith(f":{item.id}")
    locked = item is not None and item.password and answer.status_code == 200
    return bool(locked or (answer.status_code == 200 and is_right))


def test_every_page_renders_and_asks_no_other_host(export, tmp_path, client):
    moves_in(export, tmp_path)
    for entry in [*Post.objects.published(), *Page.objects.published()]:
        page = client.get(entry.get_absolute_url())
        assert page.status_code == 200
        for marker in ('<img src="http', '<audio src="http', '<video src="http', "<iframe", 'srcset="http'):
            assert marker not in page.content.decode()


def test_old_pages_of_subjects_authors_and_archives_lead_to_ours(export, tmp_path, client):
    moves_in(export, tmp_path)
    for record in parse.read(export):
        match record:
            case records.Category():
                address, goal = f"/category/{record.slug}/", "/kategorie/"
            case records.Tag():
                address, goal = f"/tag/{record.slug}/", "/schlagwort/"
            case records.Author():
                address, goal = f"/author/{record.login}/", "/autor/"
            case _:
                continue
        answer = client.get(address)
        assert answer.status_code == 301, address
        assert answer["Location"].startswith(goal)
        assert client.get(answer["Location"]).status_code == 200
    month = Post.objects.published().order_by("published_at").first().published_at
    assert client.get(f"/{month:%Y}/{month:%m}/")["Location"] == f"/archiv/{month:%Y}/{month:%m}/"


def test_trees_are_sound(export, tmp_path):
    moves_in(export, tmp_path)
    for model in (Comment, Category, Page, MenuEntry):
        assert soundness.unsound(model) == []


def test_counts_are_right(export, tmp_path):
    moves_in(export, tmp_path)
    for entry in [*Post.objects.all(), *Page.objects.all()]:
        assert entry.comment_count == Comment.objects.on(entry).approved().count()
        assert entry.linkback_count == Incoming.objects.on(entry).shown().count()


def test_what_came_can_be_found_and_has_its_kin(export, tmp_path):
    moves_in(export, tmp_path)
    post = Post.objects.searchable().exclude(title="").order_by("pk").first()
    assert post.get_absolute_url() in {found.path for found in search.find(post.title, post.lang, limit=50).found}
    assert Relation.objects.exists()


def test_the_real_export_is_as_large_as_it_says(tmp_path, world):
    if not REAL.exists():
        pytest.skip("The Theme Unit Test export is not here: ../shared/data/themeunittestdata.wordpress.xml")
    counts = moves_in(REAL, tmp_path)["counts"]
    found = {kind: counted["found"] for kind, counted in counts.items()}
    assert found["post"], found["page"] == (58, 21)
    assert (found["attachment"], found["menu_entry"]) == (37, 70)
    assert (found["comment"], found["linkback"]) == (29, 4)
    assert found["category"] >= 68
    assert found["tag"] >= 110
    assert {kind for kind, counted in counts.items() if counted["left_out"]} == {"attachment"}
    assert Comment.objects.held().count() + Incoming.objects.held().count() == 3
    assert max(Comment.objects.values_list("level", flat=True)) == 9


def test_a_broken_export_changes_nothing_and_says_where(tmp_path, world):
    whole = WERKSTATT.read_text(encoding="utf-8")
    broken = tmp_path / "broken.xml"
    broken.write_text(whole[: len(whole) // 2], encoding="utf-8")
    before = everything()
    with pytest.raises(CommandError, match=str(whole[: len(whole) // 2].count("\n") + 1)[:2]) as stopped:
        moves_in(broken, tmp_path)
    assert stopped.value.returncode == 1
    assert everything() == before


def test_a_moved_in_blog_is_there_for_readers(tmp_path, world):
    moves_in(WERKSTATT, tmp_path)
    page = Client().get("/2026/03/krise-und-ruhe/")
    shown = page.content.decode()
    assert "Drei Schritte" in shown
    assert "Gilt das auch für Vereine?" in shown
    assert "leserin@example.org" not in shown
    assert "Rechtsabteilung" not in shown
    assert "Billige Uhren" not in shown
