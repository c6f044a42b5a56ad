"""What stands in the head of every answer."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse


@pytest.fixture
def policy(client):
    def read(path):
        header = client.get(path)["Content-Security-Policy"]
        return {part.split()[0]: part.split()[1:] for part in header.split(";")}

    return read


@pytest.mark.django_db
def test_nothing_is_allowed_but_what_is_ours(policy):
    allowed = policy("/")
    assert allowed["default-src"] == ["'none'"]
    assert allowed["script-src"] == allowed["style-src"] == allowed["font-src"] == ["'self'"]
    assert allowed["img-src"] == ["'self'", "data:"]
    assert allowed["frame-ancestors"] == allowed["base-uri"] == ["'none'"]


@pytest.mark.django_db
def test_a_reader_gets_no_cookie(client):
    answer = client.get("/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.django_db
def test_other_sites_learn_our_host_and_no_more(client):
    answer = client.get("/")
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"


def test_the_editors_import_map_carries_the_nonce_of_its_page(admin_client):
    answer = admin_client.get(reverse("admin:blog_post_add"))
    nonce = re.search(r'<script type="importmap"[^>]* nonce="([^"]+)"', answer.content.decode())
    assert nonce
    assert f"'nonce-{nonce[1]}'" in answer["Content-Security-Policy"]


def test_other_pages_of_the_admin_have_no_nonce(admin_client):
    assert get_user_model().objects.count() == 1
    assert "nonce-" not in admin_client.get(reverse("admin:index"))["Content-Security-Policy"]


def test_an_editors_page_comes_packed_and_its_length_says_nothing(admin_client):
    answers = [
        admin_client.get(reverse("admin:index"), headers={"Accept-Encoding": "gzip, br, zstd"}) for _try in range(8)
    ]
    assert {answer["Content-Encoding"] for answer in answers} == {"zstd"}
    assert all("accept-encoding" in answer["Vary"].lower() for answer in answers)
    assert len({len(answer["X-Noise"]) for answer in answers}) > 1
