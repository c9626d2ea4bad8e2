"""`./atlas bench`: how fast the site is built, beside two other ways of building such a site.

generate.py makes records of any number, usual.py and usual_macros.py the site that most people
would write for them with MkDocs, hugo/ one with the same words made by Hugo. ways.py builds each,
measure.py runs a build and weighs it, serving.py times an edit, report.py prints what came out,
and __main__.py runs it all.
"""

FEWEST = 60
"""With fewer records some kinds would have none to link to."""
