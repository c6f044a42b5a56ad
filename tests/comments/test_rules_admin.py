"""The moderators' lists and rules in the admin."""

import pytest
from django.contrib.auth.models import Permission, User

from comments import lists
from comments.models import Policy, Rule
from tests.factories import make_comment, make_editor, make_post

pytestmark = pytest.mark.django_db

ADD = "/admin/comments/rule/add/"


@pytest.fixture
def desk(client):
    client.force_login(make_editor())
    return client


def typed(**fields):
    return {"kind": "word", "form": "plain", "text": "Viagra", "effect": "hold", "note": "", "is_active": "on"} | fields


def test_an_entry_is_saved(desk):
    assert desk.post(ADD, typed()).status_code == 302
    assert Rule.objects.get().text == "Viagra"


def test_a_test_shows_what_would_have_been_caught_and_saves_nothing(desk):
    post = make_post()
    caught = make_comment(post, status="spam", body="Kauft Viagra!")
    also = make_comment(post, body="Was ist Viagra?")
    make_comment(post)
    page = desk.post(ADD, typed(_test="1"))
    assert page.status_code == 200
    assert not Rule.objects.exists()
    catch = page.context["catch"]
    assert catch.comments == [also, caught]
    assert catch.looked_at == 3
    assert sorted(number for _label, number in catch.by_state) == [1, 1]
    assert f"/admin/comments/comment/{caught.pk}/change/" in page.content.decode()
    assert 'value="Viagra"' in page.content.decode()
    assert "errornote" not in page.content.decode()


def test_an_entry_that_stands_is_tested_as_it_is_typed(desk):
    make_comment(body="Kredit gefällig?")
    rule = Rule.objects.create(kind="word", text="viagra")
    address = f"/admin/comments/rule/{rule.pk}/change/"
    version = desk.get(address).context["adminform"].form["version"].value()
    page = desk.post(address, typed(text="kredit", version=version, _test="1"))
    assert len(page.context["catch"].comments) == 1
    assert Rule.objects.get().text == "viagra"
    assert desk.post(address, typed(text="kredit", version=version)).status_code == 302
    assert Rule.objects.get().text == "kredit"


def test_a_form_with_an_error_is_not_tested(desk):
    page = desk.post(ADD, typed(text="", _test="1"))
    assert "catch" not in page.context
    assert page.context["adminform"].form.errors


@pytest.mark.parametrize("text", ["*", "**?", "a*", "?*?"])
def test_a_pattern_for_nearly_everything_is_refused(desk, text):
    assert "text" in desk.post(ADD, typed(form="pattern", text=text)).context["adminform"].form.errors
    assert not Rule.objects.exists()


def test_links_and_hosts_of_a_comment_are_looked_at():
    comment = make_comment(body="Hier [klicken](https://www.Spam.example/kauf).", website="https://ich.example/")
    for kind, text in (("host", "spam.example"), ("address", "spam.example/ka"), ("host", "ich.example")):
        assert lists.matches(Rule(kind=kind, text=text), comment)
    assert not lists.matches(Rule(kind="host", text="klicken.example"), comment)


def test_only_the_newest_are_looked_at(monkeypatch):
    monkeypatch.setattr(lists, "LOOKED_AT", 1)
    post = make_post()
    make_comment(post, body="viagra")
    make_comment(post)
    catch = lists.would_have_caught(Rule(kind="word", text="viagra"))
    assert (catch.looked_at, catch.comments) == (1, [])


def test_the_rules_are_one_form(desk):
    address = f"/admin/comments/policy/{Policy.objects.current().pk}/change/"
    page = desk.get("/admin/comments/policy/", follow=True)
    assert page.redirect_chain == [(address, 302)]
    form = page.context["adminform"].form
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert desk.post(address, values | {"admission": "nobody", "links_held": "5"}).status_code == 302
    assert (Policy.objects.get().admission, Policy.objects.get().links_held) == ("nobody", 5)
    assert "/admin/comments/rule/" in page.content.decode()


def test_the_form_of_the_rules_is_there_before_they_were_ever_used(desk):
    assert not Policy.objects.exists()
    assert desk.get("/admin/comments/policy/1/change/").status_code == 200


def test_the_rules_are_neither_added_nor_deleted(desk):
    pk = Policy.objects.current().pk
    assert desk.get("/admin/comments/policy/add/").status_code == 403
    assert desk.get(f"/admin/comments/policy/{pk}/delete/").status_code == 403


def test_who_may_not_see_comments_sees_none_by_a_test(client):
    user = User.objects.create_user("listen", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="add_rule"))
    client.force_login(user)
    make_comment(body="Kauft Viagra!")
    assert client.post(ADD, typed(_test="1")).status_code == 403
    assert client.post(ADD, typed()).status_code == 302
