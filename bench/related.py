"""How long it takes to find related posts among two thousand: `python bench/related.py [--posts 2000]`."""

import argparse
from time import perf_counter

from scratch import scratch, timed


def main(posts: int) -> None:
    import load

    from blog.models import Post, Relation, Site
    from startalking.core import index

    Site.objects.current()
    load.made(posts)
    for _kind in index.rebuild():
        pass
    started = perf_counter()
    posts = list(Post.objects.defer("body", "html"))
    for post in posts:
        post.relate_alone()
    print(f"{Relation.objects.count()} relations of {len(posts)} posts in {perf_counter() - started:.1f} s")
    timed("a post and those it concerns", lambda post: post.relate(), posts[:60])  # type: ignore[attr-defined]
    timed("related posts, read for a page", lambda post: post.related_posts(), posts[:200])  # type: ignore[attr-defined]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=2000)
    number = parser.parse_args().posts
    with scratch():
        main(number)
