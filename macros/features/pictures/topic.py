"""What the pictures know of this topic: a project on another topic edits this module.

All else about stages, families, deals and decisions comes from the records and from the closed
lists in `data/vocabulary/`: their words, labels and order. The country of the map is `korea.py`.
"""

from __future__ import annotations

# Stages and families of products: the pipeline pictures

APART = ("foreign-only", "discontinued")
"""Stages that are no step towards approval."""

APPROVED = "approved"
"""The stage of a product that may be sold."""

FAMILY_OF_CELL = {"t-cell": "car-t", "gamma-delta-t-cell": "car-t"}
"""Families of products with a known cell and no therapy type.

Every therapy type says more than "CAR-T": whose cells, which design. Of an early candidate often
only the cell is known, and then no type can be recorded.
"""

GIVEN = "car-t"
"""The family of the approved products whose hospitals the map shows."""

# Types of deal: the network

DEALS = {
    "rights": ("licence", "distribution"),
    "joint": ("co-development", "research", "joint-venture", "consortium"),
    "services": ("manufacturing", "supply", "clinical-services"),
    "money": ("investment", "acquisition"),
    "intent": ("memorandum",),
}
"""Types of deal by what passes between the parties; other types belong to the last."""

ENDED = ("terminated", "expired", "completed")
"""States of a deal that runs no more."""

# Types of decision: a product's path, the time line of the field

LANES = {
    "lane_trials": (
        "ind-application",
        "ind-clearance",
        "research-plan-approval",
        "treatment-use-approval",
    ),
    "lane_designations": (
        "orphan-designation",
        "expedited-designation",
        "global-designation",
        "pilot-selection",
    ),
    "lane_approval": ("marketing-application", "marketing-approval", "indication-extension"),
    "lane_reimbursement": (
        "reimbursement-application",
        "reimbursement-criteria",
        "reimbursement-assessment",
        "price-negotiation",
        "policy-committee",
    ),
    "lane_listing": ("reimbursement-listing", "price-change"),
    "lane_other": (),
}
"""Types of decision by the part of a product's path they belong to; the last takes all others."""

MARKS = {
    "granted": "yes",
    "partly-granted": "part",
    "deferred": "no",
    "refused": "no",
    "withdrawn": "no",
}
"""How the outcome of a decision is drawn; other outcomes are open."""

GRANTED = "granted"
UNTOLD = (GRANTED, "filed")
"""Outcomes that the mark alone says."""

CLEARANCE = "ind-clearance"
"""The decision that lets a trial begin."""

MILESTONES = ("marketing-approval", "indication-extension", "reimbursement-listing")
"""Decisions that let a product be used or paid for: the time line shows those granted."""

HOME = "south-korea"
"""The country whose authorities the time line of the field follows."""

RULES = ("regulations", "programmes")
"""Kinds of record that put an event into the lane of rules and public money."""

HOSPITAL = "hospital"
"""The type of institution that puts an event into the lane of trials and hospitals."""

# Constructs: what a source's words say of the shape of a binder

TANDEM = r"\b(two|tandem|dual|bi-?(specific|epitopic|paratopic|valent))\b|이중|2개|두 "
SINGLE_DOMAIN = r"(?i)VHH|nanobod|single[- ]domain|sdAb|나노바디"
