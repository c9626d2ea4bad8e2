"""How other sites show a record's page when somebody links to it: oEmbed 1.0, as a photo.

The file stays the same whatever size is asked for: the host of a static site computes nothing.
"""

from __future__ import annotations

from macros.model.languages import FALLBACK
from macros.model.record import Record
from macros.page.files import indented_json
from macros.page.labels import label
from macros.site.png import SIZE

KEPT_FOR = 86_400
"""Seconds after which others ask again."""


def oembed_path(record: Record) -> str:
    """Return the path of a record's file, from the root of the site."""
    return f"{record.about.id}/{record.id}/oembed.json"


def oembed_file(record: Record, title: str, image: str, name: str, root: str) -> tuple[str, str]:
    """Return path and content of a record's file: its title, its image, who made it.

    `image` is the address of its card, `name` and `root` are the site's name and address.
    """
    response = {
        "version": "1.0",
        "type": "photo",
        "title": title,
        "url": image,
        "width": SIZE[0],
        "height": SIZE[1],
        "author_name": label("cite_contributors", FALLBACK, site=name),
        "author_url": f"{root}{record.about.id}/{record.id}/",
        "provider_name": name,
        "provider_url": root,
        "cache_age": KEPT_FOR,
    }
    return oembed_path(record), indented_json(response)
