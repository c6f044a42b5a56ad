"""What somebody sees who cannot go on: what happened and what to do, in German and English."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

UNAIDED = ("400.html", "403.html", "403_csrf.html", "500.html")
"""Pages that are drawn when nothing else can be relied on."""


@pytest.mark.parametrize("name", UNAIDED)
def test_it_speaks_both_languages_and_shows_the_way_on(name):
    page = render_to_string(name)
    assert '<html lang="de">' in page
    assert '<p class="head__intro" lang="en">' in page
    assert 'href="/"' in page


@pytest.mark.django_db
def test_a_form_from_another_session_says_how_to_keep_what_was_written():
    visitor = Client(enforce_csrf_checks=True)
    answer = visitor.post("/admin/login/", {"username": "redaktion", "password": "falsch"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "steht noch im Formular" in page
    assert "what you wrote is still in the form" in page
    assert "CSRF" not in page
