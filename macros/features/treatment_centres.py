"""The hospitals that give CAR-T, by region: what they give, since when, to how many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from macros.model.derived import known
from macros.model.facts import Cited
from macros.model.kinds import Institution, Product
from macros.model.topic import TOPIC
from macros.page.context import Context
from macros.page.facts import chips, cited, qualified_citation
from macros.page.tables import table
from macros.page.text import html, joined


def centres(context: Context) -> list[Institution]:
    """Return the hospitals that give CAR-T, by region and name.

    Those are what a product names as a treatment centre, what has opened a CAR-T centre, and what
    has given an infusion; a plan makes no centre.
    """
    return by_region(context, (r for r in context.atlas.of(Institution) if _gives(context, r)))


def by_region(context: Context, hospitals: Iterable[Institution]) -> list[Institution]:
    """Return hospitals by region, in the order of the vocabulary, and name."""
    return sorted(hospitals, key=lambda r: (_region_rank(context, r), context.by_name(r)))


def region_name(context: Context, hospital: Institution) -> str:
    """Return the region of a hospital in plain words, or that it is not known."""
    fact = hospital.region
    return context.plain(fact.value) if fact and _region(hospital) else context.label("no_region")


def reached(context: Context, hospital: Institution) -> Markup:
    """Return the hospital's own page on its centre, or its website, and the phone of the centre."""
    page = _page(context, hospital.car_t_page, "centre_page")
    page = page or _page(context, hospital.website, "hospital_site")
    return _lines(filter(None, [page, _said(context, hospital.car_t_phone)]))


def centre_tables(context: Context) -> Markup:
    """Return the hospitals that give CAR-T as a table for each region, with a heading.

    A hospital of which no region is known comes last, under words that say so. The regions without
    a hospital are named at the end.
    """
    by_region: dict[str, list[Institution]] = {}
    for hospital in centres(context):
        by_region.setdefault(_region(hospital), []).append(hospital)
    tables = joined(_region_table(context, *entry) for entry in by_region.items())
    regions = context.atlas.vocabularies["region"].terms
    without = [
        term.label.in_(context.language) for id_, term in regions.items() if id_ not in by_region
    ]
    missing = context.label("no_centre_in", regions=", ".join(without))
    return tables + html("<p>{}</p>", missing)


def _gives(context: Context, hospital: Institution) -> bool:
    begun = (hospital.car_t_centre_opened, hospital.first_infusion)
    return any(map(known, begun)) or any(_products(context, hospital))


def _products(context: Context, hospital: Institution) -> Iterator[tuple[Product, Cited]]:
    """Yield the products that name a hospital as a treatment centre, with the fact that does."""
    for product in context.atlas.linking(hospital.id, Product):
        for fact in product.treatment_centres:
            if fact.counts and fact.value == hospital.id:
                yield product, fact


def _region(hospital: Institution) -> str:
    return known(hospital.region) or ""


def _region_rank(context: Context, hospital: Institution) -> int:
    region = known(hospital.region)
    return context.atlas.rank(region) if region else len(context.atlas.records)


def _region_table(context: Context, region: str, hospitals: list[Institution]) -> Markup:
    name = region_name(context, hospitals[0])
    keys = ("hospital_name", "given_there", "since", "treated", "official_page")
    rows = (_row(context, hospital) for hospital in hospitals)
    heading = html('<h3 id="region-{}">{}</h3>', region or "unknown", name)
    return heading + table([context.label(key) for key in keys], rows)


def _row(context: Context, hospital: Institution) -> list[Markup]:
    begun = [
        html("{}: {}", type(hospital).fields[name].labelled().in_(context.language), value)
        for name in ("car_t_centre_opened", "first_infusion")
        if (value := _said(context, getattr(hospital, name)))
    ]
    products = (_given(context, product, fact) for product, fact in _products(context, hospital))
    treated = hospital.patients_treated
    counted = [joined([_said(context, treated), _when(context, treated)], " ")] if treated else []
    return [
        context.link(hospital.id),
        _cell(context, products, "no_product_named"),
        _cell(context, begun, "not_recorded"),
        _cell(context, counted, "not_recorded"),
        reached(context, hospital) or _nothing(context, "not_recorded"),
    ]


def _given(context: Context, product: Product, fact: Cited) -> Markup:
    """Return a product with when it was named there, and its stage where it is not approved."""
    approved = known(product.stage) == TOPIC.terms.approved
    stage = [] if approved else chips(context, product, ["stage"])
    named = [
        context.link(product.id),
        *stage,
        qualified_citation(context, fact),
        _when(context, fact),
    ]
    return joined(named, " ")


def _when(context: Context, fact: Cited) -> Markup:
    if not fact.as_of:
        return Markup("")
    when = context.label("as_of", date=context.date(fact.as_of))
    return html('<small class="when">{}</small>', when)


def _cell(context: Context, lines: Iterable[Markup], absent: str) -> Markup:
    return _lines(filter(None, lines)) or _nothing(context, absent)


def _lines(lines: Iterable[Markup]) -> Markup:
    return joined(html("<div>{}</div>", line) for line in lines)


def _nothing(context: Context, key: str) -> Markup:
    return html('<span class="state">{}</span>', context.label(key))


def _page(context: Context, page: Cited | None, words: str) -> Markup:
    address = known(page)
    if page is None or address is None:
        return Markup("")
    link = context.outside(address, context.label(words))
    return html('<span class="reached">{}</span> {}', link, qualified_citation(context, page))


def _said(context: Context, fact: Cited | None) -> Markup:
    """Return a fact with its citation, and its note in small type."""
    if fact is None:
        return Markup("")
    note = fact.note and html('<small class="others">{}</small>', context.prose(fact.note))
    return joined([cited(context, fact), note or ""], " ")
