import pytest

from startalking.core.statements import LONGEST, shape


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT a FROM b WHERE c = %s", "SELECT a FROM b WHERE c = %s"),
        ('SELECT "blog_post"."id" FROM "blog_post"', 'SELECT "blog_post"."id" FROM "blog_post"'),
        ("SELECT a\n  FROM b  LIMIT 21 OFFSET 40", "SELECT a FROM b LIMIT ? OFFSET ?"),
        ("SELECT * FROM b WHERE mail = 'vera@example.org'", "SELECT * FROM b WHERE mail = ?"),
        ("SELECT * FROM b WHERE said = 'it''s me' AND c = 1", "SELECT * FROM b WHERE said = ? AND c = ?"),
        ("SELECT * FROM b WHERE said = E'a\\nb'", "SELECT * FROM b WHERE said = E?"),
        ("SELECT $$secret$$, $tag$more 'of' it$tag$", "SELECT ?, ?"),
        ('SELECT * FROM b WHERE mail = "vera@example.org"', "SELECT * FROM b WHERE mail = ?"),
        ("SELECT 1 -- asked by vera", "SELECT ? ?"),
        ("SELECT 1 /* asked by vera */ + 2", "SELECT ? ? + ?"),
        ("SELECT T3.id, U0.name FROM t T3", "SELECT T3.id, U0.name FROM t T3"),
        ("DELETE FROM b WHERE id IN (%s, %s, %s)", "DELETE FROM b WHERE id IN (?…)"),
        ("DELETE FROM b WHERE id IN (17, 18)", "DELETE FROM b WHERE id IN (?…)"),
        ("INSERT INTO b VALUES (%s, %s), (%s, %s), (%s, %s)", "INSERT INTO b VALUES (?…)…"),
        ("SELECT 'never closed by vera", "SELECT ?"),
        ("SELECT 0xAFFE, 12.5, 3e7", "SELECT ?, ?, ?"),
    ],
)
def test_a_statement_is_told_without_its_values(sql, told):
    assert shape(sql) == told


def test_a_long_statement_is_shortened():
    assert len(shape(f"SELECT {'column_name, ' * 1000} FROM b")) == LONGEST


def test_a_value_is_not_seen_where_a_long_statement_is_cut():
    assert "vera" not in shape(f"SELECT {'a' * (LONGEST - 15)} '{'vera' * 100}'")
