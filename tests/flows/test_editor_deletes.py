"""What is in use is not deleted, and the page says why; what is deleted is announced, one or many at once."""

import pytest
from django.urls import reverse

from blog import events
from blog.models import Category, Image, Site, Tag
from knowledgebase.models import Section
from startalking.core import soundness
from startalking.core.models import Document
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_editor,
    make_entry,
    make_image,
    make_menu,
    make_page,
    make_post,
    make_section,
    make_widget,
)
from widgets.models import Menu

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_editor())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def heard():
    """What was announced as arranged anew."""
    subjects = []
    events.arranged.connect(lambda **facts: subjects.append(str(facts["subject"])), weak=False, dispatch_uid="test")
    yield subjects
    events.arranged.disconnect(dispatch_uid="test")


def delete_one(client, thing):
    options = thing._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_delete", args=[thing.pk])
    return client.post(address, {"post": "yes"})


def delete_many(client, *things):
    options = things[0]._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    keys = [thing.pk for thing in things]
    return client.post(address, {"action": "delete_selected", "_selected_action": keys, "post": "yes"})


def category_in_a_menu():
    category = make_category("Gebraucht")
    make_entry(make_menu(name="Hauptmenü"), category, label="Dort")
    return category, "Dort"


def category_with_another_below():
    category = make_category("Oben")
    make_category("Unten", parent=category)
    return category, "Unten"


def section_with_an_article():
    section = make_section(name="Technik")
    make_article(section=section, term="SSL")
    return section, "SSL"


def menu_in_a_widget():
    menu = make_menu("/a/", name="Hauptmenü")
    make_widget("menu", area="header", menu=menu, title="Oben")
    return menu, "Oben"


def picture_of(make):
    def used():
        image = make_image()
        return image, str(make(image))

    return used


def site_picture(image):
    site = Site.objects.current()
    site.picture = image
    site.save()
    return site


IN_USE = {
    "category in a menu": category_in_a_menu,
    "category with another below": category_with_another_below,
    "section with an article": section_with_an_article,
    "menu in a widget": menu_in_a_widget,
    "picture of a post": picture_of(lambda image: make_post(picture=image)),
    "picture in a text": picture_of(lambda image: make_post(body=f'<p><img src="{image.file.url}" alt=""></p>')),
    "picture of an author": picture_of(lambda image: make_author(picture=image)),
    "picture of a widget": picture_of(lambda image: make_widget("picture", picture=image, title="Daneben")),
    "picture of the site": picture_of(site_picture),
}


@pytest.mark.parametrize("delete", [delete_one, delete_many])
@pytest.mark.parametrize("case", IN_USE)
def test_what_is_in_use_stays_and_the_page_names_what_uses_it(desk, case, delete):
    thing, user = IN_USE[case]()
    answer = delete(desk, thing)
    assert answer.status_code == 200
    assert "protected" in answer.content.decode()
    assert user in answer.content.decode()
    assert type(thing)._default_manager.filter(pk=thing.pk).exists()


@pytest.mark.parametrize("make", [lambda name: Tag.objects.create(name=name), make_category])
def test_many_tags_and_categories_are_announced_as_they_go(desk, heard, make):
    first, second, stays = (make(name) for name in ("Erstes", "Zweites", "Drittes"))
    heard.clear()
    assert delete_many(desk, first, second).status_code == 302
    assert sorted(heard) == ["Erstes", "Zweites"]
    assert list(type(stays).objects.all()) == [stays]


@pytest.mark.parametrize("make", [make_category, lambda name: make_section(name=name)])
def test_a_tree_is_sound_after_many_were_deleted(desk, make):
    above, other = make("A"), make("B")
    below = [
        type(above).objects.create(name=name, slug=name.lower(), parent=above) for name in ("Eins", "Zwei", "Drei")
    ]
    delete_many(desk, below[0], below[2], other)
    assert [node.name for node in type(above).objects.order_by("tree_id", "lft")] == ["A", "Zwei"]
    assert soundness.unsound(type(above)) == []


def test_pictures_nobody_shows_are_deleted_with_their_files(desk):
    first, second = make_image(), make_image()
    storage, names = first.file.storage, [first.file.name, second.file.name]
    delete_many(desk, first, second)
    assert not Image.objects.exists()
    assert not any(storage.exists(name) for name in names)


def test_a_menu_that_no_widget_shows_is_deleted_with_its_entries(desk):
    menu = make_menu("/a/", "/b/")
    assert delete_many(desk, menu).status_code == 302
    assert not Menu.objects.exists()


@pytest.mark.parametrize("model", [Tag, Category, Section])
def test_nothing_chosen_deletes_nothing(desk, model):
    make_category()
    make_section()
    Tag.objects.create(name="Ton")
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    desk.post(address, {"action": "delete_selected", "post": "yes"})
    assert model.objects.exists()


def test_new_words_for_a_picture_are_announced_and_a_new_picture_is_no_change(desk):
    image, told = make_image(), []
    address = reverse("admin:blog_image_change", args=[image.pk])
    version = desk.get(address).context["adminform"].form["version"].value()
    events.image_changed.connect(lambda **facts: told.append(facts["image"]), weak=False, dispatch_uid="test")
    try:
        desk.post(address, {"caption": "Neue Worte", "version": version})
        desk.post(reverse("admin:blog_image_add"), {"caption": "Neu"})
    finally:
        events.image_changed.disconnect(dispatch_uid="test")
    assert Image.objects.count() == 2
    assert told == [image]


@pytest.mark.parametrize("make", [make_post, make_page, make_article])
def test_of_what_is_deleted_the_search_keeps_nothing(make):
    text = make()
    text.record_edit()
    assert Document.objects.filter(key=text.pk).exists()
    text.delete()
    assert not Document.objects.exists()
