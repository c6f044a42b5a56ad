"""The admin of the blog, a noun a file."""

from blog.admin import address, author, category, image, page, post, site, tag

__all__ = ["address", "author", "category", "image", "page", "post", "site", "tag"]
