from typing import Any

from django import template

from blog.models.image import Image, Shown
from startalking.core import pages

register = template.Library()


@register.inclusion_tag("blog/_picture.html")
def picture(
    image: Image | Shown, sizes: str = "100vw", *, eager: bool = False, decorative: bool = False
) -> dict[str, Any]:
    """The picture in the lightest type and the right width. `eager` for what stands at the top of the page;
    `decorative` where the text beside it says the same and a screen reader need not repeat it.
    """
    if isinstance(image, Image):
        pages.note(image.surrogate_key)
    shown = image.shown() if isinstance(image, Image) else image
    return {**shown, "image": shown, "alt": "" if decorative else shown["alt"], "sizes": sizes, "eager": eager}
