"""What a text looks like, whatever its words and its language: links, ways of contact, money, capitals, length."""

import re
from math import log2
from typing import Final

from comments.spam import disguises

_LINK: Final = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w-])[\w-]{1,63} ?\. ?(?:com|net|org|info|biz|de|at|ch|ru|co\.uk)\b(?:/\S*)?",
    re.IGNORECASE,
)
_YES_OR_NO: Final = {
    "mail": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w"),
    "phone": re.compile(r"\+?\d[\d /()-]{5,20}\d"),
    "long number": re.compile(r"\d{5}"),
    "money": re.compile(r"[£$€]\s?\d|\d\s?(?:[£$€]|euro|eur|usd|dollars?|pounds?|pence|p\b)", re.IGNORECASE),
    "markup": re.compile(r"</?[a-z]|\[url|\[/", re.IGNORECASE),
    "letters and digits": re.compile(r"[a-zA-Z]\d|\d[a-zA-Z]"),
    "question": re.compile(r"\?(?:\s|$)"),
    "small start": re.compile(r"\A[^\W\d_A-ZÄÖÜ]"),
}
_LOUD: Final = re.compile(r"\b[A-Z]{3,}\b")
_WORD: Final = re.compile(r"\w+")
_TOKEN: Final = re.compile(r"[^\W_]+|[^\w\s]+|_+")


def signs(text: str) -> set[str]:
    """The signs of a visible text, each with its step."""
    found = {name for name, pattern in _YES_OR_NO.items() if pattern.search(text)}
    return found | _links(text) | _letters(text) | _wording(text)


def disguise_signs(text: str) -> set[str]:
    """The signs that only the text as it was sent has."""
    tricks = {
        "invisible": disguises.has_invisible,
        "mixed": disguises.has_mixed_words,
        "spaced": disguises.has_spaced_words,
    }
    return {name for name, is_used in tricks.items() if is_used(text)}


def outline(text: str) -> set[str]:
    """Pairs and triples of what stands side by side: words as a, Aa or AA, numbers as zeros, punctuation as it is."""
    forms = ["^", *(_form(token) for token in _TOKEN.findall(text)), "$"]
    return {" ".join(run) for size in (2, 3) for run in zip(*(forms[start:] for start in range(size)), strict=False)}


def _links(text: str) -> set[str]:
    links = _LINK.findall(text)
    share = sum(map(len, links)) / max(1, len(text))
    return {f"links {min(3, len(links))}"} | ({f"link share {int(4 * share)}"} if links else set())


def _letters(text: str) -> set[str]:
    letters, capitals, digits = (sum(map(kind, text)) for kind in (str.isalpha, str.isupper, str.isdigit))
    return {
        f"capitals {int(5 * capitals / max(1, letters))}",
        f"digits {_step(digits, 5)}",
        f"length {_step(len(text), 9)}",
        f"shouts {min(3, text.count('!'))}",
        f"loud words {min(3, len(_LOUD.findall(text)))}",
    }


def _wording(text: str) -> set[str]:
    words = _WORD.findall(text.lower())
    found = set()
    if len(words) > 3:
        found.add(f"short words {int(5 * sum(len(word) <= 4 for word in words) / len(words))}")
    if len(words) > 4:
        found.add(f"repeated {min(4, int(8 * (1 - len(set(words)) / len(words))))}")
    return found


def _step(number: int, most: int) -> int:
    return min(most, int(log2(number + 1)))


def _form(token: str) -> str:
    if token.isdigit():
        return "0" * min(5, len(token))
    if not token[0].isalnum():
        return token[:2]
    if not token.isalpha():
        return "a0"
    if token[0].isupper():
        return "AA" if len(token) > 1 and token.isupper() else "Aa"
    return "a"
