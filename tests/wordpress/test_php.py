"""Serialized PHP counts bytes and may hold objects; ours reads the first and never builds the second."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startalking.wordpress.php import MAX_DEPTH, unserialize


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("N;", None),
        ("b:1;", True),
        ("b:0;", False),
        ("i:-42;", -42),
        ("d:0.5;", 0.5),
        ('s:0:"";', ""),
        ('s:7:"Größe";', "Größe"),
        ('s:4:"🙂";', "🙂"),
        ('s:5:"a"b;c";', 'a"b;c'),
        ("a:0:{}", {}),
        ('a:1:{i:0;s:0:"";}', {0: ""}),
        ('a:2:{s:5:"width";i:1200;s:1:"m";a:1:{i:0;b:1;}}', {"width": 1200, "m": {0: True}}),
        ("  i:1;\n", 1),
    ],
)
def test_values_are_read(text, value):
    assert unserialize(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Guten Tag",
        'O:8:"stdClass":0:{}',
        'a:1:{i:0;O:8:"stdClass":0:{}}',
        'C:11:"ArrayObject":0:{}',
        "a:1:{i:0;R:1;}",
        "r:1;",
        's:5:"Größe";',
        's:99:"kurz";',
        's:-1:"x";',
        's:1:"xy";',
        "a:1:{}",
        "a:999999999:{}",
        "a:1:{b:1;i:1;}",
        "a:1:{N;i:1;}",
        "i:1;i:2;",
        "i:;",
        "b:x;",
        "i:1",
        "i:" + "9" * 5000 + ";",
        "a:1:{i:0;" * (MAX_DEPTH + 1) + "N;" + "}" * (MAX_DEPTH + 1),
    ],
)
def test_damage_and_objects_are_none(text):
    assert unserialize(text) is None


def serialized(value):
    if isinstance(value, bool):
        return f"b:{int(value)};"
    if isinstance(value, int):
        return f"i:{value};"
    if isinstance(value, str):
        return f's:{len(value.encode())}:"{value}";'
    return f"a:{len(value)}:{{" + "".join(serialized(key) + serialized(item) for key, item in value.items()) + "}"


KEYS = st.integers(-(10**9), 10**9) | st.text(st.characters(exclude_categories=["Cs"]))


@given(st.recursive(st.booleans() | KEYS, lambda inner: st.dictionaries(KEYS, inner, max_size=4), max_leaves=20))
def test_what_php_wrote_comes_back(value):
    assert unserialize(serialized(value)) == value


@given(st.text(alphabet='aisbdNOC:{};"0123456789ä-', max_size=80))
def test_nothing_makes_it_raise(text):
    unserialize(text)
