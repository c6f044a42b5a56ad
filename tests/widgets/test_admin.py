"""Sorting and filling in, as an editor does it: with the keyboard, and without a script."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests.factories import make_editor, make_entry, make_menu, make_page, make_post, make_widget
from widgets import kinds
from widgets.models import Menu, MenuEntry, Widget

pytestmark = pytest.mark.django_db
LIST = reverse("admin:widgets_widget_changelist")
ADD = reverse("admin:widgets_widget_add")


@pytest.fixture
def editor(client):
    """A browser of somebody who reads English: the sentences below are the source's own."""
    client.force_login(make_editor())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def press(editor, page, label):
    """Press the button that a screen reader would call `label`."""
    html = editor.get(page).content.decode()
    button = next(one for one in re.findall(r"<button[^>]*>", html) if f'aria-label="{label}"' in one)
    address, name, value = (re.search(rf'\b{part}="([^"]*)"', button)[1] for part in ("formaction", "name", "value"))
    return editor.post(address, {name: value})


def version_at(editor, page):
    """What the form of the page carries, so that nobody's words are overwritten unseen."""
    return editor.get(page).context["adminform"].form["version"].value()


class TestSorting:
    def test_widgets_are_grouped_by_area(self, editor):
        make_widget(title="Im Fuß", area="footer_line")
        make_widget(title="Daneben", area="sidebar")
        html = editor.get(LIST).content.decode()
        assert html.index('data-area="sidebar"') < html.index("Daneben") < html.index('data-area="footer_line"')

    def test_a_widget_without_a_title_goes_by_what_it_shows(self, editor):
        make_widget("menu", area="header", menu=make_menu("/a/", name="Hauptmenü"))
        assert "Move “Hauptmenü” up" in editor.get(LIST).content.decode()

    def test_the_list_costs_the_same_for_thirty_widgets(self, editor, django_assert_max_num_queries):
        for _number in range(30):
            make_widget("featured_post", post=make_post())
        with django_assert_max_num_queries(8):
            editor.get(LIST)

    def test_a_widget_moves_by_keyboard_and_keeps_the_focus(self, editor):
        make_widget(title="Erstens")
        second = make_widget(title="Zweitens")
        answer = press(editor, LIST, "Move “Zweitens” up")
        assert answer.url == f"{LIST}#{second.anchor}"
        assert [widget.title for widget in Widget.objects.in_order()] == ["Zweitens", "Erstens"]

    def test_what_was_dragged_stays_where_it_was_dropped(self, editor):
        stays, moves = make_widget(area="footer_line"), make_widget()
        order = {"area": "footer_line", "widget": [moves.pk, stays.pk]}
        assert editor.post(reverse("admin:widgets_widget_arrange"), order).status_code == 204
        assert list(Widget.objects.filter(area="footer_line").in_order()) == [moves, stays]

    def test_a_text_dropped_into_the_header_is_refused_in_words(self, editor):
        widget = make_widget()
        answer = editor.post(reverse("admin:widgets_widget_arrange"), {"area": "header", "widget": [widget.pk]})
        assert (answer.status_code, "menus only" in answer.content.decode()) == (409, True)
        assert Widget.objects.get().area == "sidebar"

    @pytest.mark.parametrize("order", [{}, {"area": "moon", "widget": "1"}, {"area": "sidebar", "widget": "x"}])
    def test_nonsense_changes_nothing(self, editor, order):
        widget = make_widget()
        assert editor.post(reverse("admin:widgets_widget_arrange"), order).status_code in {204, 409}
        assert Widget.objects.get() == widget

    def test_looking_at_a_step_takes_none(self, editor):
        widget = make_widget()
        assert editor.get(reverse("admin:widgets_widget_move", args=[widget.pk])).status_code == 405

    def test_strangers_sort_nothing(self, client):
        first, second = make_widget(), make_widget()
        client.post(reverse("admin:widgets_widget_move", args=[second.pk]), {"direction": "up"})
        assert list(Widget.objects.in_order()) == [first, second]

    def test_who_may_not_change_widgets_sorts_nothing(self, client):
        author = make_editor()
        User.objects.update(is_superuser=False)
        client.force_login(author)
        widget = make_widget()
        assert client.post(reverse("admin:widgets_widget_move", args=[widget.pk])).status_code == 403
        assert client.post(reverse("admin:widgets_widget_arrange")).status_code == 403


class TestFillingIn:
    def test_the_kind_is_chosen_first(self, editor):
        html = editor.get(ADD).content.decode()
        assert all(f"?kind={name}" in html for name in kinds.KINDS)

    @pytest.mark.parametrize("name", kinds.KINDS)
    def test_the_form_shows_only_what_the_kind_uses(self, editor, name):
        html = editor.get(f"{ADD}?kind={name}&area=sidebar").content.decode()
        special = {"text", "menu", "post", "picture", "network", "address", "number"}
        shown = {field for field in special if f'name="{field}"' in html}
        assert shown == set(kinds.KINDS[name].fields)

    def test_a_text_is_added_and_shown(self, editor, show):
        form = {"area": "sidebar", "title": "Willkommen", "text": "<p>Guten Tag</p>", "is_active": "on"}
        answer = editor.post(f"{ADD}?kind=text", {**form, "pages": ["post"]})
        assert answer.status_code == 302
        assert "Guten Tag" in show(page_kind="post")
        assert "Guten Tag" not in show(page_kind="home")

    def test_what_is_missing_is_said_in_words(self, editor):
        html = editor.post(f"{ADD}?kind=newsletter", {"area": "sidebar"}).content.decode()
        assert "Write the text that the widget is to show." in html
        assert "Enter the address that the link leads to" in html

    def test_an_end_before_the_beginning_is_refused_in_words(self, editor):
        when = {"shown_from_0": "2026-05-02", "shown_from_1": "12:00", "shown_until_0": "2026-05-01"}
        form = {"area": "sidebar", **when, "shown_until_1": "12:00"}
        html = editor.post(f"{ADD}?kind=search", form).content.decode()
        assert "Choose a later end." in html

    def test_a_script_is_no_address(self, editor):
        form = {"area": "sidebar", "network": "link", "address": "javascript:alert(1)"}
        html = editor.post(f"{ADD}?kind=social_profile", form).content.decode()
        assert "Begin with https://" in html

    def test_the_header_is_offered_to_menus_only(self, editor):
        assert 'value="header"' not in editor.get(f"{ADD}?kind=search").content.decode()
        assert 'value="header"' in editor.get(f"{ADD}?kind=menu").content.decode()

    def test_in_another_area_a_widget_stands_last(self, editor):
        make_widget(area="footer_line")
        widget = make_widget()
        form = {"area": "footer_line", "text": "<p>Neu</p>", "is_active": "on"}
        page = reverse("admin:widgets_widget_change", args=[widget.pk])
        editor.post(page, form | {"version": version_at(editor, page)})
        widget.refresh_from_db()
        assert (widget.area, widget.position) == ("footer_line", 2)

    def test_a_widget_of_a_kind_that_is_gone_can_still_be_opened_and_switched_off(self, editor):
        widget = make_widget()
        Widget.objects.update(kind="weather")
        page = reverse("admin:widgets_widget_change", args=[widget.pk])
        assert editor.post(page, {"area": "sidebar", "version": version_at(editor, page)}).status_code == 302
        assert not Widget.objects.get().is_active


class TestMenus:
    def test_a_new_menu_leads_to_its_entries(self, editor):
        answer = editor.post(reverse("admin:widgets_menu_add"), {"name": "Haupt", "slug": "haupt"})
        assert answer.url == reverse("admin:widgets_menu_change", args=[Menu.objects.get().pk])
        assert "This menu is empty" in editor.get(answer.url).content.decode()

    def test_a_tree_is_built_by_keyboard(self, editor):
        menu = make_menu("/a/", "/b/")
        page = reverse("admin:widgets_menu_change", args=[menu.pk])
        press(editor, page, "Move “/b/” below the entry above")
        assert MenuEntry.objects.get(label="/b/").parent.label == "/a/"
        press(editor, page, "Move “/b/” out one level")
        press(editor, page, "Move “/b/” up")
        assert [entry["title"] for entry in menu.facts()["entries"]] == ["/b/", "/a/"]

    def test_an_entry_is_added_to_its_menu(self, editor):
        menu, target = make_menu(), make_page(title="Kontakt")
        add = f"{reverse('admin:widgets_menuentry_add')}?menu={menu.pk}"
        assert f'name="menu" value="{menu.pk}"' in editor.get(add).content.decode()
        answer = editor.post(add, {"menu": menu.pk, "page": target.pk})
        assert answer.url.startswith(reverse("admin:widgets_menu_change", args=[menu.pk]))
        assert menu.facts()["entries"][0]["title"] == "Kontakt"

    @pytest.mark.parametrize(
        ("form", "sentence"),
        [
            ({}, "Choose one place to lead to"),
            ({"address": "/a/"}, "give the entry a label"),
            ({"address": "kontakt", "label": "Kontakt"}, "Begin with https://"),
        ],
        ids=["nowhere", "nameless", "no address"],
    )
    def test_what_is_wrong_with_an_entry_is_said_in_words(self, editor, form, sentence):
        answer = editor.post(reverse("admin:widgets_menuentry_add"), {"menu": make_menu().pk, **form})
        assert sentence in answer.content.decode()

    def test_only_entries_of_the_same_menu_are_offered_to_stand_below(self, editor):
        menu = make_menu("/hier/")
        make_menu("/anderswo/")
        html = editor.get(f"{reverse('admin:widgets_menuentry_add')}?menu={menu.pk}").content.decode()
        assert ("/hier/" in html, "/anderswo/" in html) == (True, False)

    def test_deleting_an_entry_leads_back_to_its_menu(self, editor):
        menu = make_menu()
        entry = make_entry(menu, "/weg/")
        answer = editor.post(reverse("admin:widgets_menuentry_delete", args=[entry.pk]), {"post": "yes"})
        assert answer.url == f"{reverse('admin:widgets_menu_change', args=[menu.pk])}#entries"
        assert menu.facts() == {}


def test_no_page_of_the_widgets_carries_inline_styles_or_scripts(editor):
    make_widget()
    menu = make_menu("/a/")
    for page in (LIST, ADD, reverse("admin:widgets_menu_change", args=[menu.pk])):
        html = editor.get(page).content.decode()
        main = html[html.index('id="content"') :]
        assert not re.search(r"\sstyle=|\son\w+=|<style", main)
