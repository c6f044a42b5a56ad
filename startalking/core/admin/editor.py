"""The field in which texts are written: what its toolbar offers, and which texts it would not keep whole."""

import json
from typing import Any, Final

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import AdminProseEditorWidget, prose_editor_admin_media
from js_asset import Script
from selectolax.lexbor import LexborHTMLParser

EXTENSIONS: Final = {
    "Heading": {"levels": [2, 3, 4]},
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Code": True,
    "CodeBlock": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Image": True,
    "Figure": True,
    "Caption": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HTML": True,
    "NoSpellCheck": False,
    "Menu": {
        "groups": [
            {"group": group}
            for group in (
                "blockType -lists",
                "marks",
                "link",
                "lists",
                "nodes -blockType -lists",
                "table",
                "history",
                "utility",
            )
        ]
    },
}

WORDS: Final = {
    "paragraph": _("Paragraph"),
    "heading2": _("Heading, second level"),
    "heading3": _("Heading, third level"),
    "heading4": _("Heading, fourth level"),
    "codeBlock": _("Block of code"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "strike": _("Struck through"),
    "code": _("Code"),
    "link": _("Link"),
    "unlink": _("Remove link"),
    "bulletList": _("Bulleted list"),
    "orderedList": _("Numbered list"),
    "orderedListProperties": _("Properties of the list"),
    "blockquote": _("Quotation"),
    "horizontalRule": _("Dividing line"),
    "figure": _("Picture"),
    "table": _("Table"),
    "table:addColumnAfter": _("Add a column"),
    "table:deleteColumn": _("Delete the column"),
    "table:addRowAfter": _("Add a row"),
    "table:deleteRow": _("Delete the row"),
    "table:mergeCells": _("Merge cells"),
    "table:splitCell": _("Split the cell"),
    "table:deleteTable": _("Delete the table"),
    "table:toggleHeaderCell": _("Heading cell on or off"),
    "history:undo": _("Undo"),
    "history:redo": _("Redo"),
    "html": _("Edit as HTML"),
}
"""The toolbar's labels by the names the editor has for its buttons; it knows English ones only."""

PLAIN: Final = (
    "b", "blockquote", "br", "del", "em", "figcaption", "figure", "h2", "h3", "h4", "hr", "i", "li", "p", "pre", "s",
    "strong", "table", "tbody", "thead", "tr", "ul",
)  # fmt: skip
KEPT: Final[dict[str, set[str]]] = {name: set() for name in PLAIN} | {
    "a": {"href", "title", "rel"},
    "code": {"class"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
"""Elements and attributes that come out of the editor as they went in."""


STYLES: Final = [
    "django_prose_editor/material-icons.css",
    "django_prose_editor/editor.css",
    "django_prose_editor/overrides.css",
    "admin/startalking/editor.css",
]
"""In this order: ours has the last word."""


def keeps(markup: str) -> bool:
    """Whether the editor would give `markup` back whole. It drops what it does not know, at the first keystroke."""
    tree = LexborHTMLParser(f"<body>{markup}</body>")
    nodes = [] if tree.body is None else tree.body.css("*")
    return all(node.tag == "body" or _is_known(node.tag or "", set(node.attributes)) for node in nodes)


def _is_known(tag: str, attributes: set[str]) -> bool:
    kept = KEPT.get(tag)
    return kept is not None and attributes <= kept


class TextEditor(AdminProseEditorWidget):
    """Rich text as on the page; a text that the editor would mutilate is shown as HTML in a plain field instead."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, config={"extensions": EXTENSIONS}, preset="startalking")

    @property
    def media(self) -> forms.Media:
        media: forms.Media = prose_editor_admin_media + forms.Media(
            js=[Script("admin/startalking/editor.js", type="module")], css={"all": STYLES}
        )
        return media

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        if value and not keeps(str(value)):
            return self._as_source(name, value, attrs)
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-words"] = json.dumps({key: str(word) for key, word in WORDS.items()})
        context["widget"]["attrs"]["data-toolbar"] = gettext("Format the text")
        return context

    def _as_source(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        plain = AdminTextareaWidget(attrs={**self.attrs, "class": "source", "rows": 28, "spellcheck": "false"})
        return plain.get_context(name, value, attrs)


class TextEditorField(forms.CharField):
    """A body with its editor."""

    widget = TextEditor

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("strip", True)
        super().__init__(**kwargs)
