"""Whether two comments say the same. Pure."""

import re
import unicodedata
from hashlib import blake2b
from typing import Final

SHORTEST: Final = 25
"""Letters and digits; "Thank you very much!" is said by many."""

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def fingerprint(text: str) -> str:
    """The same 16 digits for texts that differ in case, spaces, signs and links only; empty for short ones."""
    folded = unicodedata.normalize("NFKC", _ADDRESS.sub("", text)).casefold()
    letters = "".join(letter for letter in folded if letter.isalnum())
    return blake2b(letters.encode(), digest_size=8).hexdigest() if len(letters) >= SHORTEST else ""
