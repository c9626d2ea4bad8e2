"""Written by `./atlas schema --write` from the files of the kinds."""

from pathlib import Path
from typing import Any

from macros.model.facts import Also, Cited, Part
from macros.model.fields import Field
from macros.model.identifiers import Code, RegistryNumber
from macros.model.money import Money
from macros.model.numbers import Count, Number
from macros.model.partial_dates import PartialDate
from macros.model.record import Record
from macros.model.refs import Ref
from macros.model.urls import Url
from macros.model.values import Flag, Name, Prose, Term, Text, Words

class KindError(ValueError): ...

def read_kinds(folder: Path) -> dict[str, type[Record]]: ...

KINDS: dict[str, type[Record]]
DETAILED: list[type[Cited[Any]]]

class FundingRound(Part):
    date: Field[PartialDate | None]
    amount: Field[Money | None]
    round: Field[Words | None]

class Fee(Part):
    procedure: Field[Words]
    amount: Field[Money | None]
    calculated: Field[Words | None]
    date: Field[PartialDate | None]

class Licence(Part):
    licence: Field[Term]
    date: Field[PartialDate | None]
    number: Field[Text | None]

class Party(Part):
    party: Field[Ref | None]
    other: Field[Words | None]
    role: Field[Term | None]

class Construct(Part):
    binder: Field[Words | None]
    hinge: Field[Words | None]
    transmembrane: Field[Words | None]
    costimulatory: Field[tuple[Words, ...]]
    signalling: Field[Words | None]
    additions: Field[tuple[Words, ...]]
    vector: Field[Words | None]

class Price(Part):
    amount: Field[Money]
    basis: Field[Term | None]
    date: Field[PartialDate | None]

class HospitalCount(Part):
    date: Field[PartialDate]
    count: Field[Count]
    counted: Field[Words | None]

class Grant(Part):
    recipient: Field[Ref | None]
    other_recipient: Field[Words | None]
    product: Field[Ref | None]
    purpose: Field[Words | None]
    amount: Field[Money | None]
    date: Field[PartialDate | None]
    period: Field[Words | None]

class Ceiling(Part):
    year: Field[PartialDate]
    group: Field[Term]
    amount: Field[Money]

class Criterion(Part):
    about: Field[Term]
    text: Field[Words]

class Contact(Part):
    name: Field[Words]
    phone: Field[Text | None]
    email: Field[Text | None]
    website: Field[Url | None]

class Milestone(Part):
    what: Field[Words]
    date: Field[PartialDate | None]

class Result(Part):
    endpoint: Field[Term]
    value: Field[Number | None]
    unit: Field[Term | None]
    text: Field[Words | None]
    low: Field[Number | None]
    high: Field[Number | None]
    responders: Field[Count | None]
    n: Field[Count | None]
    comparator: Field[Words | None]
    population: Field[Words | None]
    cut_off: Field[PartialDate | None]
    follow_up: Field[Words | None]
    grading_scale: Field[Term | None]
    also: Field[tuple[Also[Number], ...]]  # pyright: ignore[reportIncompatibleVariableOverride]

class Site(Cited[Ref]):
    status: Field[Term | None]
    known_by: Field[Term | None]
    registered_as: Field[Text | None]
    city: Field[Words | None]
    postcode: Field[Text | None]

class Endpoint(Cited[Words]):
    time_frame: Field[Words | None]

class Product(Record):
    generic_name: Field[Cited[Text] | None]
    stage: Field[Cited[Term] | None]
    stage_abroad: Field[Cited[Term] | None]
    developers: Field[tuple[Cited[Ref], ...]]
    marketed_by: Field[tuple[Cited[Ref], ...]]
    therapies: Field[tuple[Cited[Ref], ...]]
    targets: Field[tuple[Cited[Ref], ...]]
    indications: Field[tuple[Cited[Ref], ...]]
    cell_source: Field[Cited[Term] | None]
    cell_type: Field[Cited[Term] | None]
    car_construct: Field[Construct | None]
    technology: Field[tuple[Cited[Words], ...]]
    manufacturing: Field[tuple[Cited[Words], ...]]
    turnaround: Field[Cited[Words] | None]
    prices: Field[tuple[Price, ...]]
    coverage: Field[tuple[Cited[Words], ...]]
    boxed_warnings: Field[tuple[Cited[Words], ...]]
    treatment_centres: Field[tuple[Cited[Ref], ...]]
    hospital_counts: Field[tuple[HospitalCount, ...]]
    results: Field[tuple[Result, ...]]
    derived_from: Field[Cited[Ref] | None]
    patents: Field[tuple[Cited[Words], ...]]

class Decision(Record):
    type: Field[Cited[Term]]
    products: Field[tuple[Cited[Ref], ...]]
    trials: Field[tuple[Cited[Ref], ...]]
    authorities: Field[tuple[Cited[Ref], ...]]
    date: Field[Cited[PartialDate] | None]
    applied: Field[Cited[PartialDate] | None]
    outcome: Field[Cited[Term] | None]
    indications: Field[tuple[Cited[Ref], ...]]
    scope: Field[tuple[Cited[Words], ...]]
    conditions: Field[tuple[Cited[Words], ...]]
    amount: Field[Cited[Money] | None]
    fees: Field[tuple[Fee, ...]]
    document_sought: Field[PartialDate | None]
    number: Field[Cited[Text] | None]
    under: Field[tuple[Cited[Ref], ...]]
    programme: Field[Cited[Ref] | None]

class Trial(Record):
    title: Field[Cited[Text] | None]
    official_title: Field[Cited[Text] | None]
    registry_numbers: Field[tuple[Cited[RegistryNumber], ...]]
    cris_seq: Field[Cited[Code] | None]
    other_numbers: Field[tuple[Cited[Text], ...]]
    study_type: Field[Cited[Term] | None]
    gives: Field[Cited[Term] | None]
    phase: Field[Cited[Term] | None]
    status: Field[Cited[Term] | None]
    why_stopped: Field[Cited[Text] | None]
    sponsors: Field[tuple[Cited[Ref], ...]]
    registered_sponsor: Field[Cited[Text] | None]
    sponsor_type: Field[Cited[Term] | None]
    collaborators: Field[tuple[Cited[Ref], ...]]
    products: Field[tuple[Cited[Ref], ...]]
    interventions: Field[Cited[Words] | None]
    targets: Field[tuple[Cited[Ref], ...]]
    indications: Field[tuple[Cited[Ref], ...]]
    conditions: Field[Cited[Words] | None]
    cell_source: Field[Cited[Term] | None]
    design: Field[Cited[Words] | None]
    arms: Field[tuple[Cited[Words], ...]]
    treatment: Field[tuple[Cited[Words], ...]]
    hospital_stay: Field[Cited[Words] | None]
    follow_up: Field[tuple[Cited[Words], ...]]
    age: Field[Cited[Words] | None]
    earlier_lines: Field[tuple[Cited[Term], ...]]
    sex: Field[Cited[Term] | None]
    eligibility: Field[tuple[Criterion, ...]]
    inclusion: Field[tuple[Cited[Words], ...]]
    exclusion: Field[tuple[Cited[Words], ...]]
    contacts: Field[tuple[Contact, ...]]
    enrolment: Field[Cited[Count] | None]
    ind_cleared: Field[Cited[PartialDate] | None]
    start_date: Field[Cited[PartialDate] | None]
    primary_completion: Field[Cited[PartialDate] | None]
    completion: Field[Cited[PartialDate] | None]
    first_posted: Field[Cited[PartialDate] | None]
    results_posted: Field[Cited[PartialDate] | None]
    registry_updated: Field[Cited[PartialDate] | None]
    countries: Field[tuple[Cited[Term], ...]]
    milestones: Field[tuple[Milestone, ...]]
    sites: Field[tuple[Site, ...]]
    site_count: Field[Cited[Count] | None]
    sites_worldwide: Field[Cited[Count] | None]
    principal_investigators: Field[tuple[Cited[Words], ...]]
    primary_endpoints: Field[tuple[Endpoint, ...]]
    secondary_endpoints: Field[tuple[Endpoint, ...]]
    results: Field[tuple[Result, ...]]
    publications: Field[tuple[Cited[Ref], ...]]
    funded_by: Field[tuple[Cited[Ref], ...]]

class Institution(Record):
    type: Field[Cited[Term] | None]
    city: Field[Cited[Words] | None]
    region: Field[Cited[Term] | None]
    postcodes: Field[tuple[Cited[Code], ...]]
    country: Field[Cited[Term] | None]
    part_of: Field[Cited[Ref] | None]
    role: Field[tuple[Cited[Words], ...]]
    car_t_programme: Field[tuple[Cited[Words], ...]]
    car_t_centre: Field[Cited[Words] | None]
    car_t_centre_opened: Field[Cited[PartialDate] | None]
    first_infusion: Field[Cited[PartialDate] | None]
    patients_treated: Field[Cited[Count] | None]
    car_t_page: Field[Cited[Url] | None]
    car_t_phone: Field[Cited[Text] | None]
    heads: Field[tuple[Cited[Words], ...]]
    licences: Field[tuple[Licence, ...]]
    website: Field[Cited[Url] | None]

class Company(Record):
    focus: Field[Cited[Words] | None]
    headquarters: Field[Cited[Words] | None]
    country: Field[Cited[Term] | None]
    founded: Field[Cited[PartialDate] | None]
    chief_executive: Field[Cited[Words] | None]
    listing: Field[Cited[Text] | None]
    listed_on: Field[Cited[PartialDate] | None]
    parent: Field[Cited[Ref] | None]
    shareholders: Field[tuple[Cited[Words], ...]]
    funding: Field[tuple[FundingRound, ...]]
    former: Field[tuple[Cited[Prose], ...]]
    website: Field[Cited[Url] | None]

class Therapy(Record):
    definition: Field[Cited[Prose] | None]
    difference: Field[Cited[Prose] | None]
    part_of: Field[Cited[Ref] | None]
    family: Field[Cited[Term] | None]
    generation: Field[Cited[Prose] | None]
    cell_source: Field[Cited[Words] | None]
    advantages: Field[tuple[Cited[Prose], ...]]
    risks: Field[tuple[Cited[Prose], ...]]
    foreign_examples: Field[tuple[Cited[Words], ...]]

class Target(Record):
    gene_symbols: Field[tuple[Cited[Text], ...]]
    approved_names: Field[tuple[Cited[Text], ...]]
    hgnc: Field[tuple[Cited[Code], ...]]
    uniprot: Field[tuple[Cited[Code], ...]]
    location: Field[tuple[Cited[Text], ...]]
    role: Field[Cited[Prose] | None]
    expression: Field[tuple[Cited[Prose], ...]]
    concern: Field[tuple[Cited[Prose], ...]]
    indications: Field[tuple[Cited[Ref], ...]]
    trial_results: Field[tuple[Cited[Words], ...]]

class Indication(Record):
    definition: Field[Cited[Prose] | None]
    part_of: Field[tuple[Cited[Ref], ...]]
    icd10: Field[tuple[Cited[Code], ...]]
    icd11: Field[tuple[Cited[Code], ...]]
    icdo: Field[tuple[Cited[Code], ...]]
    mondo: Field[tuple[Cited[Code], ...]]
    doid: Field[tuple[Cited[Code], ...]]
    ncit: Field[tuple[Cited[Code], ...]]
    mesh: Field[tuple[Cited[Code], ...]]

class Facility(Record):
    operators: Field[tuple[Cited[Ref], ...]]
    city: Field[Cited[Words] | None]
    use: Field[tuple[Cited[Words], ...]]
    construction_start: Field[Cited[PartialDate] | None]
    completed: Field[Cited[PartialDate] | None]
    opened: Field[Cited[PartialDate] | None]
    floor_area: Field[Cited[Number] | None]
    capacity: Field[Cited[Words] | None]
    investment: Field[Cited[Money] | None]
    makes: Field[tuple[Cited[Ref], ...]]
    clients: Field[tuple[Cited[Words], ...]]
    licences: Field[tuple[Licence, ...]]
    plans: Field[tuple[Cited[Words], ...]]

class Partnership(Record):
    type: Field[Cited[Term] | None]
    parties: Field[tuple[Party, ...]]
    date: Field[Cited[PartialDate] | None]
    scope: Field[tuple[Cited[Words], ...]]
    territory: Field[Cited[Words] | None]
    products: Field[tuple[Cited[Ref], ...]]
    targets: Field[tuple[Cited[Ref], ...]]
    upfront: Field[Cited[Money] | None]
    total: Field[Cited[Money] | None]
    other_terms: Field[tuple[Cited[Words], ...]]
    status: Field[Cited[Term] | None]
    ended: Field[Cited[PartialDate] | None]

class Regulation(Record):
    type: Field[Cited[Term] | None]
    authorities: Field[tuple[Cited[Ref], ...]]
    legal_basis: Field[tuple[Cited[Ref], ...]]
    amends: Field[Cited[Ref] | None]
    promulgated: Field[Cited[PartialDate] | None]
    in_force: Field[Cited[PartialDate] | None]
    rules: Field[tuple[Cited[Words], ...]]
    ceilings: Field[tuple[Ceiling, ...]]
    long_stay_ceilings: Field[tuple[Ceiling, ...]]

class Programme(Record):
    operators: Field[tuple[Cited[Ref], ...]]
    funders: Field[tuple[Cited[Ref], ...]]
    start: Field[Cited[PartialDate] | None]
    end: Field[Cited[PartialDate] | None]
    launched: Field[Cited[PartialDate] | None]
    budget: Field[Cited[Money] | None]
    yearly_budgets: Field[tuple[Cited[Words], ...]]
    heads: Field[tuple[Cited[Words], ...]]
    goals: Field[tuple[Cited[Words], ...]]
    grants: Field[tuple[Grant, ...]]
    benefits: Field[tuple[Cited[Words], ...]]

class Event(Record):
    date: Field[Cited[PartialDate]]
    involves: Field[tuple[Cited[Ref], ...]]
    details: Field[tuple[Cited[Words], ...]]

class Claim(Record):
    verdict: Field[Cited[Term]]
    finding: Field[Cited[Prose]]
    correction: Field[Cited[Prose] | None]
    also_claimed: Field[tuple[Cited[Words], ...]]
    subjects: Field[tuple[Ref, ...]]
    made_in: Field[tuple[Ref, ...]]
    section: Field[Text | None]

class Source(Record):
    name: Field[Words | None]
    title: Field[Text | None]
    described: Field[Flag | None]
    kind: Field[Term]
    publisher: Field[Name]
    authors: Field[tuple[Text, ...]]
    published: Field[PartialDate | None]
    accessed: Field[PartialDate | None]
    language: Field[Term | None]
    url: Field[Url]
    also_at: Field[tuple[Url, ...]]
    archived: Field[Url | None]
    doi: Field[Code | None]
    pmid: Field[Code | None]
    nct: Field[RegistryNumber | None]
    remark: Field[Words | None]
