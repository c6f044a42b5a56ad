"""Classic text with its shortcodes, frames and addresses: each case as it leaves the cleaning."""

import pytest

IMAGE = '<img class="size-medium wp-image-50" src="https://alt.example/w.jpg" alt="Bank" width="300" />'
SHOWN_IMAGE = '<img src="https://alt.example/w.jpg" alt="Bank" width="300">'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            f'[caption id="attachment_50" align="alignright" width="300"]{IMAGE} Die <b>Bank</b>[/caption]',
            f'<figure class="align-right">{SHOWN_IMAGE}<figcaption>Die <b>Bank</b></figcaption></figure>',
        ),
        (
            f'[caption align="alignnone" caption="Mit [Klammern]"]<a href="/x">{IMAGE}</a>[/caption]',
            f'<figure><a href="/x">{SHOWN_IMAGE}</a><figcaption>Mit [Klammern]</figcaption></figure>',
        ),
        (f"[wp_caption]{IMAGE}[/wp_caption]", f"<figure>{SHOWN_IMAGE}</figure>"),
        (f"[CAPTION]{IMAGE} Groß[/CAPTION]", f"<figure>{SHOWN_IMAGE}<figcaption>Groß</figcaption></figure>"),
        (f"Vor [caption]{IMAGE}[/caption] nach", f"<p>Vor</p><figure>{SHOWN_IMAGE}</figure><p>nach</p>"),
        (
            '[gallery ids="51,50" columns="2"]',
            (
                '<ul class="gallery"><li><figure><img src="/bilder/51.png" alt="Der Hof"></figure></li>'
                '<li><figure><img src="/bilder/50.jpg" alt="Werkbank &quot;alt&quot;">'
                "<figcaption>Die <em>Werkbank</em></figcaption></figure></li></ul>"
            ),
        ),
        (
            "[gallery include=51 link=file]",
            '<ul class="gallery"><li><figure><img src="/bilder/51.png" alt="Der Hof"></figure></li></ul>',
        ),
        (
            "[audio https://alt.example/ton%20eins.mp3]",
            '<figure><a href="https://alt.example/ton%20eins.mp3">ton eins.mp3</a></figure>',
        ),
        ('[audio mp3="/ton.mp3"][/audio]', '<figure><a href="/ton.mp3">ton.mp3</a></figure>'),
        ("[video src=/film.mp4 width=640]", '<figure><a href="/film.mp4">film.mp4</a></figure>'),
        ("[video]/film.mp4[/video]", '<figure><a href="/film.mp4">film.mp4</a></figure>'),
        ("[video mp4=&quot;/film.mp4&quot;]", '<figure><a href="/film.mp4">film.mp4</a></figure>'),
        ("[video mp4=”/film.mp4″]", '<figure><a href="/film.mp4">film.mp4</a></figure>'),
        (
            "[embed width=500]https://v.example/?a=1&amp;b=2[/embed]",
            '<p><a href="https://v.example/?a=1&amp;b=2">https://v.example/?a=1&amp;b=2</a></p>',
        ),
        (
            "[youtube=https://v.example/abc]",
            '<p><a href="https://v.example/abc">https://v.example/abc</a></p>',
        ),
        (
            "Davor\nhttps://v.example/1\nDanach",
            '<p>Davor</p><p><a href="https://v.example/1">https://v.example/1</a></p><p>Danach</p>',
        ),
        ("Mitten https://v.example/1 im Satz", "<p>Mitten https://v.example/1 im Satz</p>"),
        (
            '[code lang="php"]<b> & "x"\n\n[gallery][/code]',
            '<pre><code class="language-php">&lt;b&gt; &amp; "x"\n\n[gallery]</code></pre>',
        ),
        ("[sourcecode]a &lt; b &amp;&amp; c[/sourcecode]", "<pre><code>a &lt; b &amp;&amp; c</code></pre>"),
        ("[[gallery ids='1']] und [[caption]x[/caption]]", "<p>[gallery ids='1'] und [caption]x[/caption]</p>"),
        (
            "<code>[gallery]</code> und <pre>[audio]\n\n x</pre>",
            "<p><code>[gallery]</code> und</p><pre>[audio]\n\n x</pre>",
        ),
        ("[code]offen\n\nText", "<p>[code]offen</p><p>Text</p>"),
        ("[contact-form-7 id='1']", "<p>[contact-form-7 id='1']</p>"),
        ("<h1>Titel</h1>", "<h2>Titel</h2>"),
        ("Eins<!--nextpage-->Zwei", "<p>Eins</p><p>Zwei</p>"),
        ("„Anführung“ &amp; &hellip; – 🙂", "<p>„Anführung“ &amp; … – 🙂</p>"),
        ("Offen <!-- und <b>weg</b>?", "<p>Offen &lt;!-- und <b>weg</b>?</p>"),
        ("A<script>alert(1)</script>B<style>x{}</style>", "<p>AB</p>"),
        (
            '<iframe src="//www.youtube.com/embed/abcdefghijk?rel=0" title="Film &amp; Ton"></iframe>',
            '<p><a href="https://www.youtube.com/watch?v=abcdefghijk">Film &amp; Ton</a></p>',
        ),
        (
            '<object width="4"><param name="movie" value="https://v.example/x" /><embed src="https://v.example/x"></object>',
            '<p><a href="https://v.example/x">https://v.example/x</a></p>',
        ),
        (
            '<img class="alignleft" src="/a.jpg" alt=""> Text',
            '<p><span class="align-left"><img src="/a.jpg" alt=""></span> Text</p>',
        ),
        (
            '<img class="aligncenter" src="/a.jpg" alt="">',
            '<figure class="align-center"><img src="/a.jpg" alt=""></figure>',
        ),
    ],
)
def test_classic_text(shown, content, expected):
    assert shown(content) == expected
