"""The program behind the site. `define_env` names the macros that a hand-written page may call.

This file and what it imports know the macros plugin only as the `env` that it is given.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs_macros.plugin import MacrosPlugin

    from macros.site.guard import Place


def _place(env: MacrosPlugin) -> Place:
    from macros.site.guard import Place

    file = env.page.file
    above = file.content_string.count("\n") - (env.page.markdown or "").count("\n")
    return Place(file.src_uri, env.page.url, str(file.edit_uri or file.src_uri), above)


def define_env(env: MacrosPlugin) -> None:
    """Register the macros. Called by mkdocs-macros at the start of each build."""
    # Not at the top: what commands import of this package needs no site.
    from macros.features.search.index import words_of_search
    from macros.site.calls import Calls
    from macros.site.guard import guarded

    place = partial(_place, env)
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


def on_pre_page_macros(env: MacrosPlugin) -> None:
    """Note what is wrong with a page as a template. Called before each page's macros."""
    from macros.site.guard import checked

    if env.page.meta.get("render_macros") is not False:
        names = {*env.variables, *env.page.meta}
        env.markdown, problems = checked(env.markdown, env.env, names, _place(env))
        env.conf["extra"]["build"].problems += problems


def on_post_page_macros(env: MacrosPlugin) -> None:
    """Add the list of references to a page that cites sources. Called after each page's macros."""
    env.markdown = env.conf["extra"]["build"].with_references(env.markdown)
