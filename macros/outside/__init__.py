"""What public registries say: fetched, turned into our fields, compared. Nothing is overwritten.

Asking: http (the one client), connections (in time, and to no private network), charsets (bytes as
a browser reads them), clinicaltrials (API version 2).
Reading: shape and answer (JSON of any shape, nothing forgotten), words (the registry's closed
lists), facilities, hospitals, names and sites.yml (its names of hospitals, companies and products),
study (all of it as a trial), with places, criteria and contacts.
Using: importing (files to write), comparing and drift (what differs), discover (what is missing).
Sources: crossref, pubmed, page and wayback return what they know, sources makes a record of it;
sources.yml has their words in ours, titles what is a title. Links: linkcheck.
"""
