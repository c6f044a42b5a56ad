"""Parts of a set of samples, to judge each by what was learnt from the others."""

from collections import defaultdict
from collections.abc import Sequence
from random import Random


def dealt(groups: Sequence[str], labels: Sequence[bool], parts: int, seed: int) -> list[int]:
    """The part that each sample belongs to, with about as much spam in each as in the whole.

    Samples of one group come to the same part: copies of a mailing would otherwise be judged by their copies.
    """
    members: dict[str, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        members[group].append(place)
    order = sorted(members, key=lambda group: members[group][0])
    Random(seed).shuffle(order)  # noqa: S311 (a repeatable order, no secret)
    filled = {True: [0] * parts, False: [0] * parts}
    found = [0] * len(groups)
    for group in order:
        counts = filled[labels[members[group][0]]]
        part = counts.index(min(counts))
        for place in members[group]:
            found[place] = part
            filled[labels[place]][part] += 1
    return found
