"""Two editors have the same form open. Who saves second is told so, loses nothing, and decides."""

import pytest
from django.contrib.admin.widgets import AdminSplitDateTime
from django.urls import reverse

from blog.models import Site, Tag
from tests.factories import (
    make_address,
    make_article,
    make_author,
    make_category,
    make_comment,
    make_editor,
    make_entry,
    make_image,
    make_linkback,
    make_menu,
    make_page,
    make_post,
    make_section,
    make_widget,
    picture_file,
)

pytestmark = pytest.mark.django_db

FORMS = {
    "post": (make_post, "title"),
    "page": (make_page, "title"),
    "article": (make_article, "headline"),
    "section": (make_section, "description"),
    "category": (make_category, "description"),
    "tag": (lambda: Tag.objects.create(name="Ton"), "description"),
    "author": (make_author, "name"),
    "image": (make_image, "caption"),
    "former address": (lambda: make_address("/alt/", "/neu/"), "to"),
    "site settings": (Site.objects.current, "claim"),
    "comment": (make_comment, "body"),
    "linkback": (make_linkback, "title"),
    "widget": (make_widget, "title"),
    "menu": (make_menu, "name"),
    "menu entry": (lambda: make_entry(make_menu(), "/a/"), "label"),
}


@pytest.fixture
def desk(client):
    client.force_login(make_editor())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def form_of(thing):
    options = thing._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[thing.pk])


def typed_in(answer):
    """What a browser would send of the form that it was given."""
    fields = {}
    for bound in answer.context["adminform"].form:
        value = bound.value()
        if isinstance(bound.field.widget, AdminSplitDateTime):
            parts = bound.field.widget.decompress(value)
            fields |= {f"{bound.html_name}_{place}": part or "" for place, part in enumerate(parts)}
        elif value is not None and value is not False and not hasattr(value, "storage"):
            fields[bound.html_name] = bound.field.prepare_value(value)
    return fields


@pytest.mark.parametrize("name", FORMS)
def test_the_second_is_told_keeps_what_was_typed_and_decides(desk, name):
    make, field = FORMS[name]
    thing = make()
    mine = typed_in(desk.get(form_of(thing))) | {field: "/von-mir/"}
    assert desk.post(form_of(thing), mine | {field: "/von-ihr/"}).status_code == 302

    answer = desk.post(form_of(thing), mine)
    thing.refresh_from_db()
    assert getattr(thing, field) == "/von-ihr/"
    form = answer.context["adminform"].form
    assert form[field].value() == "/von-mir/"
    assert "Somebody else saved" in answer.content.decode()
    assert "save again" in answer.content.decode()

    assert desk.post(form_of(thing), mine | {"version": form["version"].value()}).status_code == 302
    thing.refresh_from_db()
    assert getattr(thing, field) == "/von-mir/"


def test_what_a_form_does_not_hold_is_no_conflict(desk):
    """A comment is approved and answered, a widget is moved, while somebody corrects its words."""
    comment, widget = make_comment(status="held"), make_widget()
    opened = {thing: typed_in(desk.get(form_of(thing))) for thing in (comment, widget)}
    comment.approve()
    make_comment(parent=comment)
    make_widget()
    widget.move(up=False)
    for thing, fields in opened.items():
        assert desk.post(form_of(thing), fields).status_code == 302
    comment.refresh_from_db()
    assert comment.is_shown


def test_a_chosen_file_has_to_be_chosen_again(desk):
    image = make_image()
    opened = typed_in(desk.get(form_of(image)))
    desk.post(form_of(image), opened | {"caption": "Von ihr"})
    answer = desk.post(form_of(image), opened | {"file": picture_file()})
    assert "choose your file again" in answer.content.decode()


def test_a_version_tells_nothing_of_what_is_stored(desk):
    first, second = make_author(name="Gleich", slug="a"), make_author(name="Gleich", slug="b")
    versions = [typed_in(desk.get(form_of(author)))["version"] for author in (first, second)]
    assert versions[0] != versions[1]
    assert all(len(version) == 64 and "Gleich" not in version for version in versions)
