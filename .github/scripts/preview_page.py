"""Put the changed pages of a built site into one HTML file that opens by itself.

    python3 .github/scripts/preview_page.py HEAD^1 site preview.html [left-out.txt]

Runs in the check of a proposal. Styles and images are inside the file, scripts are not, and its
policy lets it load nothing. Links lead to the other pages in the file, or to the published site.
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import posixpath
import re
import subprocess
import sys
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

MAX_PAGES, MAX_BYTES = 60, 20_000_000
LANGUAGES = ("", "ko/")
RECORD = re.compile(r"data/([a-z]+)/([a-z0-9-]+)\.yml", re.ASCII)
WRITTEN = re.compile(r"docs/([a-z0-9/-]+?)(\.ko)?\.md", re.ASCII)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
REFERRING = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
SAID = (
    "A preview of a proposal, built from its files. It is not published. "
    "· 프로그램이 제안된 파일로 만든 미리보기이며, 공개된 내용이 아닙니다."
)
LEFT_OUT = (
    "Not shown as proposed, because the check found problems · 점검에 걸려 바뀐 내용을 싣지 않음"
)
STYLE = """.preview{border-top:.4rem solid #888;margin:2rem auto;max-width:76rem;padding:1rem}
.preview>h2{font:bold 1rem/1.5 sans-serif}"""


def main(base: str, site: str, out: str, left_out: str = "") -> int:
    """Write the file, or none where the proposal changes no page; return the exit code."""
    changed = subprocess.run(
        ["git", "diff", "--name-only", "--no-renames", "-z", base, "--", "data", "docs"],
        capture_output=True,
        check=True,
    )
    paths = changed.stdout.decode("utf-8", "replace").split("\0")
    there = bool(left_out) and Path(left_out).is_file()
    told = Path(left_out).read_text("utf-8").split("\n") if there else []
    text = whole(Path(site), addresses(paths), [line for line in told if line])
    if text:
        Path(out).write_text(text, encoding="utf-8")
    return 0


def addresses(paths: list[str]) -> list[str]:
    """Return the pages that changed files make, each in both languages."""
    found: dict[str, None] = {}
    for path in paths:
        if (record := RECORD.fullmatch(path)) and record[1] != "vocabulary":
            found[f"{record[1]}/{record[2]}/"] = None
        elif written := WRITTEN.fullmatch(path):
            found[re.sub(r"(^|/)index/$", r"\1", f"{written[1]}/")] = None
    return [f"{language}{address}" for address in found for language in LANGUAGES]


def whole(site: Path, wanted: list[str], left_out: list[str]) -> str:
    """Return the file's text, "" where there is no page to show."""
    there = [address for address in wanted if (site / address / "index.html").is_file()]
    shown = {address: f"p{n}" for n, address in enumerate(there[:MAX_PAGES], 1)}
    styles: dict[str, str] = {}
    sections, size = [], 0
    for address, id_ in shown.items():
        page = Shown(site, address, shown)
        page.feed((site / address / "index.html").read_text(encoding="utf-8"))
        page.close()
        size += len(page.text)
        if size > MAX_BYTES:
            break
        styles |= page.styles
        lang = "ko" if address.startswith("ko/") else "en"
        sections.append(
            f'<section class="preview" id="{id_}" lang="{lang}"><h2>{escape(address)}</h2>\n'
            f'<main class="md-content">{page.text}</main></section>'
        )
    if not sections and not left_out:
        return ""
    css = "\n".join([*styles.values(), STYLE]).replace("</", "<\\/")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    links = (f'<li><a href="#{shown[a]}">{escape(a)}</a></li>' for a in there[: len(sections)])
    more = len(there) - len(sections)
    notes = [f"<p>{SAID}</p>", f"<ul>{''.join(links)}</ul>"]
    notes += [f"<p>… and {more:,} more · 외 {more:,}쪽</p>"] if more else []
    if left_out:
        rest = "".join(f"<li>{escape(line)}</li>" for line in left_out)
        notes.append(f"<p>{LEFT_OUT}:</p><ul>{rest}</ul>")
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en" data-md-color-scheme="default"><head>',
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            f"<title>Preview · 미리보기</title><style>{css}</style></head><body>",
            f'<header class="preview md-typeset">{"".join(notes)}</header>',
            *sections,
            "</body></html>\n",
        ]
    )


class Shown(HTMLParser):
    """The article of a page, as it can be in a file with others."""

    def __init__(self, site: Path, address: str, shown: dict[str, str]):
        super().__init__(convert_charrefs=False)
        self._site, self._address, self._shown = site, address, shown
        self._published = ""
        self._depth = 0  # of the article, 0 outside
        self._skip = ""
        self._parts: list[str] = []
        self.styles: dict[str, str] = {}

    @property
    def text(self) -> str:
        """The article's HTML."""
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and not self._depth:
            self._head(given)
        elif tag in ("script", "style", "iframe", "object", "template"):
            self._skip = self._skip or tag
        elif (self._depth or tag == "article") and not self._skip:
            self._depth += tag not in VOID
            pairs = (self._attribute(tag, name, value) for name, value in attrs)
            inside = "".join(f" {pair}" for pair in pairs if pair)
            self._parts.append(f"<{tag}{inside}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skip:
            self._skip = "" if tag == self._skip else self._skip
        elif self._depth and tag not in VOID:
            self._parts.append(f"</{tag}>")
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def _keep(self, text: str) -> None:
        if self._depth and not self._skip:
            self._parts.append(text)

    def _head(self, given: dict[str, str]) -> None:
        if given.get("rel") == "canonical":
            self._published = given["href"]
        elif given.get("rel") == "stylesheet":
            path = _inside(self._address, given["href"])
            css = _with_files((self._site / path).read_text("utf-8"), self._site, path)
            media = given.get("media")
            self.styles[path] = f"@media {media} {{\n{css}\n}}" if media else css

    def _attribute(self, tag: str, name: str, value: str | None) -> str:
        """Return an attribute as it has to be here, "" where it has to go."""
        if value is None:
            return name
        id_ = self._shown[self._address]
        if name.startswith("on") or name in ("style", "srcset"):
            return ""
        if name == "id":
            value = f"{id_}-{value}"
        elif name in REFERRING:
            value = " ".join(f"{id_}-{word}" for word in value.split())
        elif name in ("href", "xlink:href") and tag in ("a", "use"):
            value = self._target(value)
        elif name == "src":
            path = _inside(self._address, value)
            value = value if value.startswith("data:") else _as_data(self._site, path)
        elif "url(#" in value:
            value = value.replace("url(#", f"url(#{id_}-")
        return f'{name}="{escape(value)}"'

    def _target(self, link: str) -> str:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return link if parts.scheme in ("http", "https", "mailto", "tel") else "#"
        address = _inside(self._address, parts.path) if parts.path else self._address
        id_ = self._shown.get(address)
        if id_:
            return f"#{id_}-{parts.fragment}" if parts.fragment else f"#{id_}"
        return urljoin(self._published, link)


def _inside(address: str, link: str) -> str:
    """Return where a link of a page leads, from the root of the site and never out of it."""
    path = posixpath.normpath(posixpath.join("/", address, urlsplit(link).path)).lstrip("/")
    return f"{path}/" if path and link.split("#")[0].endswith(("/", "..", ".")) else path


def _with_files(css: str, site: Path, path: str) -> str:
    """Return a style sheet with the files that it names inside it."""

    def inlined(found: re.Match[str]) -> str:
        link = found[1].strip("'\"")
        if link.startswith(("data:", "#")):
            return found[0]
        return f'url("{_as_data(site, _inside(posixpath.dirname(path), link))}")'

    return re.sub(r"""url\(("[^"]*"|'[^']*'|[^)"']*)\)""", inlined, css)


def _as_data(site: Path, path: str) -> str:
    """Return a file of the site as a data address, an empty one for what is not in it."""
    file = site / path
    if not file.is_file() or not file.resolve().is_relative_to(site.resolve()):
        return "data:,"
    kind = mimetypes.guess_type(path)[0] or "font/woff2"
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
