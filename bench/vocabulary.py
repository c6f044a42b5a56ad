"""Words made of dice, German of a sort, and sentences made of them. The same dice say the same. Pure, no Django."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

ONSETS = """
b d f g h k l m n p r s t w z br dr fl fr gl gr kl kr pl pr sch schl schr sp spr st str tr
""".split()  # noqa: SIM905 (reads better)
NUCLEI = """
a e i o u ä ö ü au ei eu ie
""".split()  # noqa: SIM905 (reads better)
CODAS = """
n r l s t m ng nd rt cht st ll mp nk ft
""".split()  # noqa: SIM905 (reads better)
ENDINGS = """
ung heit keit schaft er el en e ion ment nis
""".split()  # noqa: SIM905 (reads better)
SMALL = """
der die das und in zu mit von für auf ist nicht ein eine sich auch als wir sie es
""".split()  # noqa: SIM905 (reads better)
SUBJECTS = 40
FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Subject:
    """What a text is about: its own words, and all it is written with, as population and summed weights."""

    own: Sequence[str]
    words: Sequence[str]
    weights: Sequence[float]


def subjects(dice: Random) -> list[Subject]:
    """Half of what is said are small words, a seventh belongs to the subject; of the rest some are far more common."""
    vocabulary = _words(dice)
    common = [1 / (place + 8) for place in range(len(vocabulary))]
    small = [0.5 / len(SMALL)] * len(SMALL)
    rest = [0.35 * weight / sum(common) for weight in common]
    found = []
    for _subject in range(SUBJECTS):
        own = dice.sample(vocabulary, 60)
        weights = [*small, *([0.15 / len(own)] * len(own)), *rest]
        found.append(Subject(own, [*SMALL, *own, *vocabulary], list(accumulate(weights))))
    return found


def spoken(dice: Random, subject: Subject, number: int) -> str:
    """So many words, without an end."""
    return " ".join(dice.choices(subject.words, cum_weights=subject.weights, k=number))


def paragraph(dice: Random, subject: Subject, number: int) -> str:
    """About so many words, in sentences."""
    sentences = []
    while number > 0:
        length = dice.randint(6, 18)
        said = spoken(dice, subject, length)
        sentences.append(f"{said[0].upper()}{said[1:]}.")
        number -= length
    return " ".join(sentences)


def article(dice: Random, subject: Subject, parts: int) -> str:
    """A text in HTML: paragraphs, and between them headings, lists, quotes and links."""
    made = [f"<p>{paragraph(dice, subject, 50)}</p>"]
    for _part in range(parts):
        make = dice.choices(KINDS, weights=(70, 12, 10, 8))[0]
        made.append(make(dice, subject))
    return "\n".join(made)


def slug(title: str) -> str:
    return "-".join(title.lower().translate(FOLDED).split())


def _linked(dice: Random, subject: Subject) -> str:
    """A paragraph; every second one has a link in it."""
    said = paragraph(dice, subject, 60)
    if dice.random() < 0.5:
        return f"<p>{said}</p>"
    word = dice.choice(subject.own)
    link = f'<a href="https://{slug(word)}.example.org/{slug(dice.choice(subject.own))}/">{word}</a>'
    return f"<p>{said} <strong>{dice.choice(subject.own)}</strong>: {link}.</p>"


def _section(dice: Random, subject: Subject) -> str:
    return f"<h2>{_heading(dice, subject)}</h2>\n{_linked(dice, subject)}"


def _list(dice: Random, subject: Subject) -> str:
    kind = dice.choice(("ul", "ol"))
    entries = "\n".join(f"<li>{spoken(dice, subject, 9)}</li>" for _entry in range(dice.randint(3, 7)))
    return f"<h3>{_heading(dice, subject)}</h3>\n<{kind}>\n{entries}\n</{kind}>"


def _quote(dice: Random, subject: Subject) -> str:
    return f"<blockquote>\n<p>{paragraph(dice, subject, 25)}</p>\n</blockquote>"


KINDS: Sequence[Callable[[Random, Subject], str]] = (_linked, _section, _list, _quote)


def _heading(dice: Random, subject: Subject) -> str:
    return " ".join(dice.sample(subject.own, 3))


def _words(dice: Random) -> list[str]:
    """Some six thousand words; every sixth is a compound of two others."""
    made = {
        dice.choice(ONSETS) + dice.choice(NUCLEI) + dice.choice(CODAS) + dice.choice(ENDINGS) for _word in range(4800)
    }
    simple = sorted(made)
    compounds = {dice.choice(simple) + "s" + dice.choice(simple) for _word in range(len(simple) // 5)}
    both = [word.capitalize() for word in (*simple, *sorted(compounds))]
    dice.shuffle(both)
    return both
