"""The commands of `atlas`, one module each, in the order in which the help lists them.

A module has `add(commands)`, which declares the command with its help and says what runs it; the
function that runs takes the parsed options and returns the exit code: 0 fine, 1 problems found,
2 wrong use.
"""

from macros.commands import check, links, schema, site

COMMANDS = (site, check, links, schema)
