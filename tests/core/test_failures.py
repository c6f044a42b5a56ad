import sqlite3
from smtplib import SMTPRecipientsRefused, SMTPResponseException

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.urls import NoReverseMatch

from startalking.core import failures

VERA = "vera@example.org"


def raised(work, *arguments):
    try:
        work(*arguments)
    except Exception as error:  # noqa: BLE001 (whatever it is)
        return error
    raise AssertionError("It did not fail.")


def fail(error, cause=None):
    raise error from cause


@pytest.mark.parametrize(
    "error",
    [
        ValueError("vera@example.org"),
        KeyError("vera@example.org"),
        AttributeError("vera@example.org"),
        ImportError("vera@example.org"),
        OSError("vera@example.org"),
        FileNotFoundError(2, "vera@example.org", "vera@example.org"),
        UnicodeEncodeError("ascii", "vera@example.org", 0, 1, "vera@example.org"),
        ValidationError("vera@example.org"),
        NoReverseMatch("vera@example.org"),
        DatabaseError("vera@example.org"),
        SMTPRecipientsRefused({"vera@example.org": (550, b"no")}),
        SMTPResponseException(550, "vera@example.org"),
        ExceptionGroup("vera@example.org", [ValueError("vera@example.org")]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_the_words_of_an_error_stay_untold(error):
    error.add_note("vera@example.org")
    told = failures.told(raised(fail, error, ValueError("vera@example.org")))
    assert "vera" not in told
    assert type(error).__name__ in told
    assert 'File "tests/core/test_failures.py"' in told


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (lambda: [].nothing, "AttributeError: nothing"),
        (lambda: nothing, "NameError: nothing"),  # noqa: F821
        (lambda: __import__("nothing"), "ModuleNotFoundError: nothing"),
        (lambda: open("/nothing"), "FileNotFoundError: No such file or directory"),  # noqa: PTH123, SIM115
        (lambda: sqlite3.connect(":memory:").execute("SELECT nothing"), "sqlite3.OperationalError: SQLITE_ERROR"),
        (lambda: fail(SMTPResponseException(451, b"busy")), "smtplib.SMTPResponseException: SMTP 451"),
    ],
)
def test_what_is_certain_to_be_of_code_or_machines_is_told(work, told):
    assert failures.told(raised(work)).endswith(told)


def test_an_error_tells_what_led_to_it():
    told = failures.told(raised(fail, ValueError(), KeyError()))
    assert told.index("KeyError") < told.index("which led to") < told.rindex("ValueError")


def test_an_endless_recursion_is_told_shortly():
    def again():
        again()

    assert len(failures.told(raised(again)).splitlines()) < 3 * failures.DEEPEST


@pytest.mark.django_db
def test_a_constraint_is_named_and_the_row_is_not():
    def insert():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE guests (mail varchar(99) CONSTRAINT one_each UNIQUE)")
            for _ in range(2):
                cursor.execute("INSERT INTO guests VALUES (%s)", [VERA])

    told = failures.told(raised(insert))
    assert "vera" not in told
    assert "SQLITE_CONSTRAINT_UNIQUE" in told or "23505 one_each guests" in told
