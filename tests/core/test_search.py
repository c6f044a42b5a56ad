from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.models import Post, Site
from startalking.core import index, matching, search
from startalking.core.models import Document, Term
from tests.factories import make_article, make_category, make_page, make_post, make_section

pytestmark = pytest.mark.django_db


def indexed(*texts):
    for text in texts:
        index.refresh(text._meta.label_lower, text.pk)
    return texts[0]


def titles(query, language="de", **options):
    return [found.title for found in search.find(query, language, **options).found]


def test_a_post_is_found_by_a_word_of_its_text():
    post = indexed(make_post(title="Zuhören", body="<p>Wer zuhört, gewinnt <strong>Vertrauen</strong>.</p>"))
    (found,) = search.find("vertrauen", "de").found
    assert (found.title, found.path, found.kind) == ("Zuhören", post.get_absolute_url(), "blog.post")
    assert found.date == post.published_at
    assert ("Vertrauen", True) in [(piece.text, piece.marked) for piece in found.excerpt]


def test_pages_and_articles_are_found_too():
    indexed(make_page(title="Impressum"), make_article(term="DNSSEC", headline="Wer prüft, ob der Wegweiser stimmt?"))
    assert titles("impressum") == ["Impressum"]
    assert titles("dnssec") == ["Wer prüft, ob der Wegweiser stimmt?"]


@pytest.mark.parametrize("query", ["Größe", "groesse", "GRÖSSE", "Größen", "“Größe”"])
def test_umlauts_are_found_however_they_are_typed(query):
    indexed(make_post(title="Auf die Größe kommt es an"))
    assert titles(query) == ["Auf die Größe kommt es an"]


@pytest.mark.parametrize(("written", "query"), [("Häuser", "Haus"), ("Haus", "Häuser"), ("Bewertung", "Bewertungen")])
def test_singular_and_plural_find_each_other(written, query):
    indexed(make_post(title="Etwas", body=f"<p>Hier steht {written}.</p>"))
    assert titles(query) == ["Etwas"]


def test_a_part_finds_the_compound_and_the_compound_its_parts():
    indexed(
        make_post(title="Wörter", body="<p>Die Bewertung der Kunden zählt.</p>"),
        make_post(title="Compound", body="<p>Kundenbewertungen zählen.</p>"),
    )
    assert set(titles("Bewertung")) == {"Wörter", "Compound"}
    assert set(titles("Kundenbewertung")) == {"Wörter", "Compound"}
    assert set(titles("Kunde")) == {"Wörter", "Compound"}


def test_an_english_post_is_found_by_an_english_stem_whatever_the_page_speaks():
    indexed(make_post(title="On listening", body="<p>Readers are listening.</p>", language="en"))
    assert titles("listen", "de") == titles("listened", "en") == ["On listening"]


def test_all_words_have_to_be_there():
    indexed(make_post(title="Eins", body="<p>Apfel</p>"), make_post(title="Zwei", body="<p>Apfel Birne</p>"))
    assert titles("Apfel Birne") == ["Zwei"]


def test_small_words_do_not_count_unless_there_are_no_others():
    indexed(make_post(title="Krise", body="<p>Was nun?</p>"))
    assert titles("die Krise und der") == ["Krise"]
    assert titles("und der") == []


def test_the_beginning_of_a_word_finds_it_when_nothing_else_does():
    indexed(make_post(title="Barrierefreiheit beginnt im Satz"))
    assert titles("Barrieref") == ["Barrierefreiheit beginnt im Satz"]


def test_a_title_counts_more_than_a_tag_and_a_tag_more_than_the_text():
    indexed(
        make_post(title="Im Text", body="<p>Am Rande: Podcast.</p>"),
        make_post(title="Mit Schlagwort", body="<p>Zum Hören.</p>", tags=["Podcast"]),
        make_post(title="Ein Podcast", body="<p>Zum Anhören.</p>"),
    )
    assert titles("Podcast") == ["Ein Podcast", "Mit Schlagwort", "Im Text"]


def test_a_post_is_found_by_its_category():
    indexed(make_post(title="Am Telefon", categories=[make_category("Pressearbeit")]))
    assert titles("Pressearbeit") == ["Am Telefon"]


def test_pages_of_results_do_not_overlap():
    indexed(*(make_post(title=f"Nummer {number}", body="<p>Gleich</p>") for number in range(5)))
    first, second = titles("gleich", limit=3), titles("gleich", limit=3, offset=3)
    assert len(first) == 3
    assert len(second) == 2
    assert not set(first) & set(second)
    assert search.find("gleich", "de", limit=1).count == 5


HIDDEN = {
    "draft": {"status": Post.Status.DRAFT},
    "private": {"status": Post.Status.PRIVATE},
    "withdrawn": {"status": Post.Status.WITHDRAWN},
    "scheduled": {"status": Post.Status.SCHEDULED, "published_at": timezone.now() + timedelta(days=2)},
    "with a password": {"password": "geheim"},
}


@pytest.mark.parametrize("make", [make_post, make_page])
@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_public_is_never_indexed(make, state):
    indexed(make(title="Geheimnis", **HIDDEN[state]))
    assert not Document.objects.exists()
    assert titles("Geheimnis") == []


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_public_no_longer_is_not_found_even_before_the_index_hears_of_it(state):
    post = indexed(make_post(title="Geheimnis", body="<p>Nur kurz</p>"))
    Post.objects.filter(pk=post.pk).update(**HIDDEN[state])
    assert Document.objects.exists()
    assert search.find("Geheimnis", "de").count == 0
    assert search.near_addresses(post.get_absolute_url(), "de") == []


def test_a_post_that_is_withdrawn_leaves_the_index():
    post = make_post(title="Geheimnis", status=Post.Status.DRAFT)
    post.publish()
    assert titles("Geheimnis") == ["Geheimnis"]
    post.withdraw()
    assert not Document.objects.exists()
    assert not Term.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_search")
        assert cursor.fetchone() == (0,)


def test_a_post_that_is_edited_is_found_by_its_new_words_only():
    post = indexed(make_post(title="Alt"))
    post.title = "Neuigkeit"
    post.save()
    post.record_edit()
    assert titles("Neuigkeit") == ["Neuigkeit"]
    assert titles("Alt") == []


def test_an_article_is_indexed_when_it_is_published_and_leaves_when_it_is_withdrawn():
    article = make_article(term="Shitstorms", status="draft")
    article.publish()
    assert search.find("Shitstorm", "de").count == 1
    article.withdraw()
    assert search.find("Shitstorm", "de").count == 0


def test_an_address_that_has_changed_is_the_one_that_is_shown():
    section = make_section(slug="alt")
    article = indexed(make_article(term="SSL", section=section, slug="ssl"))
    section.slug = "neu"
    section.save()
    article.refresh_from_db()
    assert [found.path for found in search.find("SSL", "de").found] == ["/wissen/neu/ssl/"]


def test_the_command_fills_the_index_and_forgets_what_is_gone(capsys):
    gone = indexed(make_post(title="Verschwunden"))
    Post.objects.filter(pk=gone.pk).update(status=Post.Status.WITHDRAWN)
    make_post(title="Eine Bewertung", body="<p>Von Kunden</p>")
    make_post(title="Kundenbewertungen")
    make_page(title="Kontakt")
    call_command("index")
    call_command("index")
    assert sorted(Document.objects.values_list("kind", flat=True)) == ["blog.page", "blog.post", "blog.post"]
    assert set(titles("Bewertung")) == {"Eine Bewertung", "Kundenbewertungen"}


def test_a_mistyped_address_leads_near_the_right_one():
    post = indexed(
        make_post(title="Newsletter schreiben", slug="newsletter-schreiben"), make_page(title="Kontakt", slug="kontakt")
    )
    paths = [found.path for found in search.near_addresses("/2012/10/newsleter-schreibn/", "de")]
    assert paths == [post.get_absolute_url()]
    assert search.near_addresses("/wp-login.php", "de") == []


def test_a_search_costs_few_queries_whatever_it_finds(django_assert_max_num_queries):
    indexed(
        *(make_post(title="Gespräche", body="<p>Gespräche</p>") for _number in range(30)), make_page(title="Gespräche")
    )
    with Site.objects.remembered(), django_assert_max_num_queries(9):
        assert search.find("Gespräche", "de", limit=20).count == 31


ODD = ['"', "'", "a*", "NEAR(a b)", "a AND", "-a", "title:x", "a & !b", ":*", "\\", "\x00", "%s", "{", "\ud800"]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.sampled_from(ODD))
def test_no_query_raises(query):
    assert search.find(query, "de").count == 0
    assert search.find(query * 40, "en").count == 0
    assert search.near_addresses(query, "de") == []


def test_of_many_texts_those_with_the_words_in_their_titles_come_first_then_the_newest(monkeypatch):
    monkeypatch.setattr(matching, "RANKED", 3)
    indexed(
        make_post(title="Gespräche führen", body="<p>Wie?</p>"),
        *(make_post(title=f"Nummer {number}", body="<p>Gespräche</p>") for number in range(4)),
    )
    assert titles("Gespräche") == ["Gespräche führen", "Nummer 3", "Nummer 2", "Nummer 1", "Nummer 0"]
    assert titles("Gespräche", limit=2, offset=3) == ["Nummer 1", "Nummer 0"]


def test_words_that_many_texts_have_tell_nothing_of_an_address(monkeypatch):
    monkeypatch.setattr(matching, "RANKED", 3)
    post = indexed(
        make_post(title="Newsletter schreiben", slug="newsletter-schreiben"),
        *(make_post(title="Schreiben", slug=f"schreiben-{number}") for number in range(4)),
    )
    assert [found.path for found in search.near_addresses("/newsleter-schreiben/", "de")] == [post.get_absolute_url()]
    assert search.near_addresses("/schreiben/", "de") == []
