"""The blog's nouns."""

from blog.models.address import Address
from blog.models.author import Author
from blog.models.category import Category
from blog.models.discussed import Discussed
from blog.models.entry import Entry
from blog.models.filing import Filing
from blog.models.image import Image
from blog.models.page import Page
from blog.models.post import Post
from blog.models.relation import Relation
from blog.models.rendered import Rendered
from blog.models.site import Site
from blog.models.subject import Key
from blog.models.tag import Tag, TaggedPost
from blog.models.tally import Tally

__all__ = [
    "Address",
    "Author",
    "Category",
    "Discussed",
    "Entry",
    "Filing",
    "Image",
    "Key",
    "Page",
    "Post",
    "Relation",
    "Rendered",
    "Site",
    "Tag",
    "TaggedPost",
    "Tally",
]
