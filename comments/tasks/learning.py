from django_tasks import task

from comments import training


@task()
def learn() -> None:
    if training.is_due():
        training.learn()


def learn_when_due() -> None:
    """The minute's question whether the filter has something to learn; it does so behind the pages."""
    if training.is_due():
        learn.enqueue()
