"""Data files changed by the program: only what is meant, the rest of a text as people wrote it."""
