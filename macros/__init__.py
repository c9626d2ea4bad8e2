"""The program behind the site. `define_env` names the macros that a hand-written page may call.

This file and what it imports know the macros plugin only as the `env` that it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs_macros.plugin import MacrosPlugin


def define_env(env: MacrosPlugin) -> None:
    """Register the macros. Called by mkdocs-macros at the start of each build."""
    # Not at the top: what commands import of this package needs no site.
    from macros.features.search.index import words_of_search
    from macros.site.calls import Calls
    from macros.site.guard import Place, guarded

    def place() -> Place:
        return Place(env.page.file.src_uri, env.page.url)

    build = env.conf["extra"].get("build")
    if build is None:
        raise SystemExit(
            "mkdocs.yml: the hook that reads the data is missing; nothing was built. "
            "Write `hooks: [macros/site/hooks.py]`. [setting]"
        )
    calls = Calls(build, place)
    for name in (name for name in dir(calls) if not name.startswith("_")):
        env.macro(guarded(getattr(calls, name), build, place), name)
    env.variables["sections"] = words_of_search(build.language)["sections"]


def on_post_page_macros(env: MacrosPlugin) -> None:
    """Add the list of references to a page that cites sources. Called after each page's macros."""
    env.markdown = env.conf["extra"]["build"].with_references(env.markdown)
