"""Does a post with ten thousand comments open as fast as one with twenty?

    bench/long_conversation.py [--comments 10000] [--visits 60] [--newest-first] [--json]

Whole pages through Django's test client, on a database of its own, for three shapes: everybody speaks to the page,
threads of five, one thread with all the answers. The page without a parameter, the last page and the long thread's own
pages are asked for in turn with the short one, so that a busy machine slows both. On PostgreSQL with DATABASE_URL.

`kept` is what readers find, without the page cache; `anew` is the first visit after each comment, when the conversation
is drawn again, as parts of long threads are each time. A page that shows more comments then takes longer: if it takes
longer than they are more, the exit code is 1.
"""

import argparse
import json
import logging
from math import ceil
from statistics import median
from time import perf_counter
from typing import Any

import report
from scratch import scratch

FEW = 20
MOST = 1.3
"""How much longer the page of the long conversation may take."""
COMMENT = b'<article class="comment"'
STATES = ("kept", "anew")


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
    print(json.dumps(results) if options.json else table(results, options.comments))
    return 0 if all(map(is_good, results)) else 1


def is_good(result: dict[str, Any]) -> bool:
    is_drawn = result["queries_long"] > 1
    more = result["shown_long"] / result["shown_short"] if is_drawn else 1
    return bool(result["ratio"] <= max(MOST, more))


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
    """One result for each page of the long conversation, beside the same page of the short one."""
    from startalking.core import pages

    places = {"short": places_of(shape, short), "long": places_of(shape, long)}
    for name in places["long"]:
        for state in STATES:
            times = {"short": [], "long": []}
            last_visit = {}
            for visit in range(visits + 3):
                if state == "anew":
                    pages.renew(short.surrogate_key, long.surrogate_key)
                for which in times:
                    taken, *last_visit[which] = opened(client, places[which][name])
                    if visit >= 3:
                        times[which].append(taken)
            yield result(shape, name, state, times, last_visit)


def places_of(shape, post):  # type: ignore[no-untyped-def]
    from blog.models import Site

    home, size = post.get_absolute_url(), Site.objects.current().comments_per_page
    if shape == "one_thread":
        keys = post.comments.order_by("pk").values_list("pk", flat=True)
        thread = f"{home}?strang={keys[0]}"
        return {"opened": home, "whole thread": thread, "its middle": f"{thread}&ab={keys[len(keys) // 2]}"}
    last = ceil(max(root.number or 0 for root in post.comments.only("number")) / size)
    return {"opened": home, "last page": f"{home}?kommentare={last}"}


def result(shape, page, state, times, last_visit):  # type: ignore[no-untyped-def]
    middle = {which: median(taken) for which, taken in times.items()}
    facts = {"shape": shape, "page": page, "state": state, "ratio": round(middle["long"] / middle["short"], 2)}
    for which, (queries, shown, size) in last_visit.items():
        told = {"ms": round(middle[which], 1), "queries": queries, "shown": shown, "bytes": size}
        facts |= {f"{name}_{which}": value for name, value in told.items()}
    return facts


def opened(client, address):  # type: ignore[no-untyped-def]
    """How long the page took in milliseconds, its queries, the comments on it, its bytes."""
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
    return taken, len(queries), response.content.count(COMMENT), len(response.content)


def table(results, comments: int) -> str:  # type: ignore[no-untyped-def]
    heads = ["shape", "page", "", str(FEW), f"{comments:,}", "ratio", "queries", "comments shown", "kB"]
    rows = [
        [
            found["shape"],
            found["page"],
            found["state"],
            f"{found['ms_short']} ms",
            f"{found['ms_long']} ms",
            found["ratio"],
            f"{found['queries_short']} and {found['queries_long']}",
            f"{found['shown_short']} and {found['shown_long']}",
            found["bytes_long"] / 1000,
        ]
        for found in results
    ]
    return report.table(heads, rows)


if __name__ == "__main__":
    with scratch():
        code = main()
    raise SystemExit(code)
