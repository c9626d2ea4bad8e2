"""What a picture is, and the two forms it takes: a figure in a page, a file of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from macros.assets import FOLDER, SCHEMES, scheme_block
from macros.pages.context import Context
from macros.text import attribute, html, plain


@dataclass(frozen=True)
class Picture:
    """Static SVG made from records, and a table that says the same.

    `id` is its name on the page and its file name. `title` and `description` are plain words: what
    it is, and what is to be seen in it. `body` holds the shapes, its links made by the context;
    colours come by class only. `table` is HTML. An empty `body` is a picture that was not drawn:
    `refusal` then says why in a sentence ("128 products are too many to tell apart"), and the
    table stands alone.
    """

    id: str
    title: str
    description: str
    table: Markup
    width: int = 0
    height: int = 0
    body: Markup = Markup("")
    refusal: str = ""


def figure(context: Context, picture: Picture, file: str) -> Markup:
    """Return a picture for a page, with its table and, at `file` from the root, its download."""
    if not picture.body:
        return html('<p class="refusal">{}</p>{}', plain(picture.refusal), picture.table)
    # A wide picture scrolls inside its frame on a narrow screen; the frame takes the keyboard.
    return html(
        '<figure class="picture" id="picture-{}">'
        '<div class="picture-frame" tabindex="0" role="region" aria-label="{}">{}</div>'
        '<figcaption>{}</figcaption><div class="picture-more">'
        '<details class="picture-table"><summary>{}</summary>{}</details>'
        '<p class="picture-files"><a href="{}" download>{}</a>'
        '<button type="button" data-png="{}" hidden>{}</button></p></div></figure>',
        picture.id,
        attribute(picture.title),
        _svg(picture, ""),
        plain(picture.description),
        context.label("as_table"),
        picture.table,
        context.base + file,
        context.label("download_svg"),
        context.base + file,
        context.label("download_png"),
    )


def standalone(picture: Picture) -> str:
    """Return a picture as a file: its own colours, light and dark, whole addresses in its links.

    The context it was made with has the site's own address as its base.
    """
    return f"{_svg(picture, f'<style>{file_style()}</style>')}\n"


def file_style() -> str:
    """Return the style sheet of a picture that stands alone, without custom properties.

    Programs that draw slides and documents do not know them.
    """
    style = (FOLDER / "styles" / "pictures.css").read_text(encoding="utf-8")
    inside = style.partition("/* inside */")[2]
    light, dark = (
        re.sub(r"var\((--[\w-]+)\)", lambda match, of=colours: of[match[1]], inside)
        for colours in map(colours_of, SCHEMES)
    )
    return f"{light}@media (prefers-color-scheme: dark) {{{dark}}}"


def colours_of(scheme: str) -> dict[str, str]:
    """Return the colours of a scheme by the name of their custom property."""
    return dict(re.findall(r"(--atlas-[\w-]+):\s*([^;]+);", scheme_block(scheme)))


def _svg(picture: Picture, style: str) -> Markup:
    named = f"picture-{picture.id}"
    return html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="picture-svg" role="group" '
        'viewBox="0 0 {} {}" width="{}" height="{}" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}'
        '<rect class="p-paper" width="{}" height="{}"/>{}</svg>',
        picture.width,
        picture.height,
        picture.width,
        picture.height,
        *(named,) * 3,
        plain(picture.title),
        named,
        plain(picture.description),
        Markup(style),  # noqa: S704  (made above from our own style sheets)
        picture.width,
        picture.height,
        picture.body,
    )
