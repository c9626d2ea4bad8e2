"""What a picture is, and the two forms it takes: a figure in a page, a file of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import inf
from pathlib import Path

from markupsafe import Markup

from macros.exports.plain_record import LICENCE
from macros.features.pictures import svg
from macros.model.inline import plain
from macros.page.context import Context
from macros.page.palette import SCHEMES, scheme_block
from macros.page.text import attribute, html, joined

MARGIN = 24
"""Around the picture in a file of its own."""

PAGE = 800
"""As high as a part of a picture may be that a printed page has room for, with a heading above it
and the words below it."""


@dataclass(frozen=True)
class Picture:
    """Static SVG made from records, and a table with the same content.

    `id` is its name on the page and its file name. `title`, `finding` and `description` are plain
    words: what it is, the one thing that the data say in it ("" where they say none, or where two
    are equal), and what is to be seen in it. `body` holds the shapes, its links made by the
    context; colours come by class only. `table` is HTML, or what makes it: a picture's file needs
    none. An empty `body` is a picture that was not drawn: `refusal` then says why in a sentence
    ("128 products are too many to tell apart"), and only the table is shown.

    `breaks` are the y at which a picture that is longer than a page may be parted, `head` is the y
    down to which each part repeats it.

    `covers` names the field ("results") or the kind that links here ("decisions") that the table
    shows whole: the page of the record then shows it nowhere else. `open` shows the table at once.
    """

    id: str
    title: str
    description: str
    table: Markup | Callable[[], Markup]
    width: int = 0
    height: int = 0
    body: Markup = Markup("")
    refusal: str = ""
    covers: str = ""
    open: bool = False
    finding: str = ""
    breaks: tuple[float, ...] = ()
    head: float = 0

    @property
    def headline(self) -> str:
        """Its finding, or its title where it has none."""
        return self.finding or self.title

    def drawn(
        self,
        body: Markup,
        width: float,
        height: float,
        description: str = "",
        finding: str = "",
        breaks: Iterable[float] = (),
        head: float = 0,
    ) -> Picture:
        """Return the picture with its shapes, and what it had none of yet."""
        added = {
            "description": description or self.description,
            "finding": finding or self.finding,
            "breaks": tuple(breaks) or self.breaks,
            "head": head or self.head,
        }
        return replace(self, body=body, width=round(width), height=round(height), **added)

    def refused(self, refusal: str) -> Picture:
        """Return the picture that is not drawn, and why."""
        return replace(self, refusal=refusal)


def figure(
    context: Context, picture: Picture, file: str, prefix: str = "", embedding: str = ""
) -> Markup:
    """Return a picture for a page, with its table and, at `file` from the root, its download.

    `prefix` goes before its anchors where a page shows pictures of several records; `embedding` is
    the HTML with which other pages show it.
    """
    table = picture.table() if callable(picture.table) else picture.table
    if not picture.body:
        return html('<p class="refusal">{}</p>{}', plain(picture.refusal), table)
    named = f"{prefix}picture-{picture.id}"
    download = context.base + file
    return html(
        '<div class="picture" id="{}"><figure>{}'
        '<div class="picture-frame">{}</div>{}<figcaption>{}</figcaption></figure>'
        '<div class="picture-more">'
        '<details class="picture-table"{}><summary>{}</summary>{}</details>'
        '<p class="picture-files" role="group" aria-label="{}"><a href="{}" download>{}</a>'
        '<button type="button" data-png="{}" hidden>{}</button>'
        '<button class="share" type="button" data-place="#{}" data-copied="{}">{}</button></p>{}'
        "</div></div>",
        *(named, _finding(picture), _svg(picture, named)),
        *(_printed(picture, named), plain(picture.description)),
        *(Markup(" open") if picture.open else "", context.label("as_table"), table),
        *(attribute(picture.title), download, context.label("download_svg")),
        *(download, context.label("download_png")),
        *(named, context.label("share_copied"), context.label("share")),
        _for_embedding(context, embedding),
    )


def _finding(picture: Picture) -> Markup:
    """Return the finding above a picture; a heading of the page already says what it is."""
    if not picture.finding:
        return Markup("")
    return html('<p class="picture-finding">{}</p>', plain(picture.finding))


def _printed(picture: Picture, named: str) -> Markup:
    """Return a picture that is longer than a page once more in parts, each below its heads."""
    if picture.height <= PAGE or not picture.breaks:
        return Markup("")
    ends = [0.0]
    for end, after in pairwise((*picture.breaks, picture.height, inf)):
        if after - ends[-1] > PAGE:
            ends.append(end)

    def part(top: float, bottom: float) -> Markup:
        template = '<svg viewBox="0 {:.0f} {} {:.0f}"><use href="#{}-all"/></svg>'
        return Markup(template).format(top, picture.width, bottom - top, named)

    head = part(0, picture.head)
    parts = (
        html("<div>{}{}</div>", head if top else "", part(top, bottom))
        for top, bottom in pairwise(ends)
    )
    return html('<div class="picture-pages" aria-hidden="true">{}</div>', joined(parts))


def _for_embedding(context: Context, embedding: str) -> Markup:
    if not embedding:
        return Markup("")
    return html(
        '<details class="picture-table"><summary>{}</summary><pre data-copy>{}</pre></details>',
        context.label("embed"),
        embedding,
    )


def embedding_of(context: Context, picture: Picture, file: str, page: str, date: str) -> str:
    """Return the HTML with which other pages show a picture: neither script nor iframe.

    It names its source, the `page` from which it comes, `date` of the data and licence.
    """
    whole = _whole(context, picture)
    as_of = [context.label("data_as_of", date=context.date(date))] if date else []
    embedding = html(
        '<figure lang="{}">\n<a href="{}"><img src="{}" width="{}" height="{}" alt="{}"></a>\n'
        '<figcaption>{}. {}: <a href="{}">{}</a>{}. <a href="{}">CC BY 4.0</a></figcaption>\n'
        "</figure>",
        *(context.language, page, f"{context.project.site}{file}", whole.width, whole.height),
        *(attribute(picture.headline), plain(picture.headline)),
        *(context.label("embed_source"), page),
        *(context.project.name, joined(f". {one}" for one in as_of), LICENCE),
    )
    return str(embedding)  # a page shows it as text


def standalone(context: Context, picture: Picture) -> str:
    """Return a picture as a file: its own colours, light and dark, whole addresses in its links.

    It contains title and description: on a slide nothing else says what not to read into it. The
    context is the one that it was made with, the site's own address its base.
    """
    whole = _whole(context, picture)
    return f"{_svg(whole, f'picture-{picture.id}', f'<style>{file_style()}</style>')}\n"


def _whole(context: Context, picture: Picture) -> Picture:
    """Return a picture with its title above it, and below it what it says and where it is from.

    Above a finding stands what the picture is, small.
    """
    wide = picture.width
    above = 19 if picture.finding else 0
    head = svg.wrapped(picture.headline, 17, wide, 3, bold=True)
    foot = svg.wrapped(picture.description, 12, wide * 0.95, 4)
    foot.append(context.label("picture_credit"))
    top, bottom = above + len(head) * 23 + 10, len(foot) * 16.2 + 18
    body = [
        svg.words(MARGIN, MARGIN + 10, picture.title, 12, "soft") if above else Markup(""),
        svg.lines(MARGIN, MARGIN + above + 15, head, 17, "strong"),
        svg.group([picture.body], MARGIN, MARGIN + top),
        svg.lines(MARGIN, MARGIN + top + picture.height + 24, foot, 12, "soft"),
    ]
    high = picture.height + top + bottom + 2 * MARGIN
    return picture.drawn(joined(body), wide + 2 * MARGIN, high)


@cache  # every picture of a build has the same
def file_style() -> str:
    """Return the style sheet of a picture that stands alone, without custom properties.

    Programs that draw slides and documents do not know them.
    """
    style = Path(__file__).with_name("pictures.css").read_text(encoding="utf-8")
    inside = style.partition("/* inside */")[2]
    light, dark = (_filled(inside, scheme_block(scheme)) for scheme in SCHEMES)
    return f"{light}@media (prefers-color-scheme: dark) {{{dark}}}"


def _filled(style: str, block: str) -> str:
    colours = _colours(block)
    return re.sub(r"var\((--[\w-]+)\)", lambda match: colours[match[1]], style)


def colours_of(scheme: str) -> dict[str, str]:
    """Return the colours of a scheme by the name of their custom property."""
    return _colours(scheme_block(scheme))


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--atlas-[\w-]+):\s*([^;]+);", block))


def _svg(picture: Picture, named: str, style: str = "") -> Markup:
    size = html('width="{}" height="{}"', picture.width, picture.height)
    body = picture.body
    if picture.height > PAGE:  # its printed parts show it again
        body = html('<g id="{}-all">{}</g>', named, body)
    return html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="picture-svg" role="group" '
        'viewBox="0 0 {} {}" {} aria-labelledby="{}-title" aria-describedby="{}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>'
        '{}<rect class="p-paper" {}/>{}</svg>',
        *(picture.width, picture.height, size, named, named),
        *(named, plain(picture.headline), named, plain(picture.description)),
        *(Markup(style), size, body),
    )
