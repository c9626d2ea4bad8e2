"""mkdocs.yml is honest: a setting works as the manuals say, or the build says that it does not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import material
import pytest
import yaml
from lxml import html
from mkdocs.config.defaults import MkDocsConfig
from playwright.sync_api import Browser

from macros.site.menu import title_problems
from macros.site.settings import BLOCKS, LIMITED, NO_EFFECT, settings_in, settings_problems
from tests.repositories import Repository
from tests.sites import ROOT, SMALL_DOCS

MATERIAL = Path(material.__file__).parent
FRAME = ROOT / "macros" / "site" / "theme" / "base.html"

MKDOCS = (
    "copyright dev_addr docs_dir draft_docs edit_uri exclude_docs extra_css extra_javascript "
    "extra_templates hooks markdown_extensions nav not_in_nav remote_branch remote_name repo_url "
    "site_author site_description site_dir site_name site_url strict use_directory_urls "
    "validation watch"
)
THEME = "custom_dir favicon font language logo name palette static_templates"
PLUGINS = "group info meta optimize projects"
WORKS = set(MKDOCS.split()) | {"extra.generator", "extra.homepage", "extra.social"}
WORKS |= {f"theme.{name}" for name in THEME.split()}
WORKS |= {f"plugins.{name}" for name in PLUGINS.split()}
"""Settings that do what the manuals of MkDocs and Material say."""


def problems(folder: Path, text: str) -> list[tuple[int, str]]:
    """Return line and message of each problem of a configuration file."""
    file = folder / "mkdocs.yml"
    file.write_text(text, encoding="utf-8")
    return [(p.line, p.message) for p in settings_problems(settings_in(file))]


def configured(name: str, value: object) -> str:
    """Return the YAML of one setting."""
    first, _, rest = name.partition(".")
    if first in ("plugins", "markdown_extensions"):
        extension, *inner = re.split(r"\.(?=custom_fences)", rest)
        entry: object = {extension: {"custom_fences": [{"name": value}]}} if inner else extension
        return yaml.safe_dump({first: [entry]})
    for key in reversed(name.split(".")):
        value = {key: value}
    return yaml.safe_dump(value)


@pytest.mark.parametrize("name", NO_EFFECT)
def test_a_setting_without_effect_is_named(tmp_path: Path, name: str) -> None:
    [(line, message)] = problems(tmp_path, "site_name: Atlas\n" + configured(name, "anything"))
    assert line > 1
    assert message == f"{name} has no effect on this site"


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("edit_uri", "edit/develop/docs/", "-/edit/main/docs/"),
        ("extra.contact", "atlas@example.org", "Atlas <atlas@example.org>"),
        ("extra.doi", "10.5281/zenodo.1234567", "https://doi.org/10.5281/zenodo.1234567"),
        ("extra.generator", False, True),
        ("extra_css", ["a/own.css"], ["a/own.css", "https://other.example/b.css"]),
        ("extra_javascript", [{"path": "own.mjs", "type": "module"}], [{"path": "//b.example/c"}]),
        ("markdown_extensions.pymdownx.superfences.custom_fences.name", "python", "mermaid"),
        ("theme.font", False, {"text": "Roboto"}),
        ("theme.language", "ko", "fr"),
        ("theme.name", "material", "readthedocs"),
        ("theme.palette.accent", "deep purple", "brown"),
        ("theme.palette.primary", "blue-grey", "mauve"),
        ("use_directory_urls", True, False),
    ],
)
def test_a_setting_that_takes_some_values_only(tmp_path, name: str, good, bad) -> None:
    assert problems(tmp_path, configured(name, good)) == []
    [(_line, message)] = problems(tmp_path, configured(name, bad))
    assert message.startswith(f'{name}: "')


def test_an_unknown_key_of_the_theme_is_named(tmp_path: Path) -> None:
    text = "theme:\n  name: material\n  logos: a.svg\n  palette:\n    primery: teal\n"
    messages = [message for _line, message in problems(tmp_path, text)]
    assert messages == [
        "theme.logos has no effect on this site",
        "theme.palette.primery has no effect on this site",
    ]


def test_every_limited_setting_is_tested() -> None:
    tested = test_a_setting_that_takes_some_values_only.pytestmark[0].args[1]
    assert [name for name, _good, _bad in tested] == list(LIMITED)


def test_settings_are_found_however_they_are_written(tmp_path: Path) -> None:
    said = "plugins.search has no effect on this site"
    for text in (
        "plugins: [search]",
        "plugins:\n- search: {}",
        "plugins:\n- material/search:\n    lang: ko",
        "plugins:\n  material/search: {lang: ko}",
    ):
        assert [message for _line, message in problems(tmp_path, text)] == [said], text
    assert len(problems(tmp_path, "theme: readthedocs\n")) == 1
    several = "theme:\n  features: [a, b]\n  icon: {logo: a, repo: b}\n"
    assert [line for line, _message in problems(tmp_path, several)] == [2, 3]


def test_what_is_inherited_is_read_in_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "parent.yml").write_text("\ntheme:\n  features: [a]\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("INHERIT: parent.yml\nrepo_name: b\n", encoding="utf-8")
    found = settings_problems(settings_in(tmp_path / "mkdocs.yml"))
    assert [(p.path, p.line) for p in found] == [("parent.yml", 3), ("mkdocs.yml", 2)]


def test_every_documented_setting_is_known_to_work_or_not() -> None:
    """A new version of MkDocs or Material that brings a setting fails here."""
    documented = {name for name, _option in MkDocsConfig._schema}
    documented -= {"config_file_path", "theme", "plugins", "extra", "mdx_configs"}
    documented -= {"pages", "google_analytics"}  # MkDocs itself refuses them
    for file in (MATERIAL / "templates").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        documented |= set(re.findall(r"config\.((?:extra|theme)\.[a-z_]+)", text))
    plugins = (p.name for p in (MATERIAL / "plugins").iterdir() if (p / "plugin.py").exists())
    documented |= {f"plugins.{name}" for name in plugins}
    assert documented - WORKS - set(NO_EFFECT) == set()
    assert WORKS & set(NO_EFFECT) == set()


def test_titles_of_the_menu_are_translated_each() -> None:
    nav = [{"Home": "index.md"}, {"Guides": ["a.md"]}]
    assert title_problems(nav, {"Home": "홈", "Guides": "안내"}, "mkdocs.ko.yml") == []
    messages = [p.message for p in title_problems(nav, {"Home": "홈", "Guide": "안내"}, "f")]
    assert messages == [
        'the nav title "Guides" is not translated',
        'extra.nav_translations: the title "Guide" is not in nav',
    ]


def blocks(file: Path) -> set[str]:
    return set(re.findall(r"{%-? *block (\w+)", file.read_text(encoding="utf-8")))


def test_the_frame_has_the_blocks_of_material() -> None:
    assert blocks(MATERIAL / "templates" / "base.html") - blocks(FRAME) == set(BLOCKS)


@pytest.fixture
def project(tmp_path: Path, small_data: Path):
    """A function that builds a site of the small data with settings of its own."""
    (tmp_path / "macros").symlink_to(ROOT / "macros")
    (tmp_path / "data").mkdir()
    shutil.copytree(SMALL_DOCS, tmp_path / "docs")

    def build(settings: str, out: str = "out", said: str = "-q", **environment: str):
        parent = yaml.safe_dump({"INHERIT": str(ROOT / "mkdocs.yml")})
        (tmp_path / "mkdocs.yml").write_text(parent + settings, encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict", said, "-d", out],
            cwd=tmp_path,
            env={
                **os.environ,
                "NO_MKDOCS_2_WARNING": "1",
                "ATLAS_DATA": str(small_data),
                **environment,
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return build


def test_a_build_stops_with_one_line_for_each_setting(project, tmp_path: Path) -> None:
    done = project("repo_name: x\ntheme:\n  features: [navigation.tabs, toc.follow]\n")
    assert done.returncode != 0
    said = [line for line in done.stderr.splitlines() if line.startswith("mkdocs.yml:")]
    assert said == [
        "mkdocs.yml:2:12: repo_name has no effect on this site. Delete it. [setting]",
        "mkdocs.yml:4:14: theme.features has no effect on this site. "
        "Delete it; it belongs to a script of Material that pages do not load. [setting]",
    ]
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_another_theme_or_language_stops_the_build_with_one_line(project) -> None:
    for settings, said in (
        ("theme: readthedocs\n", 'theme.name: "readthedocs" does not work on this site.'),
        ("theme: {language: fr}\n", 'theme.language: "fr" does not work on this site.'),
        ("nav: [index.md]\nextra: {nav_translations: {}}\ntheme: {language: ko}\n", ""),
        ("theme: {language: ko}\n", 'the nav title "Guides" is not translated.'),
    ):
        done = project(settings)
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert (done.returncode != 0) is bool(said)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("plugins: []\n", "mkdocs.yml:1:1: the macros plugin is missing"),
        ("plugins: {macros: {render_by_default: false}}\n", "the macros plugin is missing"),
        ("plugins: [macros]\n", "the macros plugin is missing"),
        ("hooks: []\n", "mkdocs.yml: the hook that reads the data is missing"),
        ("theme: {logo: nowhere.svg}\n", 'theme.logo: there is no file "nowhere.svg"'),
        ("theme: {favicon: nowhere.ico}\n", 'theme.favicon: there is no file "nowhere.ico"'),
        (
            "extra: {social: [{icon: material/nosuch, link: 'https://a.example'}]}\n",
            'extra.social.icon: there is no file "material/nosuch"',
        ),
    ],
)
def test_what_would_break_the_site_stops_the_build(project, tmp_path, settings, said) -> None:
    done = project(settings)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode != 0
    assert not list(tmp_path.glob("out/**/*.html"))


OWN = """
site_author: Atlas Editors
copyright: Words CC0
extra_css: [own.css]
extra_javascript: [own.js, {path: own.mjs, type: module}]
edit_uri: edit/develop/docs/
theme:
  custom_dir: overrides
  logo: logo.svg
  favicon: own.ico
  palette: {scheme: slate, primary: deep purple, accent: pink}
extra:
  homepage: https://other.example/
  social: [{icon: material/email, link: "mailto:atlas@other.example"}]
nav:
  - Home: index.md
  - compare.md
  - Elsewhere: https://elsewhere.example/
  - All:
      - Deep:
          - trials/index.md
          - Own: https://own.example/
      - "*/index.md"
"""

OVERRIDE = """{% extends "base.html" %}
{% block announce %}News of {{ page.file.src_uri if page }}{% endblock %}
{% block extrahead %}<meta name="own" content="{{ page.url }}">{% endblock %}
{% block site_meta %}{{ super() }}<meta name="more">{% endblock %}
{% block tabs %}<nav class="own-tabs"></nav>{% endblock %}
{% block content %}<p class="before">{{ page.title }}</p>{{ super() }}{% endblock %}
"""


@pytest.fixture
def own(project, tmp_path: Path) -> Path:
    """A site whose maintainer has set what can be set, and changed the frame."""
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides" / "main.html").write_text(OVERRIDE, encoding="utf-8")
    for name in ("logo.svg", "own.ico"):
        (tmp_path / "docs" / name).write_bytes(b"")
    done = project(OWN)
    assert done.returncode == 0, done.stderr
    return tmp_path / "out"


def test_settings_that_work_show_on_every_page(own: Path, project, tmp_path: Path) -> None:
    for address in ("companies/examplecell/", "products/example-cel/", "compare/"):
        tree = html.fromstring((own / address / "index.html").read_text(encoding="utf-8"))
        up = "../" * address.count("/")

        def one(path: str, tree=tree) -> str:
            [found] = tree.xpath(path)
            return found

        assert one("//meta[@name='author']/@content") == "Atlas Editors"
        assert "Words CC0" in one("//footer[@class='foot']").text_content()
        styles = tree.xpath("//head/link[@rel='stylesheet']/@href")
        assert "palette" in styles[1]
        assert styles[-1] == f"{up}own.css"
        assert tree.xpath("//body/script/@src")[-2:] == [f"{up}own.js", f"{up}own.mjs"]
        assert one(f"//script[@src='{up}own.mjs']/@type") == "module"
        assert one("//link[@rel='icon']/@href") == f"{up}own.ico"
        assert one("//a[@class='brand']/img/@src") == f"{up}logo.svg"
        assert one("//a[@class='brand']/@href") == "https://other.example/"
        assert one("//footer[@class='foot']//a[contains(@class, 'social')]/@href").startswith(
            "mailto:"
        )
        assert one("/html/@data-scheme") == one("/html/@data-md-color-scheme") == "slate"
        assert one("/html/@data-md-color-primary") == "deep-purple"
        assert one("/html/@data-md-color-accent") == "pink"
        assert all("/edit/develop/d" in href for href in tree.xpath("//a[@class='edit']/@href"))
        # The blocks of overrides/main.html, which may ask each page for anything.
        source = address.rstrip("/") + ".md"
        assert one("//aside[@class='md-banner']").text_content() == f"News of {source}"
        assert one("//meta[@name='own']/@content") == address
        assert tree.xpath("//meta[@name='more']")
        assert tree.xpath("//meta[@name='description']")
        assert tree.xpath("//header/following-sibling::nav[@class='own-tabs']")
        assert not tree.xpath("//nav[@class='menu']")
        assert one("//p[@class='before']").text_content() in one("//head/title").text
        menu = tree.xpath("//footer[@class='foot']/nav//a/@href")
        assert menu[1:4] == ["https://elsewhere.example/", f"{up}trials/", "https://own.example/"]
    assert project(OWN, "plain", ATLAS_PLAIN="true").returncode == 0
    for page in own.rglob("*.html"):
        other = tmp_path / "plain" / page.relative_to(own)
        assert page.read_bytes() == other.read_bytes(), page


def test_the_palette_colours_pages_and_ends_the_choice_by_the_system(
    own: Path, browser: Browser, served
) -> None:
    for scripts in (True, False):
        context = browser.new_context(color_scheme="light", java_script_enabled=scripts)
        page = context.new_page()
        page.goto(served(own) + "companies/examplecell/")
        paper = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(paper) == "rgb(16, 24, 26)"
        link = "getComputedStyle(document.querySelector('article dd a')).color"
        assert page.evaluate(link) == "rgb(164, 123, 234)"  # as Material has it
        context.close()


def test_a_block_that_the_frame_does_not_have_stops_the_build(project, tmp_path: Path) -> None:
    (tmp_path / "overrides").mkdir()
    text = '{% extends "base.html" %}{% block outdated %}Old{% endblock %}'
    (tmp_path / "overrides" / "main.html").write_text(text, encoding="utf-8")
    done = project("theme: {custom_dir: overrides}\n")
    assert done.returncode != 0
    assert "main.html:1:1: the block 'outdated' has no effect on this site." in done.stderr


def test_a_link_to_a_heading_that_a_record_does_not_have_stops_the_build(
    project, tmp_path: Path
) -> None:
    """MkDocs never sees the pages of records, and checks the links to them."""
    links = "[one](companies/examplecell.md#top), [two](companies/examplecell.md#no-such)\n"
    (tmp_path / "docs" / "more.md").write_text(f"# More\n\n{links}", encoding="utf-8")
    # Not quiet: with -q MkDocs counts no warnings.
    done = project("validation: {anchors: warn}\n", said="--clean")
    assert done.returncode == 1
    assert "does not contain an anchor '#no-such'" in done.stderr
    assert "does not contain an anchor '#top'" not in done.stderr


def test_a_page_shows_what_git_knows(project, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "of-the-page")
    repository.commit("Begin")
    (tmp_path / "docs" / "more.md").write_text("# More\n\n{{ git.short_commit }}\n", "utf-8")
    done = project("", GIT_DIR=str(repository.folder / ".git"))
    assert done.returncode == 0, done.stderr
    commit = repository.git("rev-parse", "--short", "HEAD").strip()
    assert f"<p>{commit}</p>" in (tmp_path / "out/more/index.html").read_text("utf-8")
