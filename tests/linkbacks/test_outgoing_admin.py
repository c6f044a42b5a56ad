import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linkbacks import ledger
from linkbacks.models import Outgoing
from tests.factories import make_article, make_editor, make_page, make_post

pytestmark = pytest.mark.django_db

LIST = "/admin/linkbacks/outgoing/"
LINK = '<p><a href="https://nachbar.example/{}/">hier</a></p>'


@pytest.fixture
def desk(client):
    client.force_login(make_editor())
    return client


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def entered(make, number=0, **fields):
    text = make(body=LINK.format(number), **fields)
    ledger.enter(text)
    return text


def test_the_list_costs_the_same_however_long_it_is(desk):
    entered(make_post)
    queries_of(desk, LIST)  # fills what Django keeps for the whole process
    few = queries_of(desk, LIST)
    for make in (make_post, make_page, make_article) * 10:
        entered(make)
    assert queries_of(desk, LIST) == few <= 15


def test_a_ledger_costs_the_same_however_long_it_is(desk):
    short, long = make_post(body=LINK.format(1)), make_post(body="".join(map(LINK.format, range(30))))
    for post in (short, long):
        ledger.enter(post)
    pages = [reverse("admin:blog_post_change", args=[post.pk]) for post in (short, long)]
    queries_of(desk, pages[0])
    assert queries_of(desk, pages[0]) == queries_of(desk, pages[1])


def test_a_line_of_the_list_opens_and_tells_its_story(desk):
    entered(make_page)
    row = Outgoing.objects.get()
    row.leave_alone("Weil wir es so wollen.")
    page = desk.get(reverse("admin:linkbacks_outgoing_change", args=[row.pk])).content.decode()
    assert "Weil wir es so wollen." in page
    assert desk.get(f"{LIST}add/").status_code == 403


def test_a_ledger_of_every_kind_of_text_opens(desk):
    for text in (entered(make_post), entered(make_page), entered(make_article)):
        name = text._meta.model_name
        app = text._meta.app_label
        page = desk.get(reverse(f"admin:{app}_{name}_change", args=[text.pk])).content.decode()
        assert "https://nachbar.example/0/" in page
