"""The Jinja templates of record pages. They escape by default and know no undefined name."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from macros.model.languages import LANGUAGES
from macros.page.text import text

_ENVIRONMENT = Environment(
    loader=PackageLoader("macros.features.record", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters |= {
    "shown": text,
    "dated": lambda date, language: LANGUAGES[language].date(date),
}


@cache
def template(name: str) -> Template:
    """Return a template by file name, compiled once."""
    return _ENVIRONMENT.get_template(name)
