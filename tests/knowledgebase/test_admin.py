import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledgebase.models import Article, Section
from tests.factories import make_article, make_editor, make_section

pytestmark = pytest.mark.django_db

ARTICLES = "/admin/knowledgebase/article/"


@pytest.fixture
def desk(client):
    client.force_login(make_editor())
    return client


def queries_of(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(ARTICLES).status_code == 200
    return len(queries)


def test_the_list_costs_the_same_however_long_it_is(desk):
    make_article()
    queries_of(desk)  # fills what Django keeps for the whole process
    few = queries_of(desk)
    for _number in range(29):
        make_article()
    assert queries_of(desk) == few <= 15


def test_articles_are_ordered_in_the_list(desk):
    section = make_section()
    first, second = make_article(section=section, position=1), make_article(section=section, position=2)
    rows = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "1"}
    for number, article in enumerate([first, second]):
        rows |= {
            f"form-{number}-id": article.pk,
            f"form-{number}-position": 2 - number,
            f"form-{number}-in_overview": "on",
        }
    desk.post(ARTICLES, rows)
    assert list(Article.objects.order_by("position")) == [second, first]
    second.refresh_from_db()
    assert second.html


def test_an_article_is_published_and_withdrawn(desk):
    article = make_article(status=Article.Status.DRAFT)
    for verb, code in (("publish", 200), ("withdraw", 410)):
        desk.post(ARTICLES, {"action": verb, "_selected_action": [article.pk]})
        desk.logout()
        assert desk.get(article.get_absolute_url()).status_code == code
        desk.force_login(make_editor())


def test_sections_move_by_keyboard(desk):
    make_section(name="A")
    second = make_section(name="B")
    desk.post(reverse("admin:knowledgebase_section_changelist"), {"action": "move_up", "_selected_action": [second.pk]})
    assert list(Section.objects.order_by("tree_id", "lft").values_list("name", flat=True)) == ["B", "A"]
