"""Does a post with ten thousand comments open as fast as one with twenty?

    bench/long_conversation.py [--comments 10000] [--visits 60] [--newest-first] [--json]

Whole pages through Django's test client, on a database of its own, for three shapes: everybody speaks to the page,
threads of five, one thread with all the answers. The page without a parameter, the last page and the long thread's own
pages are asked for in turn with the short one, so that a busy machine slows both. On PostgreSQL with DATABASE_URL.
"""

import argparse
import json
import logging
from statistics import median
from time import perf_counter

from scratch import scratch

FEW = 20
MOST = 1.5
"""How much longer the page of the long conversation may take."""


def main() -> int:
    options = read_options()
    from django.core.management import call_command
    from django.test import Client
    from django.utils.translation import override

    from blog.models import Site
    from tests.conversations import flat, nested, one_thread
    from tests.factories import make_post

    logging.disable(logging.WARNING)
    call_command("collectstatic", interactive=False, verbosity=0)
    site = Site.objects.current()
    site.comment_order = "newest" if options.newest_first else "oldest"
    site.save()
    results = []
    with override("de"):
        for shape in (flat, nested, one_thread):
            short = made(make_post(), shape(FEW))
            long = made(make_post(), shape(options.comments))
            results += compared(shape.__name__, Client(SERVER_NAME="localhost"), short, long, options.visits)
    print(json.dumps(results) if options.json else table(results))
    return 0 if all(result["ratio"] <= MOST for result in results) else 1


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--comments", type=int, default=10_000)
    parser.add_argument("--visits", type=int, default=60)
    parser.add_argument("--newest-first", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def made(post, parents):  # type: ignore[no-untyped-def]
    from django.db import transaction

    from tests.conversations import make_conversation

    with transaction.atomic():
        make_conversation(post, parents)
    return post


def compared(shape, client, short, long, visits):  # type: ignore[no-untyped-def]
    """One result for each page of the long conversation, beside the page of the short one."""
    from blog.models import Site
    from startalking.core import pages

    home = long.get_absolute_url()
    last = -(
        -max(root.number or 0 for root in long.comments.only("number")) // Site.objects.current().comments_per_page
    )
    places = {"opened": home, "last page": f"{home}?kommentare={last}"}
    if shape == "one_thread":
        root = long.comments.order_by("pk").values_list("pk", flat=True)
        places = {"opened": home, "whole thread": f"{home}?strang={root[0]}"}
        places["its middle"] = f"{places['whole thread']}&ab={root[len(root) // 2]}"
    for name, address in places.items():
        times = {"short": [], "long": []}
        queries = {}
        for visit in range(visits + 3):
            pages.renew(short.surrogate_key, long.surrogate_key)  # what was kept of them would tell nothing
            for which, at in (("short", short.get_absolute_url()), ("long", address)):
                taken, queries[which], size = opened(client, at)
                if visit >= 3:
                    times[which].append(taken)
        middle = {which: median(taken) for which, taken in times.items()}
        yield {
            "shape": shape,
            "page": name,
            "short_ms": round(middle["short"], 1),
            "long_ms": round(middle["long"], 1),
            "ratio": round(middle["long"] / middle["short"], 2),
            "queries_short": queries["short"],
            "queries_long": queries["long"],
            "bytes_long": size,
        }


def opened(client, address):  # type: ignore[no-untyped-def]
    """How long the page took in milliseconds, its queries, its bytes."""
    from django.db import connection, reset_queries

    reset_queries()
    queries: list[str] = []

    def noted(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noted):
        started = perf_counter()
        response = client.get(address)
        taken = (perf_counter() - started) * 1000
    assert response.status_code == 200, response.status_code
    return taken, len(queries), len(response.content)


def table(results) -> str:  # type: ignore[no-untyped-def]
    lines = [f"{'shape':12}{'page':14}{'20':>9}{'10,000':>10}{'ratio':>7}{'queries':>12}{'kB':>7}"]
    lines += [
        f"{result['shape']:12}{result['page']:14}{result['short_ms']:7.1f}ms{result['long_ms']:8.1f}ms"
        f"{result['ratio']:7.2f}{result['queries_short']:>6} {result['queries_long']:>5}"
        f"{result['bytes_long'] / 1000:7.0f}"
        for result in results
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    with scratch():
        code = main()
    raise SystemExit(code)
