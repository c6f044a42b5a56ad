from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog.models import Address, Category, Page, Post, Site
from startalking.core import trees
from tests.factories import (
    make_address,
    make_author,
    make_category,
    make_comment,
    make_editor,
    make_image,
    make_linkback,
    make_page,
    make_post,
)

pytestmark = pytest.mark.django_db

POSTS = "/admin/blog/post/"
MOST_QUERIES = 20


@pytest.fixture
def desk(client):
    client.force_login(make_editor())
    return client


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def titles(answer):
    return {row.title for row in answer.context["cl"].result_list}


def act(client, address, verb, *things):
    return client.post(address, {"action": verb, "_selected_action": [thing.pk for thing in things]}, follow=True)


LISTS = {
    "post": lambda: make_post(categories=[make_category()], authors=[make_author()], tags=["Ton"]),
    "page": make_page,
    "category": make_category,
    "author": make_author,
    "image": make_image,
    "address": lambda: make_address(f"/alt/{Address.objects.count()}/", "/neu/"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_however_long_it_is(desk, name):
    address = reverse(f"admin:blog_{name}_changelist")
    for _number in range(2):
        LISTS[name]()
    queries_of(desk, address)  # fills what Django keeps for the whole process
    few = queries_of(desk, address)
    for _number in range(28):
        LISTS[name]()
    assert queries_of(desk, address) == few <= MOST_QUERIES


def test_every_form_opens(desk):
    things = [make_post(), make_page(), make_category(), make_author(), make_image(), make_address("/alt/", "/neu/")]
    for thing in [*things, Site.objects.current()]:
        name = thing._meta.model_name
        assert desk.get(reverse(f"admin:blog_{name}_change", args=[thing.pk])).status_code == 200
        added = desk.get(reverse(f"admin:blog_{name}_add"))
        assert added.status_code == (403 if name == "site" else 200)


def test_posts_are_found_by_title_text_and_tag(desk):
    make_post(title="Leuchtturm")
    make_post(title="Anders", body="<p>Ein Leuchtturm.</p>").record_edit()
    make_post(title="Entwurf", body="<p>Noch ein Leuchtturm.</p>", status="draft")
    make_post(title="Drittes", tags=["Leuchtturm"])
    make_post(title="Nichts davon")
    assert titles(desk.get(POSTS, {"q": "Leuchtturm"})) == {"Leuchtturm", "Anders", "Entwurf", "Drittes"}


def test_a_category_filters_with_all_that_is_below_it(desk):
    above = make_category("Oben")
    below = make_category("Unten", parent=above)
    make_post(title="Drin", categories=[below])
    make_post(title="Draußen")
    assert titles(desk.get(POSTS, {"category": above.pk})) == {"Drin"}
    assert titles(desk.get(POSTS, {"category": 4711})) == set()


def test_posts_are_filtered_by_tag_author_and_status(desk):
    author = make_author()
    post = make_post(title="Gesucht", tags=["Ton"], authors=[author])
    make_post(title="Nicht gesucht", status=Post.Status.DRAFT, tags=["Maß"], authors=[make_author()])
    assert titles(desk.get(POSTS, {"tag": post.tags.get().pk})) == {"Gesucht"}
    assert titles(desk.get(POSTS, {"authors__id__exact": author.pk})) == {"Gesucht"}
    assert titles(desk.get(POSTS, {"status__exact": "published"})) == {"Gesucht"}


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("publish", "draft", "published"),
        ("submit_for_review", "draft", "review"),
        ("keep_private", "published", "private"),
        ("withdraw", "published", "withdrawn"),
    ],
)
def test_an_action_calls_the_verb_for_each_chosen_post(desk, verb, before, after):
    chosen, other = [make_post(status=before), make_post(status=before)], make_post(status=before)
    answer = act(desk, POSTS, verb, *chosen)
    assert len(answer.context["messages"]) == 1
    assert set(Post.objects.filter(status=after)) == set(chosen)
    other.refresh_from_db()
    assert other.status == before


def test_no_list_of_texts_offers_deleting(desk):
    make_post()
    assert "delete_selected" not in dict(desk.get(POSTS).context["action_form"].fields["action"].choices)


def order_of(model):
    return list(model.objects.order_by("tree_id", "lft").values_list("title", flat=True))


def drop(client, node, beside, position):
    return client.post(
        reverse("admin:blog_page_changelist"),
        {"cmd": "move_node", "position": position, "cut_item": node.pk, "pasted_on": beside.pk},
    )


def test_a_dragged_page_keeps_its_place_and_leaves_its_address_behind(desk, client):
    above, moved = make_page(title="A", slug="a"), make_page(title="C", slug="c")
    make_page(title="D", slug="d", parent=moved)
    make_page(title="B", slug="b", parent=above)
    assert drop(desk, moved, above, "last-child").status_code == 204
    assert order_of(Page) == ["A", "B", "C", "D"]
    assert Page.objects.get(slug="d").path == "/a/c/d/"
    assert client.get("/c/d/").headers["Location"].endswith("/a/c/d/")


def test_a_page_is_not_dropped_below_itself_or_onto_an_address_in_use(desk):
    above = make_page(title="A", slug="a")
    below = make_page(title="B", slug="b", parent=above)
    twin = make_page(title="Zwilling", slug="b")
    assert drop(desk, above, below, "last-child").status_code == 409
    assert drop(desk, twin, above, "last-child").status_code == 409
    assert drop(desk, twin, above, "sideways").status_code == 409
    assert order_of(Page) == ["A", "B", "Zwilling"]
    assert Page.objects.get(pk=twin.pk).path == "/b/"


def test_pages_move_by_keyboard(desk):
    first, second = make_page(title="A"), make_page(title="B")
    pages = reverse("admin:blog_page_changelist")
    act(desk, pages, "move_up", second)
    assert order_of(Page) == ["B", "A"]
    act(desk, pages, "move_down", second)
    assert order_of(Page) == ["A", "B"]
    act(desk, pages, "move_in", second)
    assert Page.objects.get(pk=second.pk).parent == first
    act(desk, pages, "move_out", second)
    assert Page.objects.get(pk=second.pk).parent is None
    act(desk, pages, "move_up", first)
    assert order_of(Page) == ["A", "B"]


@pytest.mark.parametrize("where", trees.Where)
@pytest.mark.parametrize("beside", "ABC")
@pytest.mark.parametrize("moved", "ABCD")
def test_a_node_stands_where_it_was_put_whatever_the_positions_were(moved, beside, where):
    if moved == beside:
        return
    pages = {name: make_page(title=name, slug=name.lower(), position=1) for name in "ABCD"}
    trees.place(pages[moved], pages[beside], where)
    rest = [name for name in "ABCD" if name != moved]
    rest.insert(rest.index(beside) + (where is not trees.Where.BEFORE), moved)
    assert order_of(Page) == rest


def test_categories_stay_sorted_by_name(desk):
    first, second = make_category("A"), make_category("B")
    act(desk, reverse("admin:blog_category_changelist"), "move_in", second)
    assert Category.objects.get(pk=second.pk).parent == first


def test_two_pages_cannot_have_one_address(desk):
    make_page(slug="kontakt")
    answer = desk.post(reverse("admin:blog_page_add"), {"title": "Kontakt", "slug": "kontakt", "position": 0})
    assert "slug" in answer.context["adminform"].form.errors


def test_the_settings_are_one_form(desk):
    answer = desk.get(reverse("admin:blog_site_changelist"))
    assert answer.headers["Location"] == reverse("admin:blog_site_change", args=[1])


def test_a_picture_tells_where_it_is_used_and_is_kept_there(desk):
    image = make_image()
    make_post(title="Mit Bild", body=f'<p><img src="{image.file.url}" alt=""></p>')
    assert "Mit Bild" in desk.get(reverse("admin:blog_image_change", args=[image.pk])).content.decode()
    assert "Mit Bild" in desk.get(reverse("admin:blog_image_delete", args=[image.pk])).content.decode()
    desk.post(reverse("admin:blog_image_delete", args=[image.pk]), {"post": "yes"})
    image.refresh_from_db()


def test_the_desk_says_what_waits(desk):
    assert not desk.get("/admin/").context["waiting"]
    post = make_post(title="Offen", status=Post.Status.IN_REVIEW)
    make_comment(post, status="held")
    make_linkback(post, status="held")
    page = desk.get("/admin/")
    assert [queue.number for queue in page.context["waiting"]] == [1, 1, 1]
    assert "Offen" in page.content.decode()
    table, *lists = page.context["waiting"]
    assert len(desk.get(table.address).context["rows"]) == 1
    for queue in lists:
        assert desk.get(queue.address).context["cl"].result_count == 1


def test_the_desk_costs_few_queries(desk):
    for _number in range(30):
        make_post()
    assert queries_of(desk, "/admin/") <= 12


def test_the_admin_bears_the_sites_name_and_groups_its_models(desk):
    page = desk.get("/admin/")
    assert str(page.context["site_title"]) == Site.objects.current().title
    keys = [group["app_label"] for group in page.context["app_list"]]
    assert keys == ["content", "conversation", "knowledge", "design", "settings"]


def test_two_editors_who_move_two_categories_below_each_other(desk, monkeypatch):
    one, other = make_category("Beratung"), make_category("Presse")
    lock = trees.structure_lock

    @contextmanager
    def after_a_colleague():
        """The form is there, and whoever is at the tree is waited for."""
        monkeypatch.setattr(trees, "structure_lock", lock)
        trees.place(other, one, trees.Where.BELOW)
        with lock():
            yield

    address = reverse("admin:blog_category_change", args=[one.pk])
    form = desk.get(address).context["adminform"].form
    typed = {"version": form["version"].value(), "name": "Beratung", "slug": "beratung", "parent": other.pk}
    monkeypatch.setattr(trees, "structure_lock", after_a_colleague)
    answer = desk.post(address, {**typed, "description": "Wie wir beraten"})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["parent"]
    assert "Wie wir beraten" in answer.content.decode()
    assert Category.objects.get(pk=one.pk).parent is None
