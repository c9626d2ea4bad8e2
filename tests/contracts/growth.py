"""What may happen to a shape that is promised: it grows, and nothing else.

    python -m tests.contracts.growth SITE     write what a built site has to frozen/v1.json

It refuses where the site has lost something: that would be another version, beside this one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FROZEN = Path(__file__).resolve().parent / "frozen" / "v1.json"

_IN_EACH_LANGUAGE = ("calendar/*.ics", "cite/*", "llms*.*", "sitemap*.xml")

LASTING = (
    *("api/v1/*.json*", "data/v1/*", "schemas/*.json", *_IN_EACH_LANGUAGE),
    *(f"ko/{pattern}" for pattern in _IN_EACH_LANGUAGE),
)
"""Files whose addresses others keep, beside those of records and feeds."""

WORDS_FOR_PEOPLE = {"$id", "title", "description"}


def shape_of(site: Path) -> dict[str, Any]:
    """Return what is promised of the files of a built site: names and types, not the data."""
    api, tables = site / "api" / "v1", site / "data" / "v1"
    kinds = _read(api / "index.json")["kinds"]
    words = _read(api / "vocabulary.json")["vocabularies"]
    return {
        "record": _read(api / "record.schema.json"),
        "addresses": sorted(_read(api / "openapi.json")["paths"]),
        "fields": {kind["kind"]: _fields(api / kind["kind"], kind["ids"]) for kind in kinds},
        "tables": {
            resource["name"]: {
                "columns": {field["name"]: field["type"] for field in resource["schema"]["fields"]},
                "key": ["+".join(resource["schema"]["primaryKey"])],
            }
            for resource in _read(tables / "datapackage.json")["resources"]
            if "schema" in resource
        },
        "words": {name: [term["id"] for term in words[name]["terms"]] for name in words},
        "files": sorted(
            path.relative_to(site).as_posix() for pattern in LASTING for path in site.glob(pattern)
        ),
    }


def _fields(folder: Path, ids: list[str]) -> list[str]:
    """Return the fields of a kind: every record of it names all."""
    return list(_read(folder / f"{ids[0]}.json")["fields"]) if ids else []


def lost(old: Any, new: Any, place: str = "") -> Iterator[str]:
    """Yield the places at which something of the old shape is gone or is another.

    A name may be added to a mapping and a word to a list, but not null: a reader that knew a value
    to be there would fail. Names keep their order among each other, as columns must.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        kept = [key for key in old if key not in WORDS_FOR_PEOPLE]
        yield from (f"{place}/{key}: gone" for key in kept if key not in new)
        kept = [key for key in kept if key in new]
        if [key for key in new if key in kept] != kept:
            yield f"{place}: in another order"
        for key in kept:
            yield from lost(old[key], new[key], f"{place}/{key}")
    elif isinstance(old, list) and isinstance(new, list):
        if any(isinstance(one, dict) for one in old):
            if len(old) != len(new):
                yield f"{place}: {len(new)} ways, not {len(old)}"
            for number, pair in enumerate(zip(old, new, strict=False)):
                yield from lost(*pair, f"{place}/{number}")
            return
        yield from (f"{place}: {one!r} gone" for one in old if one not in new)
        added = {None, "null"} & {*new} - {*old}
        yield from (f"{place}: may be null now" for _ in added)
        if place.endswith("/type") and not added and set(old) != set(new):
            yield f"{place}: {new!r}, not {old!r}"
    elif old != new:
        yield f"{place}: {new!r}, not {old!r}"


def _read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def main(site: Path) -> int:
    """Freeze the shape of a built site; return 1 where it has lost something."""
    shape = shape_of(site)
    gone = list(lost(_read(FROZEN), shape)) if FROZEN.exists() else []
    print(*gone, sep="\n", file=sys.stderr)
    if gone:
        return 1
    FROZEN.parent.mkdir(exist_ok=True)
    FROZEN.write_text(json.dumps(shape, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
