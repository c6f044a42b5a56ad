from dataclasses import dataclass, field
from enum import StrEnum


class Effect(StrEnum):
    """What an entry of the moderators' lists does."""

    HOLD = "hold"
    SPAM = "spam"
    PUBLISH = "publish"


@dataclass(frozen=True)
class Hit:
    """An entry of the lists that a comment matches."""

    kind: str
    text: str
    effect: Effect


@dataclass(frozen=True)
class Form:
    """What is known of the form that a comment came by. `age` in seconds since it was drawn; `uses` counts this one."""

    age: float
    uses: int = 1
    trapped: bool = False
    """An earlier attempt had filled the field that people do not see."""


@dataclass(frozen=True)
class Past:
    """What the site has seen before."""

    approved: int = 0
    """Comments of the same name and address that were approved."""
    condemned: int = 0
    """Comments of the same address that were marked as spam."""
    repeats: int = 0
    """Comments that say the same, elsewhere or under another name, in the last weeks."""
    hosts_in_spam: int = 0
    """Spam of the last months that leads to one of the same hosts."""
    hosts_in_approved: int = 0


@dataclass(frozen=True)
class Evidence:
    """All that the judges look at. What nobody knows is None, and nobody judges by it."""

    body: str
    name: str = ""
    website: str = ""
    language: str = "de"
    """Of the page that is answered."""
    form: Form | None = None
    past: Past = field(default_factory=Past)
    hits: tuple[Hit, ...] = ()
    links_held: int = 0
    """From so many links on the moderators want to see a comment; 0 for never."""
    probability: float | None = None
    """How likely the words are those of spam, from 0 to 1, as the learning filter sees it."""
    threshold: float = 1.0
    """From this probability on the filter calls it spam."""
