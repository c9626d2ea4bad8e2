"""Settings of MkDocs and Material that do nothing here: one in mkdocs.yml stops the build.

Every other documented setting works as their manuals say; `tests/test_settings.py` knows them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from macros.model.languages import LANGUAGES
from macros.model.problems import Problem, did_you_mean

DELETE = "Delete it."
NO_SCRIPT = "Delete it; it belongs to a script of Material that pages do not load."
OWN_SWITCH = "Delete it; pages follow the reader's system setting and have their own switch."
OWN_SITE = "(?!.*//).*"
IN_DOCS = "Put the file into docs/; the content security policy blocks other sites."
OFF = "(?i)false|no|off"
ACCENTS = (
    "red|pink|purple|deep.purple|indigo|blue|light.blue|cyan|teal|green|light.green|lime|yellow"
    "|amber|orange|deep.orange|custom"
)
COLOURS = "Use one of Material's colours, such as teal, or define `custom` in extra_css."

NO_EFFECT = {
    "edit_uri_template": "Set edit_uri.",
    "extra.alternate": "Delete it; each page links to its translation.",
    "extra.analytics": "Delete it; pages load nothing from third parties.",
    "extra.annotate": NO_SCRIPT,
    "extra.consent": "Delete it; pages set no cookies.",
    "extra.polyfills": "Use extra_javascript.",
    "extra.scope": NO_SCRIPT,
    "extra.status": DELETE,
    "extra.tags": DELETE,
    "extra.version": NO_SCRIPT,
    "markdown_extensions.material.extensions.preview": NO_SCRIPT,
    "plugins.blog": "Delete it; write pages and list them in nav.",
    "plugins.offline": "Delete it; pages always have folder addresses.",
    "plugins.privacy": "Delete it; pages load nothing from other sites.",
    "plugins.search": "Delete it; the site has its own search.",
    "plugins.social": "Delete it; macros/site/social.py draws the image of a shared link.",
    "plugins.tags": DELETE,
    "plugins.typeset": DELETE,
    "repo_name": DELETE,
    "theme.direction": DELETE,
    "theme.features": NO_SCRIPT,
    "theme.icon": "Delete it; theme.logo and theme.favicon work.",
    "theme.include_search_page": DELETE,
    "theme.locale": "Set theme.language.",
    "theme.palette.media": OWN_SWITCH,
    "theme.palette.toggle": OWN_SWITCH,
    "theme.search_index_only": DELETE,
}
"""Settings without effect, and what to do instead."""

LIMITED = {
    "edit_uri": ("edit/[^/]+/.*", "Write edit/BRANCH/docs/, as on GitHub."),
    "extra.contact": (
        r"|[^\s@<>\"?&]+@[^\s@<>\"?&]+",
        "Write one email address: atlas@example.org.",
    ),
    "extra.doi": (r"|10\.[0-9]{4,9}/\S+", "Write it without https://doi.org/."),
    "extra.generator": (OFF, DELETE),
    "extra_css": (OWN_SITE, IN_DOCS),
    "extra_javascript": (OWN_SITE, IN_DOCS),
    "markdown_extensions.pymdownx.superfences.custom_fences.name": ("(?!mermaid).*", NO_SCRIPT),
    "theme.font": (OFF, "Delete it; macros/site/fonts.py makes the site's fonts."),
    "theme.language": ("|".join(LANGUAGES), f"Languages: {', '.join(LANGUAGES)}."),
    "theme.name": ("material", "Use Material; the frame in macros/site/theme/ requires it."),
    "theme.palette.accent": (ACCENTS, COLOURS),
    "theme.palette.primary": (f"{ACCENTS}|brown|grey|blue.grey|black|white", COLOURS),
    "use_directory_urls": ("(?i)true|yes|on", "Delete it; pages always have folder addresses."),
}
"""Settings that take some values only: a pattern for those, and what to do about another."""

NOTHING = "(?!)"
RULES = {name: (NOTHING, fix) for name, fix in NO_EFFECT.items()} | LIMITED

KEYS = {
    "theme": (
        "custom_dir",
        "favicon",
        "font",
        "language",
        "logo",
        "name",
        "palette",
        "static_templates",
    ),
    "theme.palette": ("scheme", "primary", "accent"),
}
"""Keys that work, where no others do: templates of one's own aside, nothing reads them."""

ICONS = {
    "theme.logo": "{}",
    "theme.favicon": "{}",
    "extra.social.icon": ".icons/{}.svg",
}
"""Settings that name a file, and its path in docs/ or in the theme."""

MACROS = {
    "module_name": "macros",
    "on_error_fail": True,
    "on_undefined": "strict",
    "render_by_default": True,
}
MACROS_SETTING = (
    "`plugins: {macros: {module_name: macros, on_error_fail: true, on_undefined: strict}}`."
)
"""How the macros plugin has to be set up, and how that is written."""

BLOCKS = ("config", "outdated")
"""Blocks of Material's base.html that the site's frame does not have."""


class Setting(NamedTuple):
    """One value in a configuration file: `theme.logo` and where it is written."""

    name: str
    value: str
    file: Path
    line: int
    column: int


def settings_in(file: Path) -> Iterator[Setting]:
    """Yield the settings of a configuration file and of the one that it inherits from."""
    for name, value, mark in _leaves(yaml.compose(file.read_text(encoding="utf-8"))):
        if name == "INHERIT":
            yield from settings_in(file.parent / value)
        yield Setting(name, value, file, mark.line + 1, mark.column + 1)


def _leaves(node: yaml.Node | None, name: str = "") -> Iterator[tuple[str, str, yaml.Mark]]:
    """Yield name, value and place of each value. A plugin or extension is part of the name."""
    if isinstance(node, yaml.MappingNode) and node.value:
        for key, value in node.value:
            inner = f"{name}.{key.value}".strip(".").replace("plugins.material/", "plugins.")
            yield from _leaves(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _leaves(item, name)
    elif node is not None:
        value = node.value if isinstance(node, yaml.ScalarNode) else ""
        if name in ("plugins", "markdown_extensions"):
            name = f"{name}.{value}".replace("plugins.material/", "plugins.")
        yield {"theme": "theme.name"}.get(name, name), value, node.start_mark


def settings_problems(settings: Iterable[Setting]) -> list[Problem]:
    """Return a problem for each setting that has no effect, or not with its value."""
    problems = {}
    for name, value, file, line, column in settings:
        for rule, (pattern, fix) in RULES.items():
            if f"{name}.".startswith(f"{rule}.") and not re.fullmatch(pattern, value):
                message = f"{rule} has no effect on this site"
                if pattern != NOTHING:
                    message = f'{rule}: "{value}" does not work on this site'
                problem = Problem(file.name, line, column, "setting", message, fix)
                problems.setdefault((file, message), problem)
        for parent, keys in KEYS.items():
            rest = name.removeprefix(f"{parent}.")
            key = rest.partition(".")[0]
            if rest != name and key not in keys and f"{parent}.{key}" not in RULES:
                fix = did_you_mean(key, keys) or f"Settings here: {', '.join(keys)}."
                message = f"{parent}.{key} has no effect on this site"
                problem = Problem(file.name, line, column, "setting", message, fix)
                problems.setdefault((file, message), problem)
    return list(problems.values())


def missing_files(settings: Iterable[Setting], folders: Sequence[Path]) -> list[Problem]:
    """Return a problem for each logo and icon that none of the folders has."""
    problems = []
    for name, value, file, line, column in settings:
        path = ICONS.get(name, "").format(value)
        if path and not any((folder / path).is_file() for folder in folders):
            fix = "Put the file into docs/."
            if name == "extra.social.icon":
                fix = "Write the name of a Material icon, such as fontawesome/brands/github."
            message = f'{name}: there is no file "{value}"'
            problems.append(Problem(file.name, line, column, "setting", message, fix))
    return problems


def block_problems(blocks: Iterable[str]) -> list[Problem]:
    """Return a problem for each block of a template of one's own that the frame does not have."""
    message, fix = "the block {!r} has no effect on this site", "Delete it."
    return [
        Problem("main.html", 1, 1, "setting", message.format(block), fix)
        for block in blocks
        if block in BLOCKS
    ]
