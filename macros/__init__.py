"""The program behind the site. `define_env` names the macros that a hand-written page may call.

This file and what it imports know the macros plugin only as the `env` that it is given.
"""

from __future__ import annotations

from typing import Any


def define_env(env: Any) -> None:
    """Register the macros. Called by mkdocs-macros at the start of each build."""
    # Not at the top: what commands import of this package needs no site.
    from macros.features.search.index import words_of_search
    from macros.site.calls import Calls

    build = env.conf["extra"]["build"]
    calls = Calls(build, lambda: env.page)
    for macro in calls.all():
        env.macro(calls.guarded(macro), macro.__name__)
    env.variables["sections"] = words_of_search(build.language)["sections"]
    env.variables["on_page_done"] = calls.page_done


def on_post_page_macros(env: Any) -> None:
    """Add the list of references to a page that cites sources. Called after each page's macros."""
    env.markdown = env.variables["on_page_done"](env.markdown)
