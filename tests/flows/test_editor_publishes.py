"""An editor writes, publishes, schedules, withdraws: through the admin, as a browser would send it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from blog import events
from blog.models import Post
from startalking.core.admin.editor import keeps
from tests.factories import make_author, make_category, make_editor, make_post, make_site

ADD = "/admin/blog/post/add/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


@pytest.fixture
def send(client, editor):
    """Open the form, type what is named, press a button; returns the answer."""

    def send(post=None, *, press="_save", value="1", **typed):
        address = reverse("admin:blog_post_change", args=[post.pk]) if post else ADD
        form = client.get(address).context["adminform"].form
        return client.post(address, fields_of(form) | typed | {press: value})

    return send


def fields_of(form):
    """What a browser would send if nothing were changed."""
    fields = {}
    for bound in form:
        value = bound.value()
        if bound.name == "published_at":
            value = form.initial.get("published_at")
            local = timezone.localtime(value) if value else None
            fields["published_at_0"] = f"{local:%d.%m.%Y}" if local else ""
            fields["published_at_1"] = f"{local:%H:%M:%S}" if local else ""
        elif bound.name in {"categories", "authors"}:
            fields[bound.name] = [getattr(one, "pk", one) for one in value or []]
        elif bound.name == "tags":
            fields[bound.name] = ", ".join(tag.name for tag in value or [])
        elif value not in (None, False):
            fields[bound.name] = value
    return fields


def moment(when):
    local = timezone.localtime(when)
    return {"published_at_0": f"{local:%d.%m.%Y}", "published_at_1": f"{local:%H:%M:%S}"}


def test_a_text_is_written_and_stays_a_draft(send, client):
    category = make_category("Schreiben")
    send(title="Größe & Maß", body="<p>Guten Tag.</p>", categories=[category.pk], tags="Ton, Maß")
    post = Post.objects.get()
    assert (post.slug, post.status, post.html) == ("groesse-mass", Post.Status.DRAFT, "<p>Guten Tag.</p>")
    assert list(post.categories.all()) == [category]
    assert set(post.tags.names()) == {"Ton", "Maß"}
    client.logout()
    assert client.get(post.get_absolute_url()).status_code == 404


def test_an_empty_address_part_finds_a_free_one(send):
    make_post(title="Guten Tag", slug="guten-tag")
    send(title="Guten Tag")
    assert Post.objects.filter(slug="guten-tag-2").exists()


def test_a_new_text_bears_the_name_of_whoever_writes_it(client, editor):
    author = make_author(user=editor)
    form = client.get(ADD).context["adminform"].form
    assert form.initial["authors"] == [author.pk]


def test_of_the_chosen_authors_each_is_removed_alone(client, editor):
    make_author(user=editor)
    page = client.get(ADD).text
    select = page[page.index('<select name="authors"') :].partition(">")[0]
    assert 'data-allow-clear="false"' in select
    assert "required" not in select


def test_what_is_written_while_all_comments_are_off_takes_them_when_they_are_back(client, editor):
    make_site(comments_open=False)
    form = client.get(ADD).context["adminform"].form
    assert form["comments_open"].value() is True


def test_publish_saves_and_publishes_at_once(send, client):
    answer = send(title="Heute", body="<p>Neu.</p>", press="_verb", value="publish")
    post = Post.objects.get()
    assert answer.headers["Location"] == reverse("admin:blog_post_change", args=[post.pk])
    assert post.is_public
    client.logout()
    assert client.get(post.get_absolute_url()).status_code == 200


def test_an_edit_of_what_is_public_is_announced_as_an_edit(send):
    post, heard = make_post(), []
    events.edited.connect(lambda **facts: heard.append(facts["entry"]), weak=False, dispatch_uid="test")
    try:
        send(post, title="Neuer Titel")
    finally:
        events.edited.disconnect(dispatch_uid="test")
    assert heard == [post]
    post.refresh_from_db()
    assert (post.title, post.status) == ("Neuer Titel", Post.Status.PUBLISHED)


def test_a_scheduled_text_waits_for_its_hour(send, client):
    tomorrow = timezone.now() + timedelta(days=1)
    send(title="Morgen", press="_verb", value="schedule", **moment(tomorrow))
    post = Post.objects.get()
    assert post.status == Post.Status.SCHEDULED
    client.logout()
    assert client.get(post.get_absolute_url()).status_code == 404


def test_scheduling_needs_an_hour_that_lies_ahead(send):
    answer = send(title="Gestern", press="_verb", value="schedule", **moment(timezone.now() - timedelta(days=1)))
    assert answer.status_code == 200
    assert "published_at" in answer.context["adminform"].form.errors
    assert not Post.objects.exists()


def test_publishing_now_does_not_wait_for_the_date_in_the_form(send):
    post = make_post(status=Post.Status.SCHEDULED, published_at=timezone.now() + timedelta(days=3))
    send(post, press="_verb", value="publish")
    post.refresh_from_db()
    assert post.is_public


def test_what_is_public_keeps_a_date(send):
    post = make_post()
    answer = send(post, published_at_0="", published_at_1="")
    assert "published_at" in answer.context["adminform"].form.errors


def test_withdrawn_means_gone(send, client):
    post = make_post()
    send(post, press="_verb", value="withdraw")
    client.logout()
    assert client.get(post.get_absolute_url()).status_code == 410


def test_a_verb_that_is_not_offered_does_nothing(send):
    post = make_post(status=Post.Status.DRAFT)
    send(post, press="_verb", value="withdraw")
    post.refresh_from_db()
    assert post.status == Post.Status.DRAFT


def test_a_new_address_leaves_a_redirect(send, client):
    post = make_post(slug="alt")
    former = post.get_absolute_url()
    send(post, slug="neu")
    answer = client.get(former)
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith("/neu/")


def test_two_editors_do_not_overwrite_each_other(send, client, editor):
    post = make_post(title="Anfang")
    address = reverse("admin:blog_post_change", args=[post.pk])
    opened = fields_of(client.get(address).context["adminform"].form)
    send(post, title="Von der Kollegin")

    answer = client.post(address, opened | {"title": "Von mir", "_save": "1"})
    post.refresh_from_db()
    assert post.title == "Von der Kollegin"
    form = answer.context["adminform"].form
    assert form.non_field_errors()
    assert form["title"].value() == "Von mir"

    client.post(address, opened | {"title": "Von mir", "version": form["version"].value(), "_save": "1"})
    post.refresh_from_db()
    assert post.title == "Von mir"


def test_nothing_is_deleted_in_the_admin(client, editor):
    post = make_post()
    assert client.get(reverse("admin:blog_post_delete", args=[post.pk])).status_code == 403


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ("", True),
        ("<h2>Eins</h2><p>Mit <strong>Nachdruck</strong> und <a href='/x/'>Link</a>.</p>", True),
        ("<figure><img src='/media/a.jpg' alt='A'><figcaption>B</figcaption></figure>", True),
        ("<ul><li><p>Punkt</p></li></ul><hr><pre><code class='language-css'>a</code></pre>", True),
        ("<p class='intro'>Groß</p>", False),
        ("<video src='/media/a.mp4'></video>", False),
        ("<details><summary>Mehr</summary>Text</details>", False),
        ("<p id='anker'>Ziel</p>", False),
    ],
)
def test_the_editor_takes_only_texts_that_it_gives_back_whole(markup, kept):
    assert keeps(markup) is kept


def test_a_text_the_editor_would_mutilate_is_shown_as_html(client, editor):
    post = make_post(body='<div class="gallery"><video src="/media/a.mp4"></video></div>')
    page = client.get(reverse("admin:blog_post_change", args=[post.pk])).content.decode()
    assert 'class="source"' in page
    assert "data-django-prose-editor" not in page
