"""What is read of a conversation, for each way to ask and each shape that it can have."""

import pytest
from django.http import QueryDict

from blog.models import Site
from comments import conversation
from comments.conversation import ROWS
from comments.models import Comment
from tests.conversations import SHAPES, flat, make_conversation, nested, one_deep_thread, one_thread
from tests.factories import make_author, make_comment, make_post, make_site

pytestmark = pytest.mark.django_db

MOST_ROWS = 125


@pytest.fixture
def post():
    return make_post()


@pytest.fixture(autouse=True)
def settings_are_read_once():
    with Site.objects.remembered():
        yield


def read(post, query=""):
    return conversation.read(post, QueryDict(query))


def shown(excerpt):
    """The keys of all comments, in reading order."""
    found, waiting = [], list(reversed(excerpt.nodes))
    while waiting:
        node = waiting.pop()
        found.append(node.comment.pk)
        waiting.extend(reversed(node.answers))
    return found


def roots(excerpt):
    return [node.comment.pk for node in excerpt.nodes]


def query_of(address):
    return address.partition("#")[0].partition("?")[2]


def keys(said):
    return [comment.pk for comment in said]


def test_nothing_said_costs_nothing(post, django_assert_num_queries):
    post.get_absolute_url()
    with django_assert_num_queries(0):
        assert shown(read(post)) == []


def test_pages_are_cut_by_threads_and_hold_their_answers(post):
    make_site(comments_per_page=5)
    said = keys(make_conversation(post, nested(60, together=5)))
    first, second = read(post), read(post, "kommentare=2")
    assert shown(first) == said[:25]
    assert shown(second) == said[25:50]
    assert (second.page, second.pages) == (2, 3)


def test_from_page_to_page_every_comment_comes_once(post):
    make_site(comments_per_page=5)
    said = keys(make_conversation(post, flat(33)))
    seen, query = [], ""
    while True:
        excerpt = read(post, query)
        seen += shown(excerpt)
        if not excerpt.later:
            break
        query = query_of(excerpt.later)
    assert seen == said


def test_newest_first_the_conversation_opens_on_its_last_page(post):
    make_site(comments_per_page=10, comment_order="newest")
    said = keys(make_conversation(post, flat(33)))
    opened = read(post)
    assert shown(opened) == list(reversed(said[20:]))
    assert opened.earlier.endswith("?kommentare=2#comments")
    assert shown(read(post, "kommentare=3")) == shown(opened)
    assert shown(read(post, "kommentare=2")) == list(reversed(said[10:20]))


@pytest.mark.parametrize("number", [3, 8, 14, 15, 33, 34, 35, 40, 44, 45])
def test_newest_first_pages_hold_everything_once_whatever_the_number(post, number):
    make_site(comments_per_page=10, comment_order="newest")
    said = keys(make_conversation(post, flat(number)))
    pages = read(post).pages
    seen = [pk for page in range(pages, 0, -1) for pk in shown(read(post, f"kommentare={page}"))]
    assert seen == list(reversed(said))


def test_a_page_shows_the_same_threads_when_the_conversation_has_grown(post):
    make_site(comments_per_page=5)
    for _number in range(12):
        make_comment(post)
    post.refresh_from_db()
    before = roots(read(post, "kommentare=2"))
    for _number in range(7):
        make_comment(post)
    post.refresh_from_db()
    assert roots(read(post, "kommentare=2")) == before


def test_a_comment_approved_late_comes_at_the_end_of_the_pages(post):
    make_site(comments_per_page=5)
    late = make_comment(post, status=Comment.Status.HELD)
    for _number in range(7):
        make_comment(post)
    late.approve()
    post.refresh_from_db()
    assert late.pk in roots(read(post, "kommentare=2"))


@pytest.mark.parametrize("page", ["0", "3", "99", "999999999"])
def test_the_nearest_page_is_shown_for_one_that_is_not_there(post, page):
    make_site(comments_per_page=5)
    said = keys(make_conversation(post, flat(8)))
    assert shown(read(post, f"kommentare={page}")) == (said[:5] if page == "0" else said[5:])


@pytest.mark.parametrize("nonsense", ["", "x", "-1", "1.5", "9" * 40, "%00", "²"])
@pytest.mark.parametrize("name", ["kommentare", "strang", "ab", "nur"])
def test_what_makes_no_sense_is_as_good_as_nothing(post, name, nonsense):
    said = keys(make_conversation(post, flat(3)))
    assert shown(read(post, f"{name}={nonsense}")) == said


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_page_takes_one_query_and_a_bounded_number_of_rows(post, shape, order, django_assert_num_queries):
    make_site(comment_order=order)
    make_conversation(post, SHAPES[shape](900))
    post.get_absolute_url()
    with django_assert_num_queries(1):
        excerpt = read(post)
    assert 0 < len(shown(excerpt)) <= MOST_ROWS


def test_where_many_threads_are_long_all_have_their_share(post):
    make_conversation(post, nested(2000, together=40))
    nodes = read(post).nodes
    assert len(nodes) == Site.objects.current().comments_per_page
    assert {node.said for node in nodes} <= {1, 2}
    assert all(node.number == 39 for node in nodes)


@pytest.mark.parametrize("shape", [one_thread, one_deep_thread])
def test_of_a_long_thread_the_beginning_is_shown_and_the_rest_is_a_link_away(post, shape):
    said = keys(make_conversation(post, shape(300)))
    (node,) = read(post).nodes
    first = shown(read(post))
    assert first == said[: len(first)]
    assert node.number == 299
    assert node.beyond == 300 - len(first)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_thread_is_read_to_its_end_page_by_page(post, shape):
    said = make_conversation(post, SHAPES[shape](300))
    root = said[0].pk
    thread = [comment.pk for comment in said if comment.tree_id == root]
    seen, query = [], f"strang={root}"
    while query:
        excerpt = read(post, query)
        seen += [pk for pk in shown(excerpt) if pk not in seen]
        query = query_of(excerpt.later)
    assert seen == thread


def test_a_later_page_of_a_thread_says_what_its_answers_answer(post):
    said = keys(make_conversation(post, one_deep_thread(300)))
    excerpt = read(post, f"strang={said[0]}&ab={said[150]}")
    page = shown(excerpt)
    assert page[0] == said[0]
    assert said[150] in page
    assert said[149] in page
    assert said[60] not in page
    assert shown(read(post, query_of(excerpt.earlier)))[-1] == said[149]


def test_the_answers_to_one_comment_stand_alone(post):
    root = make_comment(post)
    asked, beside = make_comment(parent=root), make_comment(parent=root)
    answer = make_comment(parent=asked)
    post.refresh_from_db()
    assert shown(read(post, f"strang={asked.pk}")) == [asked.pk, answer.pk]
    assert beside.pk not in shown(read(post, f"strang={asked.pk}"))


def test_a_thread_of_another_page_is_not_shown_here(post):
    mine, other = make_comment(post), make_comment()
    post.refresh_from_db()
    excerpt = read(post, f"strang={other.pk}")
    assert shown(excerpt) == [mine.pk]
    assert not excerpt.is_selection


def test_only_what_authors_said_and_to_whom(post):
    author = make_author()
    asked, other = make_comment(post), make_comment(post)
    answer = make_comment(parent=asked, author=author)
    make_comment(parent=asked)
    post.refresh_from_db()
    excerpt = read(post, "nur=autor")
    assert shown(excerpt) == [asked.pk, answer.pk]
    assert other.pk not in shown(excerpt)
    assert read(post).has_authors


def test_many_answers_of_authors_come_in_pages(post):
    author = make_author()
    said = keys(make_conversation(post, flat(250), author=author))
    seen, query = [], "nur=autor"
    while query:
        excerpt = read(post, query)
        seen += shown(excerpt)
        query = query_of(excerpt.later)
    assert seen == said
    assert shown(read(post, query_of(excerpt.earlier))) == said[2 * ROWS : 3 * ROWS]


def test_a_removed_comment_at_which_a_page_is_cut_keeps_its_place(post):
    said = make_conversation(post, one_thread(200))
    Comment.objects.filter(pk=said[0].pk).update(status=Comment.Status.TRASH)
    Comment.objects.filter(pk__in=keys(said[1:100])).update(status=Comment.Status.TRASH)
    (node,) = read(post).nodes
    assert node.comment.pk == said[0].pk
    assert not node.comment.is_shown
    assert node.beyond > 0


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_address_of_a_comment_leads_to_a_page_that_shows_it(post, shape, order):
    make_site(comments_per_page=5, comment_order=order)
    said = make_conversation(post, SHAPES[shape](160))
    for comment in said[::7]:
        address = conversation.address_of(comment)
        assert address.endswith(f"#comment-{comment.pk}")
        assert comment.pk in shown(read(post, query_of(address)))


def test_the_address_of_a_comment_on_the_opening_page_is_the_posts_own(post):
    comment = make_comment(post)
    assert conversation.address_of(comment) == f"{post.get_absolute_url()}#comment-{comment.pk}"


def test_a_pinned_thread_comes_first_and_once(post):
    first, pinned = make_comment(post), make_comment(post)
    answer = make_comment(parent=pinned)
    pinned.pin()
    post.refresh_from_db()
    excerpt = read(post)
    assert shown(excerpt) == [pinned.pk, answer.pk, first.pk]
    assert excerpt.pinned is None


def test_a_pinned_answer_stands_above_and_its_place_remains(post):
    root = make_comment(post)
    pinned = make_comment(parent=root)
    pinned.pin()
    post.refresh_from_db()
    excerpt = read(post)
    assert excerpt.pinned.pk == pinned.pk
    assert shown(excerpt) == [root.pk, pinned.pk]


def test_what_is_pinned_on_another_page_stands_above_the_first_page_only(post):
    make_site(comments_per_page=5)
    said = make_conversation(post, flat(12))
    said[9].pin()
    assert read(post).pinned.pk == said[9].pk
    second = read(post, "kommentare=2")
    assert second.pinned is None
    assert said[9].pk in shown(second)
