"""The peer of the benchmark: a Hugo site that says the same of the same records. See README.md.

project.py puts it together, spec.py asks our models what the records hold, shell.py takes our own
page around a record, samewords.py says how far two sites' pages have the same words.
"""
