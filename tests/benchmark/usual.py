"""The usual way of making such a site, written out as an MkDocs project of its own.

One stub page a record in docs/, all of them in the menu, as MkDocs does by itself; the macros of
usual_macros.py; eleven of the Markdown extensions that Material recommends; Material with our
features; its search over everything.

    python -m tests.benchmark.usual DATA FOLDER
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import yaml

from macros.model.kinds import KINDS

CONFIG = {
    "site_name": "The usual way",
    "site_url": "https://example.org/",
    "repo_url": "https://github.com/example/usual",
    "theme": {
        "name": "material",
        "font": False,
        "features": [
            "navigation.tabs",
            "navigation.top",
            "toc.follow",
            "search.suggest",
            "search.highlight",
            "content.action.edit",
        ],
    },
    "plugins": ["search", {"macros": {"module_name": "main", "on_error_fail": True}}],
    "markdown_extensions": [
        "abbr",
        "admonition",
        "attr_list",
        "def_list",
        "footnotes",
        "md_in_html",
        "tables",
        {"toc": {"permalink": "#"}},
        "pymdownx.details",
        "pymdownx.highlight",
        "pymdownx.superfences",
    ],
}


def write(data: Path, folder: Path) -> None:
    """Write the project for a data folder."""
    folder.mkdir()
    columns = {kind: list(model.about.columns) for kind, model in KINDS.items()}
    config = {**CONFIG, "extra": {"data": str(data.resolve()), "columns": columns}}
    _write(folder / "mkdocs.yml", yaml.safe_dump(config, sort_keys=False))
    shutil.copy(Path(__file__).with_name("usual_macros.py"), folder / "main.py")
    docs = folder / "docs"
    _write(docs / "index.md", "# The usual way\n\nA page for each record, see the menu.\n")
    for kind, model in KINDS.items():
        heading = f"# {model.about.many.en}\n\n{model.about.intro.en}"
        _write(docs / kind / "index.md", f'{heading}\n\n{{{{ listing("{kind}") }}}}\n')
        for path in sorted((data / kind).glob("*.yml")):
            record = yaml.safe_load(path.read_text(encoding="utf-8"))
            title = record["name"]["en"] if "name" in record else record["title"]
            stub = f'---\ntitle: {title}\n---\n\n{{{{ record("{path.stem}") }}}}\n'
            _write(docs / kind / f"{path.stem}.md", stub)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
