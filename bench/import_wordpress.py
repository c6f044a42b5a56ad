"""How long a large blog takes to move in, and how much memory: `python bench/import_wordpress.py [POSTS COMMENTS]`.

Writes an export of its own making (2,000 posts and 20,000 comments in threads are about 30 MB) and imports it into a
fresh database in a temporary DATA_DIR, first anew, then once more.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Groß</title><link>https://gross.example</link><language>de</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://gross.example</wp:base_blog_url>
<wp:author><wp:author_login>redaktion</wp:author_login><wp:author_display_name>Redaktion</wp:author_display_name></wp:author>
"""
SYLLABLES = [
    "ge",
    "spräch",
    "kun",
    "den",
    "wer",
    "bung",
    "mes",
    "se",
    "brief",
    "post",
    "zei",
    "tung",
    "fra",
    "gen",
    "ant",
]
CATEGORIES, TAGS = 20, 300

random = Random(7)
vocabulary = ["".join(random.choices(SYLLABLES, k=random.randint(1, 4))) for _ in range(20_000)]


def words(count: int) -> str:
    return " ".join(random.choices(vocabulary, k=count))


def export(posts: int, comments: int) -> Iterator[str]:
    yield HEAD
    for number in range(CATEGORIES):
        yield f"<wp:category><wp:category_nicename>k{number}</wp:category_nicename>"
        yield f"<wp:cat_name>K {number}</wp:cat_name></wp:category>"
    for number in range(TAGS):
        yield f"<wp:tag><wp:tag_slug>t{number}</wp:tag_slug><wp:tag_name>T {number}</wp:tag_name></wp:tag>"
    for number in range(1, posts + 1):
        yield from item(number, comments // posts)
    yield "</channel></rss>"


def item(number: int, comments: int) -> Iterator[str]:
    day = f"{2000 + number % 26}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    text = "\n\n".join(words(120) for _ in range(9))
    link = f"https://gross.example/{day[:4]}/{day[5:7]}/beitrag-{number}/"
    yield f"<item><title>{words(5)}</title><link>{link}</link><dc:creator>redaktion</dc:creator>"
    yield f"<content:encoded>{escape(f'<strong>{words(4)}</strong> {text}')}</content:encoded>"
    yield f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>{day} 08:00:00</wp:post_date_gmt>"
    yield f"<wp:post_name>beitrag-{number}</wp:post_name><wp:status>publish</wp:status>"
    yield "<wp:post_type>post</wp:post_type>"
    yield f'<category domain="category" nicename="k{number % CATEGORIES}">K</category>'
    for tag in random.sample(range(TAGS), 4):
        yield f'<category domain="post_tag" nicename="t{tag}">T</category>'
    for index in range(comments):
        key, parent = number * 1000 + index, number * 1000 + random.randrange(index) if index % 3 else 0
        yield f"<wp:comment><wp:comment_id>{key}</wp:comment_id><wp:comment_author>{words(2)}</wp:comment_author>"
        yield f"<wp:comment_date_gmt>{day} 09:{index % 60:02}:00</wp:comment_date_gmt>"
        yield "<wp:comment_approved>1</wp:comment_approved>"
        yield f"<wp:comment_content>{words(60)}\n\nhttps://anderswo.example/{key}</wp:comment_content>"
        yield f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    yield "</item>\n"


def measure(what: str, file: Path, environment: dict[str, str]) -> None:
    began = perf_counter()
    command = [sys.executable, "manage.py", "import_wordpress", str(file), "--no-fetch"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    for line in process.stderr or ():
        print(f"  {perf_counter() - began:7.1f} s  {line.decode().strip()}")
    _pid, status, usage = os.wait4(process.pid, 0)
    busy = usage.ru_utime + usage.ru_stime
    print(f"{what}: {perf_counter() - began:.1f} s, of them {busy:.1f} s at work,", end=" ")
    print(f"{usage.ru_maxrss / 1000:.0f} MB at most, exit code {status}")


if __name__ == "__main__":
    post_count, comment_count = (int(argument) for argument in sys.argv[1:3] or (2000, 20_000))
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATA_DIR": folder}  # noqa: TID251 (handed on as it is)
        file = Path(folder) / "export.xml"
        with file.open("w", encoding="utf-8") as target:
            target.writelines(export(post_count, comment_count))
        print(f"{post_count} posts, {comment_count} comments, {file.stat().st_size / 1e6:.1f} MB")
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        measure("first", file, environment)
        measure("second", file, environment)
