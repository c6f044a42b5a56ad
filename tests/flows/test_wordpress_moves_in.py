"""A WordPress blog moves in: everything arrives or is accounted for, every old address leads on, nobody is told."""

import json
from collections import Counter

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
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

WERKSTATT = HERE / "exports" / "werkstatt.xml"
ROWS = (Author, Category, Tag, Post, Page, Image, Comment, Incoming, Menu, MenuEntry, Address)
LINKBACKS = {"trackback", "pingback", "webmention", "like", "repost", "bookmark"}


@pytest.fixture(scope="module", params=[pytest.param(WERKSTATT, id="werkstatt"), pytest.param(REAL, id="real")])
def export(request):
    if not request.param.exists():
        pytest.skip("The Theme Unit Test export is not here: ../shared/data/themeunittestdata.wordpress.xml")
    return request.param


@pytest.fixture(scope="module")
def moved(export, tmp_path_factory, django_db_setup, django_db_blocker):
    """The export, moved in once for this module and taken away again: its report, and each task that was enqueued."""
    enqueued = []
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(
            ImmediateBackend, "enqueue", lambda _backend, task, _args, _kwargs: enqueued.append(task.module_path)
        )
        make_site(moderators="redaktion@werkstatt.example")
        yield moves_in(export, tmp_path_factory.mktemp("report")), enqueued
        transaction.set_rollback(True)


@pytest.fixture
def report(moved, db):
    """What the import said of itself; what a test does to the rows is undone at its end."""
    return moved[0]


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


def test_each_thing_arrives_or_stands_in_the_report_with_its_reason(report, export):
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


def test_what_is_reported_as_taken_over_is_there(report):
    counts = report["counts"]
    rows = {"author": Author, "category": Category, "tag": Tag, "post": Post, "page": Page, "comment": Comment}
    rows |= {"linkback": Incoming, "menu": Menu, "menu_entry": MenuEntry, "attachment": Image}
    there = {kind: model.objects.count() for kind, model in rows.items()}
    assert {kind: counts[kind]["taken_over"] for kind in rows} == there


def test_a_second_run_changes_nothing(report, export, tmp_path):
    before = everything()
    again = moves_in(export, tmp_path)
    assert everything() == before
    assert {thing["outcome"] for thing in again["things"]} <= {"was here already", "left out"}


def test_an_editors_work_outlives_a_second_run(report, export, tmp_path):
    post = Post.objects.published().first()
    post.title, post.body, post.slug = "Neu gefasst", "<p>Neu.</p>", "neu-gefasst"
    post.save()
    post.tags.clear()
    before = everything()
    moves_in(export, tmp_path)
    assert everything() == before


def test_nobody_is_told(report, moved):
    call_command("tick", verbosity=0)
    assert mail.outbox == []
    assert not [path for path in moved[1] if "tell" in path or "mail" in path or "send" in path]
    assert not Post.objects.due().exists()
    assert not Page.objects.due().exists()
    assert not Comment.objects.untold().exists()
    assert not Incoming.objects.untold().exists()


def test_every_old_address_of_the_public_leads_to_its_page(report, export, client):
    """The link and `?p=ID` answer themselves or by one redirect."""
    origin = Origin(next(record.base_url for record in parse.read(export) if isinstance(record, records.Site)))
    dead, claimed = [], set()
    for item in items(export):
        if item.kind in {"post", "page"} and item.status == "publish":
            addresses = {origin.path(item.link), f"/?p={item.id}", f"/?page_id={item.id}"} - claimed
            claimed |= addresses  # of two with one address the first has it, in WordPress too
            dead += [(item.title, address) for address in addresses if not leads_on(client, address, item)]
    assert dead == []


def test_pages_of_pictures_lead_to_the_text_they_hung_on(report, export, client):
    """Where there is no file; one that hung on nothing leads nowhere."""
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


def test_every_page_renders_and_asks_no_other_host(report, export, client):
    for entry in [*Post.objects.published(), *Page.objects.published()]:
        page = client.get(entry.get_absolute_url())
        assert page.status_code == 200
        for marker in ('<img src="http', '<audio src="http', '<video src="http', "<iframe", 'srcset="http'):
            assert marker not in page.content.decode()


def test_old_pages_of_subjects_authors_and_archives_lead_to_ours(report, export, client):
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


def test_trees_are_sound(report):
    for model in (Comment, Category, Page, MenuEntry):
        assert soundness.unsound(model) == []


def test_counts_are_right(report):
    for entry in [*Post.objects.all(), *Page.objects.all()]:
        assert entry.comment_count == Comment.objects.on(entry).approved().count()
        assert entry.linkback_count == Incoming.objects.on(entry).approved().count()


def test_what_came_can_be_found_and_has_its_kin(report):
    post = Post.objects.searchable().exclude(title="").order_by("pk").first()
    assert post.get_absolute_url() in {found.path for found in search.find(post.title, post.lang, limit=50).found}
    assert Relation.objects.exists()


@pytest.mark.parametrize("export", [pytest.param(REAL, id="real")], indirect=True)
def test_the_real_export_is_as_large_as_it_says(report):
    counts = report["counts"]
    found = {kind: counted["found"] for kind, counted in counts.items()}
    assert (found["post"], found["page"]) == (58, 21)
    assert (found["attachment"], found["menu_entry"]) == (37, 70)
    assert (found["comment"], found["linkback"]) == (29, 4)
    assert found["category"] >= 68
    assert found["tag"] >= 110
    assert {kind for kind, counted in counts.items() if counted["left_out"]} == {"attachment"}
    assert Comment.objects.held().count() + Incoming.objects.held().count() == 3
    assert max(Comment.objects.values_list("level", flat=True)) == 9
