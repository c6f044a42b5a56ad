"""The moderators' lists: whether an entry catches what somebody said. Knows no Django."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from comments.spam.wildcards import Finder, fold, somewhere, whole

ADDRESS: Final = re.compile(
    r"(?<![\w@./-])(?:https?://[^\s<>\"]+|(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}(?![\w-])(?:[:/?#][^\s<>\"]*)?)",
    re.IGNORECASE,
)
"""What reads as a web address in running text, with or without a scheme; better one too many than one too few."""
SCHEME: Final = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?")
END_OF_HOST: Final = re.compile(r"[/?#:]")


@dataclass(frozen=True)
class Said:
    """What a comment says, as the lists look at it: `text` as it is read, `links` as it leads elsewhere."""

    name: str = ""
    email: str = ""
    website: str = ""
    text: str = ""
    links: tuple[str, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        return fold(self.text), fold(self.name)

    @cached_property
    def mailbox(self) -> str:
        return fold(self.email)

    @cached_property
    def addresses(self) -> frozenset[str]:
        """All web addresses in it, bare of scheme and "www."."""
        written = (self.website, *self.links, *ADDRESS.findall(self.text))
        return frozenset(bare(address) for address in written if address)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts of the addresses, each with the domains above it."""
        return frozenset(domain for address in self.addresses for domain in _with_parents(host_of(address)))


@dataclass(frozen=True)
class Entry:
    """One line of the lists. `kind`, `form` and `effect` are the values of `comments.models.Rule`."""

    kind: str
    form: str
    text: str
    effect: str = "hold"

    def catches(self, said: Said) -> bool:
        return bool(fold(self.text)) and self._looks(said)

    @cached_property
    def _looks(self) -> Callable[[Said], bool]:
        return KINDS[self.kind](self)

    @property
    def is_pattern(self) -> bool:
        return self.form == "pattern"


def caught_by(entries: list[Entry], said: Said) -> list[Entry]:
    """The entries that catch it, in their order."""
    return [entry for entry in entries if entry.catches(said)]


def bare(address: str) -> str:
    """A web address without scheme, user, "www." and the slash behind its host, folded; names in their own letters."""
    rest = SCHEME.sub("", fold(address)).removeprefix("www.")
    host, end, path = _parted(rest)
    return _in_letters(host).rstrip(".") + (end + path).rstrip(".,;:!?)'…“”").removesuffix("/")


def host_of(address: str) -> str:
    """The host of a bare address."""
    return _parted(address)[0]


def _parted(rest: str) -> tuple[str, str, str]:
    end = END_OF_HOST.search(rest)
    return (rest[: end.start()], end[0], rest[end.end() :]) if end else (rest, "", "")


def _in_letters(host: str) -> str:
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _with_parents(host: str) -> Iterator[str]:
    parts = host.split(".")
    return (".".join(parts[start:]) for start in range(max(1, len(parts) - 1)))


def _of_word(entry: Entry) -> Callable[[Said], bool]:
    find = somewhere(fold(entry.text)) if entry.is_pattern else _phrase(fold(entry.text))
    return lambda said: any(find(words) for words in said.words)


def _of_email(entry: Entry) -> Callable[[Said], bool]:
    find = _exactly(entry, fold(entry.text))
    return lambda said: bool(said.mailbox) and find(said.mailbox)


def _of_host(entry: Entry) -> Callable[[Said], bool]:
    find = _exactly(entry, _bare(entry).partition("/")[0].removeprefix("."))
    return lambda said: any(find(host) for host in said.hosts)


def _of_address(entry: Entry) -> Callable[[Said], bool]:
    """Where the entry names a path, whatever begins so; else whatever has that very host."""
    wanted = _bare(entry)
    if "/" not in wanted:
        find = _exactly(entry, wanted)
        return lambda said: any(find(host_of(address)) for address in said.addresses)
    begins = whole(wanted + "*") if entry.is_pattern else _beginning(wanted)
    return lambda said: any(begins(address) for address in said.addresses)


KINDS: Final = {"word": _of_word, "email": _of_email, "host": _of_host, "address": _of_address}


def _bare(entry: Entry) -> str:
    """What an entry says, as `bare` leaves an address; the "?" of a pattern ends no host."""
    return SCHEME.sub("", fold(entry.text)).removeprefix("www.") if entry.is_pattern else bare(entry.text)


def _exactly(entry: Entry, wanted: str) -> Finder:
    return whole(wanted) if entry.is_pattern else wanted.__eq__


def _beginning(wanted: str) -> Finder:
    return lambda address: address.startswith(wanted)


def _phrase(phrase: str) -> Finder:
    """Whether the phrase stands in a text, not as a part of a longer word."""
    before, after = r"(?<!\w)" if phrase[0].isalnum() else "", r"(?!\w)" if phrase[-1].isalnum() else ""
    compiled = re.compile(f"{before}{re.escape(phrase)}{after}")
    return lambda text: compiled.search(text) is not None
