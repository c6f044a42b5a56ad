"""How long the search takes over two thousand posts: `bench/search.py [--posts 2000]`. DATABASE_URL chooses where."""

import argparse
from itertools import islice
from random import Random
from time import perf_counter

from scratch import scratch, timed


def main(posts: int) -> None:
    import load

    from blog.models import Post, Site
    from startalking.core import index, search

    Site.objects.current()
    load.made(posts)
    started = perf_counter()
    found = sum(1 for _kind in index.rebuild())
    print(f"{found} posts indexed in {perf_counter() - started:.1f} s")
    dice = Random(3)
    texts = list(islice(Post.objects.values_list("body", flat=True), 0, 2000, 10))
    vocabulary = [word for text in texts for word in text.split() if len(word) > 5 and "<" not in word]
    one = [dice.choice(vocabulary) for _query in range(300)]
    two = [f"{dice.choice(vocabulary)} {word}" for word in one]
    timed("a word", lambda query: search.find(str(query), "de"), list(one))
    timed("two words", lambda query: search.find(str(query), "de"), list(two))
    timed("the beginning of a word", lambda query: search.find(str(query)[:5], "de"), list(one))
    slugs = list(Post.objects.values_list("slug", flat=True)[:200])
    timed("near a mistyped address", lambda slug: search.near_addresses(f"/blog/{str(slug)[1:]}/", "de"), list(slugs))
    keys = list(Post.objects.values_list("pk", flat=True)[:100])
    timed("a post into the index", lambda key: index.refresh("blog.post", int(str(key))), list(keys))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=2000)
    number = parser.parse_args().posts
    with scratch():
        main(number)
