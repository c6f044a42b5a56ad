"""An operator works the queue by hand: `manage.py linkbacks send` and `status`."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from blog.models import Post
from linkbacks import ledger
from linkbacks.models import Outgoing, Policy
from startalking.core.turns import turn
from tests.factories import make_post
from tests.flows.telling import LINK, PAGE, WEBMENTION, published, row

pytestmark = pytest.mark.django_db


def said(work):
    stdout = StringIO()
    call_command("linkbacks", work, stdout=stdout)
    return stdout.getvalue()


@pytest.fixture
def waiting(elsewhere):
    """A post whose neighbour is to be told, with no worker that would do it."""
    post = make_post(title="Gruß", body=LINK)
    ledger.enter(post)
    Outgoing.objects.update(state="waiting", due_at=timezone.now() - timedelta(minutes=1))
    return post


def test_what_is_due_is_sent_and_said(waiting, elsewhere):
    elsewhere.blog(PAGE, webmention=WEBMENTION)
    [line] = said("send").splitlines()
    assert line.startswith(f"Gruß → {PAGE}: ")
    assert "Webmention" in line
    assert elsewhere.told() == [WEBMENTION]
    said("send")
    assert elsewhere.told() == []


def test_a_host_that_somebody_else_is_telling_is_said(waiting, elsewhere):
    with turn("linkbacks.nachbar.example", wait=0):
        [line] = said("send").splitlines()
    assert "nachbar.example" in line
    assert elsewhere.told() == []


def test_what_has_to_wait_says_until_when(waiting, elsewhere):
    elsewhere.blog(PAGE, webmention=WEBMENTION, answer=(503, "Pause"))
    assert "Pause" in said("send")
    assert PAGE in said("status")


def test_what_came_out_unnoticed_is_sent_too(elsewhere):
    elsewhere.blog(PAGE, webmention=WEBMENTION)
    post = make_post(status=Post.Status.DRAFT, body=LINK)
    ledger.enter(post)
    Post.objects.update(status="published", published_at=timezone.now())
    said("send")
    assert elsewhere.told() == [WEBMENTION]


def test_nothing_is_sent_while_that_is_switched_off(waiting, elsewhere):
    elsewhere.blog(PAGE, webmention=WEBMENTION)
    Policy.objects.update_or_create(pk=1, defaults={"sends": False})
    assert len(said("send").splitlines()) == 1
    assert elsewhere.told() == []
    assert row().state == "waiting"


def test_the_states_are_counted(elsewhere):
    elsewhere.blog(PAGE, webmention=WEBMENTION)
    published()
    assert ": 1" in said("status")


def test_other_work_is_unknown():
    with pytest.raises(CommandError):
        said("rest")
