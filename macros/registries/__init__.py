"""What public registries say: fetched, turned into our fields, compared. Nothing is overwritten.

http.py             one polite way to ask: identified, paced, patient, with a cache
shape.py            reading answers of any shape without falling over
clinicaltrials.py   ClinicalTrials.gov, API version 2
study.py            a study there → the fields of a trial here, and what fits none
words.py            the registry's closed lists in our words
names.py            names there → records here
drift.py            a trial here against the registry
importing.py        files to write for a study
crossref.py, pubmed.py, page.py, wayback.py, sources.py   metadata of sources
"""
