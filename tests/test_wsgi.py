"""The door that requests come through before any middleware: whatever a header says, there is an answer."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from linkbacks.models import Incoming
from startalking.wsgi import application
from tests.factories import make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("connection_stays")]

FORM = "application/x-www-form-urlencoded"
LABELS = ["undefined", "hex", "rot13", "idna", "punycode", "unicode_escape", "keins", "", "\x00", "utf-8", "x" * 5000]
PARAMETERS = [f"charset={label}" for label in LABELS] + [
    "charset*=bogus'en'%ff%fe",
    "charset*=undefined'en'%ff",
    "charset*=utf-8'en'hex",
    "charset*=a; charset*0=b",
    "charset*0*=undefined''a; charset*1=b",
    "=;;=",
]


def answer(method, path, body=b"", kind=FORM):
    """The status with which the server's own entrance answers, and the body."""
    started = []
    environ = RequestFactory().generic(method, path).environ
    environ |= {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    response = application(environ, lambda status, _headers: started.append(status))
    return int(started[0].split()[0]), b"".join(response).decode()


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_charset_that_is_none_is_not_said(parameter):
    post, kind = make_post(), f"{FORM}; {parameter}"
    assert answer("GET", f"{post.get_absolute_url()}?a=%C3%A4", kind=kind)[0] == 200
    assert answer("POST", "/suche/?q=a", b"a=b", kind=kind)[0] < 500
    assert answer("POST", f"/kommentar/beitrag/{post.pk}/", b"body=Ein+Text", kind=kind)[0] in {400, 422}


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_trackbacks_have_rules_of_their_own(parameter):
    post = make_post()
    body = urlencode({"url": "https://anderswo.example/", "title": "Grüße"}).encode()
    status, told = answer("POST", post.trackback_url, body, f"{FORM}; {parameter}")
    assert (status, "<error>0</error>" in told) == (200, True)
    assert Incoming.objects.get().title == "Grüße"


def test_trackbacks_may_come_in_old_charsets():
    body = urlencode({"url": "https://anderswo.example/", "title": "Grüße"}, encoding="windows-1252").encode()
    answer("POST", make_post().trackback_url, body, f"{FORM}; charset=windows-1252")
    assert Incoming.objects.get().title == "Grüße"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_thousands_of_fields_are_a_bad_request(method):
    fields = "&".join(f"f{number}=1" for number in range(3000))
    path = f"/kommentar/beitrag/{make_post().pk}/"
    query, body = (f"?{fields}", b"") if method == "GET" else ("", fields.encode())
    assert answer(method, path + query, body, f"{FORM}; charset=utf-8")[0] < 500


@rules(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(["charset", "*", "0", "1", "=", "'", ";", '"', "hex", "%ff", " ", "ü"]), max_size=12))
def test_no_content_type_ends_in_a_server_error(pieces):
    kind = FORM + ";" + "".join(pieces).encode().decode("latin-1")
    assert answer("POST", "/gibt-es-nicht/", b"a=b", kind)[0] < 500
    assert answer("POST", "/gibt-es-nicht/trackback/", b"url=b", kind)[0] == 200
