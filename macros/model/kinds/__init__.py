"""The kinds of records, one module each. A new module here is a new kind."""

from importlib import import_module
from pkgutil import iter_modules

from macros.model.record import Record


def _find() -> dict[str, type[Record]]:
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    kinds = {cls.about.id: cls for cls in Record.__subclasses__()}
    return dict(sorted(kinds.items(), key=lambda item: item[1].about.order))


KINDS: dict[str, type[Record]] = _find()
"""Model of each kind by folder name, in the order in which the site lists them."""
