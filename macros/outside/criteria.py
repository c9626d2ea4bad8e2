"""Who may take part, as a registry words it → its conditions one by one.

A condition is taken only with all that belongs to it: cut from its heading or from the line above,
"basal cell carcinoma" would be shown as a reason to be turned away.
"""

from __future__ import annotations

import re

from macros.outside.shape import clean

_HEADING = re.compile(
    r"^\W*(?:(?:key|main|major|general)\s+)?(inclusion|exclusion)(?:\s+criteria)?\W*$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:[*•·-]|\(?\d{1,2}[.)])\s+")
_ESCAPED = re.compile(r"\\(?=[^\w\s])", re.ASCII)


def criteria_in(text: str) -> dict[str, list[str]]:
    """Return the conditions under `inclusion` and `exclusion`; {} where the text has other parts.

    A part that is not a plain list is one condition.

    >>> criteria_in("Inclusion Criteria:\\n\\n* Adults\\n* Cancer, except:\\n\\n  * of the skin")
    {'inclusion': ['Adults', 'Cancer, except: of the skin']}
    """
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in filter(str.strip, _ESCAPED.sub("", text).splitlines()):
        if heading := _HEADING.match(line):
            name = heading[1].lower()
            if name in sections:  # one for each part of the study
                return {}
            lines = sections[name] = []
        elif not sections:
            return {}
        else:
            lines.append(line.rstrip())
    return {name: conditions for name in sections if (conditions := _conditions(sections[name]))}


def _conditions(lines: list[str]) -> list[str]:
    plain = all(line[0].isspace() or _ITEM.match(line) for line in lines)
    if not plain or not lines or lines[0][0].isspace():
        lines = ["\n ".join(lines)] if lines else []
    conditions: list[list[str]] = []
    for line in "\n".join(lines).splitlines():
        text = clean(_ITEM.sub("", line.strip(), count=1))
        if line[0].isspace() and conditions:
            conditions[-1].append(text)
        else:
            conditions.append([text])
    filled = ([text for text in texts if text] for texts in conditions)
    # Some are registered twice.
    return list(dict.fromkeys(_joined(texts) for texts in filled if texts))


def _joined(lines: list[str]) -> str:
    first, *rest = lines
    for line in rest:
        first += f" {line}" if first.endswith((*".:;,；：，。",)) else f"; {line}"
    return first
