"""The commands of `atlas`, one module each, in the order in which the help lists them.

A module has `add(commands)`, which declares the command with its help and says what runs it; the
function that runs takes the parsed options and returns the exit code: 0 fine, 1 problems found,
2 wrong use. What it needs of the program it imports when it runs, so that help and slips of the
pen are answered at once; and of the modules only the one whose command is called.
"""

COMMANDS = (
    *("site", "check", "fix", "new", "rename", "merge", "set", "show", "uses", "diff", "gaps"),
    *("stale", "registry", "source", "links", "schema"),
)
