"""Who is in the group "Redaktion" does all that editors do, and nothing to accounts."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.urls import reverse

from blog.models import Author, Site
from startalking import preparation
from tests.factories import make_author, make_comment, make_post, make_widget

pytestmark = pytest.mark.django_db

CLOSED = {"auth", "taggit"}


@pytest.fixture
def group():
    preparation.make_group()
    return Group.objects.get(name="Redaktion")


@pytest.fixture
def member(group, client):
    user = User.objects.create_user("kollegin", is_staff=True)
    user.groups.add(group)
    client.force_login(user)
    return client


def lists(*, closed):
    return [model for model in admin.site._registry if (model._meta.app_label in CLOSED) is closed]


def answer_of(client, model):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return client.get(address, follow=True).status_code


def test_every_list_of_content_is_open(member):
    assert len(lists(closed=False)) > 10
    assert {model: answer_of(member, model) for model in lists(closed=False) if answer_of(member, model) != 200} == {}


def test_accounts_and_groups_are_closed(member):
    assert {User, Group} <= set(lists(closed=True))
    assert {answer_of(member, model) for model in lists(closed=True)} <= {403}


def test_forms_open_and_can_be_saved(member):
    for thing in (make_post(), make_comment(), make_widget(), make_author(), Site.objects.current()):
        options = thing._meta
        page = member.get(reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[thing.pk]))
        assert 'name="_save"' in page.content.decode()


def test_only_who_may_look_up_accounts_gives_an_author_one(member, admin_client):
    author = make_author(user=User.objects.create_user("autorin"))
    page = reverse("admin:blog_author_change", args=[author.pk])
    form = member.get(page).context["adminform"].form
    assert "user" not in form.fields
    typed = {"name": "Neu", "slug": author.slug, "user": "", "version": form["version"].value()}
    assert member.post(page, typed).status_code == 302
    kept = Author.objects.get()
    assert (kept.name, kept.user) == ("Neu", author.user)
    assert "user" in admin_client.get(page).context["adminform"].form.fields


def test_what_somebody_changed_about_the_group_stays(group):
    group.permissions.clear()
    preparation.make_group()
    assert not Group.objects.get(name="Redaktion").permissions.exists()


def test_the_first_start_makes_the_group_and_no_later_one(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    preparation.first_start(demo=False)
    assert Group.objects.get(name="Redaktion").permissions.filter(codename="change_site").exists()
    assert User.objects.get().is_superuser
    Group.objects.all().delete()
    preparation.first_start(demo=False)
    assert not Group.objects.exists()
