import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linkbacks.models import Incoming
from tests.factories import make_article, make_editor, make_linkback, make_page, make_post

pytestmark = pytest.mark.django_db

LINKBACKS = "/admin/linkbacks/incoming/"


@pytest.fixture
def desk(client):
    client.force_login(make_editor())
    return client


def queries_of(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(LINKBACKS).status_code == 200
    return len(queries)


def test_the_list_costs_the_same_however_long_it_is(desk):
    make_linkback(make_post())
    queries_of(desk)  # fills what Django keeps for the whole process
    few = queries_of(desk)
    for _number in range(10):
        make_linkback(make_post())
        make_linkback(make_page())
        make_linkback(make_article())
    assert queries_of(desk) == few <= 15


def test_moderators_judge_many_at_once(desk):
    chosen = [make_linkback(status="held"), make_linkback(status="held")]
    desk.post(LINKBACKS, {"action": "approve", "_selected_action": [linkback.pk for linkback in chosen]})
    assert Incoming.objects.shown().count() == 2


def test_a_source_that_is_no_web_address_is_no_link(desk):
    linkback = make_linkback()
    Incoming.objects.filter(pk=linkback.pk).update(source="javascript:alert(1)")
    page = desk.get(reverse("admin:linkbacks_incoming_change", args=[linkback.pk])).content.decode()
    assert 'href="javascript:' not in page


def test_who_wrote_elsewhere_is_not_called_one_of_our_authors(desk):
    linkback = make_linkback(author_name="Lia")
    page = desk.get(f"{LINKBACKS}{linkback.pk}/change/", headers={"Accept-Language": "de"}).text
    assert "Lia" in page
    assert "Name:" in page
    assert "Autorenprofil:" not in page
