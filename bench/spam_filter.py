"""How long the text filter learns and judges, and how big it is when stored: `python bench/spam_filter.py [--quick]`.

Needs no database. The comments are made of invented words, about 300 characters each, a third of them spam.
"""

import sys
from pathlib import Path
from random import Random
from time import perf_counter

from scratch import timed

SYLLABLES = ["ba", "ke", "li", "mo", "nu", "ra", "sche", "tig", "ver", "zu", "an", "ein", "heit", "ung", "ster", "pfo"]
SIZES = (100, 1_000, 5_000)


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from comments.spam.learning import Sample, TextFilter

    sizes = SIZES[:1] if "--quick" in sys.argv else SIZES
    made = comments(max(sizes) + 1_000)
    for size in sizes:
        samples = [Sample(*comment) for comment in made[:size]]
        started = perf_counter()
        learned = TextFilter.train(samples)
        print(f"learning from {size:5} comments: {perf_counter() - started:5.1f} s, {len(learned.to_bytes()):,} bytes")
    texts: list[object] = [text for text, _spam in made[max(sizes) :]]
    timed("the probability of a comment", learned.probability, texts)  # type: ignore[arg-type]
    timed("… of one with 10,000 characters", learned.probability, [" ".join(map(str, texts))[:10_000]] * 200)  # type: ignore[arg-type]
    timed("out of its bytes", TextFilter.from_bytes, [learned.to_bytes()] * 50)  # type: ignore[arg-type]


def comments(number: int) -> list[tuple[str, bool]]:
    random = Random(1)
    words = ["".join(random.choices(SYLLABLES, k=random.randint(1, 4))) for _word in range(20_000)]
    return [_comment(random, words, spam=place % 3 == 0) for place in range(number)]


def _comment(random: Random, words: list[str], *, spam: bool) -> tuple[str, bool]:
    kind = words[:8_000] if spam else words[4_000:]
    text = " ".join(random.choices(kind, k=random.randint(5, 80)))
    return (f"{text.capitalize()}! http://{random.choice(kind)}.example" if spam else f"{text.capitalize()}.", spam)


if __name__ == "__main__":
    main()
