"""A post comes, changes and goes, and no kept page says otherwise."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Post
from startalking.tick import announce_due_entries
from tests.factories import (
    make_post,
)
from tests.flows.visiting import is_kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return make_post(title="Gespräche", slug="gespraeche")


class TestPosts:
    def test_a_new_post_is_in_the_lists_and_beside_its_neighbour(self, visit, post):
        places = ["/", "/feed/", "/sitemap-posts.xml", post.get_absolute_url()]
        for path in places:
            visit(path)
        make_post(status=Post.Status.DRAFT, title="Ganz neu", slug="ganz-neu").publish()
        assert all("ganz-neu" in visit(path)[1] for path in places)

    def test_a_draft_shows_nowhere(self, visit, post):
        visit("/")
        draft = make_post(status=Post.Status.DRAFT, title="Geheim")
        draft.record_edit()
        assert "Geheim" not in visit("/")[1]
        assert visit(draft.get_absolute_url())[0] == 404

    def test_an_edited_post(self, visit, post):
        for path in ("/", post.get_absolute_url()):
            visit(path)
        post.title = "Zuhören"
        post.save()
        post.record_edit()
        for path in ("/", post.get_absolute_url()):
            assert "Zuhören" in visit(path)[1]

    def test_a_withdrawn_post_is_gone_at_once_and_comes_back(self, visit, post):
        path = post.get_absolute_url()
        visit(path)
        post.withdraw()
        assert visit(path)[0] == 410
        assert is_kept(visit, path)
        post.publish()
        assert visit(path)[0] == 200

    @pytest.mark.parametrize("how", ["withdraw", "keep_private", "delete"])
    def test_its_title_stands_in_no_list_any_more(self, visit, post, how):
        makes_company = make_post()
        places = ["/", "/feed/", "/sitemap-posts.xml", makes_company.get_absolute_url()]
        assert any("gespraeche" in visit(path)[1] for path in places)
        getattr(post, how)()
        assert not any("gespraeche" in visit(path)[1] for path in places)

    def test_a_password_closes_it_at_once(self, visit, post):
        path = post.get_absolute_url()
        visit(path)
        post.password = "geheim"
        post.save()
        post.record_edit()
        assert "Ein Text über" not in visit(path)[1]
        assert "private" in visit.headers["Cache-Control"]
        assert "Ein Text über" not in visit("/feed/")[1]

    def test_a_scheduled_post_comes_with_its_minute(self, visit, time_machine):
        visit("/")
        later = make_post(status=Post.Status.DRAFT, title="Morgen früh")
        later.publish(at=timezone.now() + timedelta(minutes=5))
        assert "Morgen früh" not in visit("/")[1]
        time_machine.move_to(timezone.now() + timedelta(minutes=6))
        announce_due_entries()
        assert "Morgen früh" in visit("/")[1]

    def test_one_that_is_put_off_goes_and_comes_back_with_its_minute(self, visit, post, time_machine):
        visit("/")
        post.publish(at=timezone.now() + timedelta(minutes=5))
        assert "gespraeche" not in visit("/")[1]
        assert visit(post.get_absolute_url())[0] == 404
        time_machine.move_to(timezone.now() + timedelta(minutes=6))
        announce_due_entries()
        assert "gespraeche" in visit("/")[1]
        assert visit(post.get_absolute_url())[0] == 200
        announce_due_entries()
        assert is_kept(visit, "/")

    def test_a_former_address_follows_its_post(self, visit, post):
        former = post.get_absolute_url()
        post.slug = "zuhoeren"
        post.save()
        post.record_edit()
        assert visit(former)[0] == 301
        assert visit.headers["Location"] == "/blog/zuhoeren/"
        assert is_kept(visit, former)
        post.slug = "nachfragen"
        post.save()
        post.record_edit()
        visit(former)
        assert visit.headers["Location"] == "/blog/nachfragen/"

    def test_what_is_akin_to_it_is_shown_when_it_was_found(self, visit):
        words = "<p>Pressearbeit braucht Geduld, Pressearbeit braucht Kontakte, Pressearbeit braucht Redaktionen.</p>"
        first = make_post(title="Pressearbeit heute", body=words)
        first.record_edit()
        visit(first.get_absolute_url())
        second = make_post(status=Post.Status.DRAFT, title="Pressearbeit morgen", body=words)
        second.publish()
        make_post(status=Post.Status.DRAFT, title="Dazwischen", body="<p>Etwas anderes.</p>").publish()
        assert "Pressearbeit morgen" in visit(first.get_absolute_url())[1]
