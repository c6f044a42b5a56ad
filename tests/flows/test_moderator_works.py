"""A moderator at the queue: judges, answers, blocks, takes back; each step through the form that the page has."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone

from blog.models import Author, Site
from comments.models import Comment, Decision, Rejected, Report, Rule
from comments.models.decision import UNDO_WITHIN
from startalking import preparation
from tests.factories import make_author, make_comment, make_post, make_site

pytestmark = pytest.mark.django_db

QUEUE = "/admin/comments/comment/queue/"


@pytest.fixture
def moderator(client):
    """One of the group of editors, no superuser."""
    preparation.make_group()
    user = User.objects.create_user("wiebke", first_name="Wiebke", last_name="Sandquell", is_staff=True)
    user.groups.add(Group.objects.get(name="Redaktion"))
    client.force_login(user)
    client.user = user
    return client


def do(client, verb, *comments, address=QUEUE, **more):
    """Press a button of the queue, and come to the page it leads to."""
    return client.post(address, {"verb": verb, "comment": [comment.pk for comment in comments], **more}, follow=True)


def undo(client, page):
    """Press the button in the newest message."""
    words = page.content.decode()
    action = words.rpartition('<form class="done__undo" method="post" action="')[2].partition('"')[0]
    assert action.startswith("/admin/comments/comment/undo/")
    return client.post(action, {"back": QUEUE}, follow=True)


def states():
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


@pytest.mark.parametrize(("verb", "status"), [("approve", "approved"), ("mark_as_spam", "spam"), ("trash", "trash")])
def test_a_comment_is_judged_with_one_button(moderator, verb, status):
    comment = make_comment(status="held")
    page = do(moderator, verb, comment)
    assert states() == [status]
    decision = Decision.objects.get()
    assert (decision.by, decision.means) == (moderator.user, "desk")
    assert LogEntry.objects.get().object_id == str(comment.pk)
    assert page.redirect_chain == [(QUEUE, 302)]


def test_the_next_comment_is_looked_at_afterwards(moderator):
    first, second = make_comment(status="held"), make_comment(status="held")
    answer = moderator.post(f"{QUEUE}?tab=waiting", {"verb": "approve", "comment": second.pk, "then": first.anchor})
    assert answer["Location"] == f"{QUEUE}?tab=waiting#{first.anchor}"
    answer = moderator.post(QUEUE, {"verb": "approve", "comment": first.pk, "then": "x/../y"})
    assert answer["Location"] == QUEUE


def test_many_are_judged_at_once_and_all_taken_back(moderator):
    comments = [make_comment(status=status) for status in ("held", "approved", "held")]
    page = do(moderator, "mark_as_spam", *comments)
    assert states() == ["spam", "spam", "spam"]
    page = undo(moderator, page)
    assert states() == ["held", "approved", "held"]
    assert "3 " in page.content.decode()
    assert set(Decision.objects.filter(means="undo").values_list("by", flat=True)) == {moderator.user.pk}
    assert comments[1].target._meta.model.objects.get(pk=comments[1].target.pk).comment_count == 1


def test_what_somebody_else_moved_meanwhile_stays(moderator):
    mine, theirs = make_comment(status="held"), make_comment(status="held")
    page = do(moderator, "mark_as_spam", mine, theirs)
    Comment.objects.get(pk=theirs.pk).approve()
    page = undo(moderator, page)
    assert states() == ["held", "approved"]
    said = [str(message) for message in page.context["messages"]]
    assert len(said) == 1
    assert said[0].count("1") == 2


def test_an_old_decision_is_not_undone(moderator):
    page = do(moderator, "trash", make_comment(status="held"))
    Decision.objects.update(at=timezone.now() - UNDO_WITHIN)
    undo(moderator, page)
    assert states() == ["trash"]


def test_actions_and_buttons_elsewhere_can_be_undone_too(moderator):
    comment = make_comment(status="held")
    page = moderator.post(
        "/admin/comments/comment/", {"action": "trash", "_selected_action": [comment.pk]}, follow=True
    )
    assert states() == ["trash"]
    undo(moderator, page)
    assert states() == ["held"]


def test_an_answer_approves_and_is_published_at_once(moderator):
    comment = make_comment(status="held")
    do(moderator, "answer", comment, body="Danke für den Hinweis!")
    said = Comment.objects.get(parent=comment)
    assert states() == ["approved", "approved"]
    assert (said.name, said.author.user, said.author.slug) == ("Wiebke Sandquell", moderator.user, "wiebke-sandquell")
    assert said.target.comment_count == 2
    assert "Danke für den Hinweis!" in moderator.get(said.target.get_absolute_url()).content.decode()


def test_who_has_an_author_already_answers_under_that_name(moderator):
    author = make_author(name="Frau Sandquell", user=moderator.user)
    make_author(slug="wiebke-sandquell")
    page = moderator.get(QUEUE)
    assert page.context["speaks_as"] == "Frau Sandquell"
    do(moderator, "answer", make_comment(status="held"), body="Danke!")
    assert Comment.objects.get(author=author).name == "Frau Sandquell"


def test_looking_at_the_queue_makes_no_author(moderator):
    make_comment(status="held")
    assert "Wiebke Sandquell" in moderator.get(QUEUE).content.decode()
    assert not Author.objects.exists()


def test_undoing_an_answer_takes_the_approval_back_and_leaves_the_answer(moderator):
    comment = make_comment(status="held")
    undo(moderator, do(moderator, "answer", comment, body="Danke!"))
    assert states() == ["held", "approved"]


@pytest.mark.parametrize("body", ["", " ", "x" * 10_001])
def test_an_answer_that_fails_is_shown_again(moderator, body):
    comment = make_comment(status="held")
    page = do(moderator, "answer", comment, body=body)
    assert page.status_code == 422
    form = page.context["rows"][0][1]
    assert form.errors
    assert form["body"].value() == body
    assert states() == ["held"]


def test_a_comment_is_edited_and_its_earlier_words_are_kept(moderator):
    comment = make_comment(status="held", body="Das ist falsch geschriben.")
    address = f"/admin/comments/comment/{comment.pk}/change/"
    version = moderator.get(address).context["adminform"].form["version"].value()
    typed = {"name": comment.name, "email": comment.email, "version": version}
    moderator.post(address, typed | {"body": "Das ist richtig geschrieben."})
    do(moderator, "approve", comment)
    page = moderator.get(address).content.decode()
    assert "Das ist falsch geschriben." in page
    assert page.count("wiebke") >= 2


def test_editing_leads_back_to_the_place_in_the_queue(moderator):
    comment = make_comment(status="held", body="Tippfeler")
    words = moderator.get(f"{QUEUE}?tab=waiting&order=oldest").content.decode()
    address = words.partition('data-do="edit" href="')[2].partition('"')[0]
    version = moderator.get(address).context["adminform"].form["version"].value()
    typed = {"name": comment.name, "email": comment.email, "version": version, "body": "Tippfehler"}
    assert moderator.post(address, typed)["Location"] == f"{QUEUE}?tab=waiting&order=oldest#{comment.anchor}"
    elsewhere = f"/admin/comments/comment/{comment.pk}/change/?back=https://evil.example/"
    version = moderator.get(elsewhere).context["adminform"].form["version"].value()
    assert moderator.post(elsewhere, typed | {"version": version})["Location"] == "/admin/comments/comment/"


def test_a_writer_is_blocked_once(moderator):
    comment = make_comment(status="held", email="Troll@example.org")
    page = do(moderator, "block_writer", comment)
    rule = Rule.objects.get()
    assert (rule.kind, rule.form, rule.text, rule.effect) == ("email", "plain", "troll@example.org", "spam")
    assert f"/admin/comments/rule/{rule.pk}/change/" in page.content.decode()
    assert states() == ["held"]
    do(moderator, "block_writer", comment)
    assert Rule.objects.count() == 1


def test_what_the_lists_say_already_is_not_changed_by_blocking(moderator):
    Rule.objects.create(kind="host", text="example.org", effect="publish")
    comment = make_comment(status="held", website="https://www.example.org/x")
    page = do(moderator, "block_host", comment)
    assert Rule.objects.get().effect == "publish"
    assert "example.org" in str(next(iter(page.context["messages"])))


def test_a_host_is_blocked(moderator):
    do(moderator, "block_host", make_comment(status="held", website="https://www.Spam.example:80/kauf"))
    assert (Rule.objects.get().kind, Rule.objects.get().text) == ("host", "spam.example")


def test_reported_comments_are_looked_at_and_settled(moderator):
    comment = make_comment()
    Report(comment=comment, reason="insult", words="Das geht zu weit.").submit()
    page = moderator.get(f"{QUEUE}?tab=reported").content.decode()
    assert "Das geht zu weit." in page
    do(moderator, "settle", comment, address=f"{QUEUE}?tab=reported")
    assert not Comment.objects.reported().exists()
    assert states() == ["approved"]


def test_one_comment_of_a_page_is_pinned(moderator):
    first = make_comment()
    second = make_comment(first.target)
    do(moderator, "pin", first)
    do(moderator, "pin", second)
    assert list(Comment.objects.filter(is_pinned=True)) == [second]
    do(moderator, "unpin", second)
    assert not Comment.objects.filter(is_pinned=True).exists()


def test_all_comments_are_switched_off_with_one_click(moderator):
    post = make_post()
    page = moderator.post("/admin/blog/site/comments/", {"do": "close", "back": QUEUE}, follow=True)
    assert page.redirect_chain == [(QUEUE, 302)]
    assert not Site.objects.current().comments_open
    assert not post.takes_comments
    for address in (QUEUE, "/admin/"):
        assert 'value="open"' in moderator.get(address).content.decode()
    moderator.post("/admin/blog/site/comments/", {"do": "open", "back": "https://evil.example/"})
    assert post.takes_comments
    assert Site.objects.current().comments_closed_at is None


def test_switching_changes_nothing_else_and_may_be_repeated():
    site = make_site(title="Vorher")
    Site.objects.filter(pk=1).update(title="Nachher")
    site.close_comments()
    closed_at = Site.objects.get().comments_closed_at
    site.close_comments()
    assert (Site.objects.get().title, Site.objects.get().comments_closed_at) == ("Nachher", closed_at)


def test_a_refused_submission_is_taken_over(moderator):
    post = make_post()
    said = {"name": "Jana", "email": "jana@example.org", "website": "", "parent": None, "body": "War ernst gemeint."}
    Rejected.objects.keep(post, said, ["Das Formular war zu alt."])
    rejected = Rejected.objects.get()
    address = f"/admin/comments/rejected/{rejected.pk}/change/"
    page = moderator.get(address).content.decode()
    assert "War ernst gemeint." in page
    assert "Das Formular war zu alt." in page
    moderator.post(address, {"_verb": "take_over"})
    moderator.post("/admin/comments/rejected/", {"action": "take_over", "_selected_action": [rejected.pk]})
    assert states() == ["held"]
    assert Comment.objects.get().body == "War ernst gemeint."
    assert 'name="_verb"' not in moderator.get(address).content.decode()


@pytest.mark.parametrize("address", [QUEUE, "/admin/comments/comment/filter/"])
def test_who_may_not_see_comments_sees_no_queue(client, address):
    client.force_login(User.objects.create_user("gast", is_staff=True))
    assert client.get(address).status_code == 403


def test_who_may_only_look_changes_nothing(client):
    user = User.objects.create_user("leserin", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_comment"))
    client.force_login(user)
    comment = make_comment(status="held")
    page = client.get(QUEUE)
    assert page.status_code == 200
    assert 'value="approve"' not in page.content.decode()
    assert client.post(QUEUE, {"verb": "approve", "comment": comment.pk}).status_code == 403
    batch = "00000000-0000-4000-8000-000000000000"
    assert client.post(f"/admin/comments/comment/undo/{batch}/").status_code == 403
    assert client.post("/admin/blog/site/comments/", {"do": "close"}).status_code == 403
    assert states() == ["held"]


def test_who_may_not_write_lists_blocks_nobody(moderator):
    group = Group.objects.get(name="Redaktion")
    group.permissions.remove(*group.permissions.filter(codename="add_rule"))
    comment = make_comment(status="held")
    assert 'value="block_writer"' not in moderator.get(QUEUE).content.decode()
    assert do(moderator, "block_writer", comment).status_code == 403


def test_the_log_keeps_neither_words_nor_names(moderator):
    comment = make_comment(status="held", name="Nathan Beispiel", body="Unüberlegtes")
    Rejected.objects.keep(
        comment.target, {"name": "Ruth", "email": "", "website": "", "body": "Zu viel", "parent": None}, []
    )
    do(moderator, "answer", comment, body="Danke sehr")
    rejected = Rejected.objects.get()
    moderator.post("/admin/comments/rejected/", {"action": "take_over", "_selected_action": [rejected.pk]})
    said = str(list(LogEntry.objects.values_list("object_repr", "change_message")))
    assert LogEntry.objects.count() == 3
    assert f"Kommentar {comment.pk}" in said
    for word in ("Nathan", "Unüberlegtes", "Ruth", "Zu viel", "Danke sehr"):
        assert word not in said
