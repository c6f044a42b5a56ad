"""Who is asked and to where lines are opened: both are noted, and nothing leaves this machine."""

import socket

import pytest
from django.conf import settings

PUBLIC = {"93.184.215.14", "93.184.215.15", "2606:4700::1111"}


class Lines:
    """Every attempt of this process to open a line. Only what FETCH_ALLOW names is opened; nobody else answers."""

    def __init__(self):
        self.tried, self.forbidden, self.is_public = [], [], PUBLIC.__contains__

    def opens(self, host, port):
        self.tried.append((host, port))
        if port in {port for _host, port in settings.FETCH_ALLOW}:
            return host == "127.0.0.1"
        if port not in {80, 443} or not self.is_public(host):
            self.forbidden.append((host, port))
        return False


@pytest.fixture
def nothing_is_fetched():
    """Here the door itself is what is tested."""


@pytest.fixture
def lines(monkeypatch, settings):
    settings.REDIS_URL = ""  # turns would be asked for over a line
    found = Lines()

    def noted(connect):
        def to(line, address):
            if line.family != socket.AF_UNIX and not found.opens(*address[:2]):
                raise ConnectionRefusedError
            return connect(line, address)

        return to

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, noted(getattr(socket.socket, name)))
    yield found
    assert found.forbidden == []


@pytest.fixture
def resolver(monkeypatch, lines):
    """Answers by name; a list is answered one after the other. Numbers in whatever notation are read by the system."""
    numbers = socket.getaddrinfo

    class Resolver:
        answers = {"localhost": "::1 127.0.0.1", "nachbar.example": "93.184.215.14"}
        asked = []
        tried = lines.tried

        def getaddrinfo(self, host, port, *_args, **_kwargs):
            self.asked.append(host)
            found = self.answers.get(host)
            if found is None:
                return numbers(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
            found = found.pop(0) if isinstance(found, list) else found
            return [entry(each, port) for each in found.split()]

    def entry(address, port):
        six = ":" in address
        place = (address, port, 0, 0) if six else (address, port)
        return (socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_STREAM, 6, "", place)

    fake = Resolver()
    fake.answers, fake.asked = dict(Resolver.answers), []
    monkeypatch.setattr(socket, "getaddrinfo", fake.getaddrinfo)
    return fake
