"""Pingback as the XML-RPC libraries of Python and Perl speak it."""

import shutil
import subprocess
from pathlib import Path
from xmlrpc.client import Fault, ServerProxy

import pytest

from tests.peers.neighbours import said_by, served

pytestmark = pytest.mark.peers

ELSEWHERE = "http://192.0.2.1/"
DOORS = ["/pingback/", "/xmlrpc.php"]
CALL = Path(__file__).parent / "call.pl"


def write_page(folder, target):
    text = (
        f'<!doctype html><title>Eine Antwort</title><p>Dazu passt <a href="{target}">dieser Beitrag</a> sehr gut.</p>'
    )
    (folder / "index.html").write_text(text, encoding="utf-8")


@pytest.fixture
def source(places, tmp_path):
    with served(tmp_path, places["xmlrpc"]) as url:
        yield f"{url}/"


@pytest.fixture
def python(house):
    with ServerProxy(f"{house.url}/pingback/") as door:
        yield door


def test_python_sends_a_pingback(house, python, source, tmp_path):
    target = house.publish("Wie Python anklopft")
    write_page(tmp_path, target)
    assert isinstance(python.pingback.ping(source, target), str)
    [incoming] = house.incoming(source)
    assert (incoming["proof"], incoming["status"]) == ("proven", "held")
    assert python.pingback.extensions.getPingbacks(target) == []
    house.moderate("approve", source)
    assert python.pingback.extensions.getPingbacks(target) == [source]
    assert "Dazu passt dieser Beitrag sehr gut" in house.page(target)
    with pytest.raises(Fault) as fault:
        python.pingback.ping(source, target)
    assert fault.value.faultCode == 48


@pytest.mark.parametrize("door", DOORS)
def test_python_lists_the_methods(house, door):
    with ServerProxy(house.url + door) as python:
        methods = python.system.listMethods()
    assert {"pingback.ping", "pingback.extensions.getPingbacks"} <= set(methods)
    assert "system.multicall" not in methods


@pytest.mark.parametrize(
    ("method", "arguments", "code"),
    [
        ("pingback.ping", [ELSEWHERE, "/blog/nie-geschrieben/"], 32),
        ("pingback.ping", [ELSEWHERE, "https://anderswo.example/beitrag/"], 33),
        ("pingback.ping", [ELSEWHERE], -32602),
        ("pingback.ping", [1, 2], -32602),
        ("wp.getUsersBlogs", ["admin", "admin"], -32601),
    ],
    ids=["no such page", "not ours", "one address", "numbers", "no such method"],
)
def test_python_is_told_what_is_wrong(house, python, method, arguments, code):
    ours = [house.url + given if str(given).startswith("/") else given for given in arguments]
    with pytest.raises(Fault) as fault:
        getattr(python, method)(*ours)
    assert fault.value.faultCode == code


@pytest.fixture
def perl():
    if not shutil.which("perl"):
        pytest.skip("there is no Perl")
    if subprocess.run(["perl", "-MXMLRPC::Lite", "-e1"], capture_output=True).returncode:
        pytest.skip("Perl has no XMLRPC::Lite; on Debian: apt-get install libxmlrpc-lite-perl")
    return lambda *arguments: said_by("perl", CALL, *arguments).splitlines()


def test_perl_sends_a_pingback(house, places, perl, tmp_path):
    target = house.publish("Wie Perl anklopft")
    write_page(tmp_path, target)
    with served(tmp_path, places["perl"]) as url:
        [said] = perl(f"{house.url}/xmlrpc.php", "pingback.ping", f"{url}/", target)
        assert not said.startswith("fault")
        [incoming] = house.incoming(f"{url}/")
    assert (incoming["proof"], incoming["protocols"]) == ("proven", ["pingback"])


def test_perl_is_told_what_is_wrong(house, perl):
    [said] = perl(f"{house.url}/pingback/", "pingback.ping", ELSEWHERE, f"{house.url}/blog/nie-geschrieben/")
    assert said.startswith("fault 32: ")


@pytest.mark.parametrize("door", DOORS)
def test_perl_lists_the_methods(house, perl, door):
    assert "pingback.ping" in perl(house.url + door, "system.listMethods")
