"""Long conversations, made at once: rows as many writers would have left them, without a lock for each."""

from datetime import timedelta

from django.utils import timezone

from comments.models import Comment, key_of


def flat(number):
    """For each comment the place of its parent among them, or None: everybody speaks to the page."""
    return [None] * number


def nested(number, *, together=5):
    """Threads of a few comments, in which people answer to the first or to the one before."""
    return [
        None if place % together == 0 else place - 1 if place % 2 else place - place % together
        for place in range(number)
    ]


def one_thread(number):
    """One comment, and all others answer to it."""
    return [None, *[0] * (number - 1)]


def one_deep_thread(number, *, deepest=40):
    """One thread in which people answer to the answers, as deep as threads go, again and again."""
    return [None if place == 0 else 0 if place % deepest == 0 else place - 1 for place in range(number)]


SHAPES = {"flat": flat, "nested": nested, "one thread": one_thread, "one deep thread": one_deep_thread}


def make_conversation(target, parents, **fields):
    """Comments whose parents are given by their places in the list; returns them in that order, stored."""
    last = Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    begun = timezone.now() - timedelta(minutes=len(parents) + 1)
    said = [_said(target, last + 1 + place, begun + timedelta(minutes=place), fields) for place in range(len(parents))]
    _plant(said, parents)
    Comment.objects.bulk_create(said, batch_size=500)
    target.comment_count = sum(comment.is_shown for comment in said)
    type(target)._default_manager.filter(pk=target.pk).update(comment_count=target.comment_count)
    return said


def _said(target, pk, at, fields):
    words = "Das sehe ich *anders*, und zwar aus mehreren Gründen, von denen ich hier nur einen nennen will."
    told = {
        "name": f"Leserin {pk}",
        "email": f"leserin{pk}@example.org",
        "body": words,
        "html": f"<p>{words.replace('*anders*', '<em>anders</em>')}</p>",
        "status": Comment.Status.APPROVED,
        "created_at": at,
        "shown_at": at,
    }
    return Comment(pk=pk, **key_of(target), **(told | fields))


def _plant(said, parents):
    """Number each thread as a tree of its own, its answers in the order in which they were given."""
    answers = {}
    for place, parent in enumerate(parents):
        answers.setdefault(parent, []).append(place)
    for number, root in enumerate(answers.get(None, []), start=1):
        said[root].number = number
        step, todo = 0, [(root, False)]
        while todo:
            step += 1
            place, is_done = todo.pop()
            comment = said[place]
            if is_done:
                comment.rght = step
                continue
            above = None if parents[place] is None else said[parents[place]]
            comment.parent_id, comment.tree_id = above and above.pk, said[root].pk
            comment.lft, comment.level = step, above.level + 1 if above else 0
            todo.append((place, True))
            todo.extend((answer, False) for answer in reversed(answers.get(place, [])))
