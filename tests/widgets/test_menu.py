import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from blog.models import Site
from tests.factories import make_category, make_entry, make_menu, make_page, make_post, make_widget
from widgets.models import MenuEntry, Widget

pytestmark = pytest.mark.django_db


def tree(menu):
    """Titles as nested lists, as a reader sees them."""

    def told(entries):
        return [[entry["title"], told(entry["entries"])] if entry["entries"] else entry["title"] for entry in entries]

    return told(menu.facts().get("entries", []))


def fresh(entry):
    return MenuEntry.objects.get(pk=entry.pk)


def test_an_entry_without_a_label_has_the_title_of_what_it_leads_to():
    page, post, category = make_page(title="Kontakt"), make_post(title="Über Mut"), make_category("Krise")
    menu = make_menu(page, post, category, "/archiv/")
    assert [(entry["title"], entry["url"]) for entry in menu.facts()["entries"]] == [
        ("Kontakt", page.get_absolute_url()),
        ("Über Mut", post.get_absolute_url()),
        ("Krise", category.get_absolute_url()),
        ("/archiv/", "/archiv/"),
    ]


def test_a_menu_costs_one_query(django_assert_num_queries):
    menu = make_menu(*[make_page() for _number in range(5)], make_post(), make_category(), "/archiv/")
    with Site.objects.remembered():
        tree(menu)
        with django_assert_num_queries(1):
            menu.facts()


@pytest.mark.parametrize("status", ["draft", "review", "private", "withdrawn"])
def test_a_page_that_is_not_public_is_in_no_menu(status):
    menu = make_menu(make_page(status=status, title="Geheim"), make_post(status="draft", title="Entwurf"), "/archiv/")
    assert tree(menu) == ["/archiv/"]


def test_a_withdrawn_page_leaves_the_menu_that_was_kept(show):
    page = make_page(title="Kontakt")
    make_widget("menu", menu=make_menu(page, "/archiv/"))
    assert "Kontakt" in show()
    page.withdraw()
    assert "Kontakt" not in show()


def test_entries_below_a_hidden_one_take_its_place():
    menu = make_menu("/a/")
    hidden = make_entry(menu, make_page(status="draft"))
    make_entry(menu, "/b/", below=hidden)
    make_entry(menu, "/c/")
    assert tree(menu) == ["/a/", "/b/", "/c/"]


def test_a_menu_of_hidden_pages_is_not_shown():
    assert make_menu(make_page(status="draft")).facts() == {}


@pytest.mark.parametrize(
    "fields",
    [{}, {"address": "/a/", "page": True}, {"page": True, "post": True}, {"category": True, "address": "/a/"}],
    ids=["nowhere", "page and address", "page and post", "category and address"],
)
def test_an_entry_leads_to_exactly_one_place(fields):
    made = {"page": make_page, "post": make_post, "category": make_category}
    targets = {name: made[name]() if name in made else value for name, value in fields.items()}
    with pytest.raises(IntegrityError, match="menu_entry_leads_to_one_place"), transaction.atomic():
        MenuEntry.objects.create(menu=make_menu(), label="Wohin?", **targets)


def test_what_a_menu_leads_to_cannot_be_deleted_by_the_way():
    page = make_page()
    make_menu(page)
    with pytest.raises(ProtectedError):
        page.delete()


def test_an_entry_stays_in_its_menu():
    elsewhere = make_entry(make_menu(), "/a/")
    with pytest.raises(ValidationError, match="Menü"):
        MenuEntry(menu=make_menu(), parent=elsewhere, label="b", address="/b/").full_clean()


class TestMoving:
    """The four steps that build every tree, from the keyboard."""

    @pytest.fixture
    def menu(self):
        make_menu("/anderswo/")
        return make_menu("/a/", "/b/", "/c/")

    @pytest.fixture
    def entry(self, menu):
        return lambda label: MenuEntry.objects.get(menu=menu, label=label)

    def test_up_and_down(self, menu, entry):
        entry("/c/").move_up()
        assert tree(menu) == ["/a/", "/c/", "/b/"]
        entry("/a/").move_down()
        assert tree(menu) == ["/c/", "/a/", "/b/"]

    def test_the_first_cannot_go_up_nor_the_last_down(self, menu, entry):
        entry("/a/").move_up()
        entry("/c/").move_down()
        entry("/a/").move_in()
        entry("/a/").move_out()
        assert tree(menu) == ["/a/", "/b/", "/c/"]

    def test_in_and_out(self, menu, entry):
        entry("/b/").move_in()
        assert tree(menu) == [["/a/", ["/b/"]], "/c/"]
        entry("/c/").move_in()
        assert tree(menu) == [["/a/", ["/b/", "/c/"]]]
        entry("/c/").move_up()
        assert tree(menu) == [["/a/", ["/c/", "/b/"]]]
        entry("/c/").move_out()
        assert tree(menu) == [["/a/", ["/b/"]], "/c/"]

    def test_steps_from_stale_pages_leave_the_tree_sound(self, menu, entry):
        a, b, c = entry("/a/"), entry("/b/"), entry("/c/")
        b.move_in()
        c.move_in()
        a.move_down()
        c.move_out()
        b.move_out()
        before = {one.pk: (one.lft, one.rght, one.level, one.parent_id) for one in MenuEntry.objects.all()}
        MenuEntry.objects.rebuild()
        after = {one.pk: (one.lft, one.rght, one.level, one.parent_id) for one in MenuEntry.objects.all()}
        assert after == before

    def test_a_step_is_seen_at_once(self, menu, entry):
        widget = make_widget("menu", menu=menu)
        widget.facts()
        entry("/c/").move_up()
        assert Widget.objects.get(pk=widget.pk).data is None

    def test_deleting_takes_what_is_below_along(self, menu, entry):
        entry("/b/").move_in()
        entry("/a/").delete()
        assert tree(menu) == ["/c/"]
