"""Pages in terms of schema.org, as JSON-LD: what programs learn from a page itself.

schema.org knows no plan, no doubt, no date of a statement and no source of a single fact. So only
what is known, has happened, is not disputed by another source and is better than unconfirmed is
given, and a fact with a note only where the note goes along. All of it is in the record's JSON, to
which the page leads.
"""
