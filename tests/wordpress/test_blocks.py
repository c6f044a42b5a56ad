"""Block text: each case as it leaves the cleaning."""

import pytest


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<!-- wp:paragraph -->\n<p>Ein\nAbsatz</p>\n<!-- /wp:paragraph -->", "<p>Ein\nAbsatz</p>"),
        ('<!-- wp:heading {"level":3} -->\n<h3>Titel</h3>\n<!-- /wp:heading -->', "<h3>Titel</h3>"),
        (
            (
                "<!-- wp:columns -->\n<div><!-- wp:column -->\n<div><!-- wp:paragraph -->\n<p>A</p>\n"
                "<!-- /wp:paragraph --></div>"
                "\n<!-- /wp:column --></div>\n<!-- /wp:columns -->"
            ),
            "<div><div><p>A</p></div></div>",
        ),
        (
            (
                '<!-- wp:embed {"url":"https://v.example/7"} -->\n<figure class="wp-block-embed">'
                '<div class="wp-block-embed__wrapper">'
                "\nhttps://v.example/7\n</div><figcaption>Film</figcaption></figure>\n<!-- /wp:embed -->"
            ),
            (
                '<figure><p><a href="https://v.example/7">https://v.example/7</a></p><figcaption>Film</figcaption>'
                "</figure>"
            ),
        ),
        (
            (
                '<!-- wp:image {"align":"right"} -->\n<figure class="wp-block-image alignright size-large">'
                '<img src="/a.jpg" alt="">'
                "</figure>\n<!-- /wp:image -->"
            ),
            '<figure class="align-right"><img src="/a.jpg" alt=""></figure>',
        ),
        (
            '<!-- wp:shortcode -->\n[gallery ids="51"]\n<!-- /wp:shortcode -->',
            '<ul class="gallery"><li><figure><img src="/bilder/51.png" alt="Der Hof"></figure></li></ul>',
        ),
        (
            (
                "<!-- wp:paragraph --><p>A</p><!-- /wp:paragraph -->\n\nKlassisch\ndazwischen\n\n"
                "<!-- wp:separator -->"
                "<hr/><!-- /wp:separator -->"
            ),
            "<p>A</p><p>Klassisch<br>\ndazwischen</p><hr>",
        ),
        ("<!-- wp:freeform -->\nEins\n\nZwei\n<!-- /wp:freeform -->", "<p>Eins</p><p>Zwei</p>"),
        (
            (
                '<!-- wp:cover {"url":"x"} -->'
                '<div class="wp-block-cover" style="background-image:url(https://alt.example/c.jpg)">'
                "<p>Titel</p></div><!-- /wp:cover -->"
            ),
            '<div><img src="https://alt.example/c.jpg" alt=""><p>Titel</p></div>',
        ),
        (
            '<!-- wp:video --><figure><video src="/f.mp4" autoplay loop></video></figure><!-- /wp:video -->',
            '<figure><video controls="" preload="none" src="/f.mp4"></video></figure>',
        ),
        ("<!-- wp:paragraph --><p></p><!-- /wp:paragraph -->", ""),
        (
            "<!-- wp:code --><pre><code>[gallery]\n\n&lt;b&gt;</code></pre><!-- /wp:code -->",
            "<pre><code>[gallery]\n\n&lt;b&gt;</code></pre>",
        ),
    ],
)
def test_block_text_is_taken_as_it_is(shown, content, expected):
    assert shown(content) == expected
