"""Products side by side: one row a field, one column a product, each value with its citation.

The table is on a hand-written page. For products that a reader chooses, the page's script
(`compare.js`) loads one small file each, made here from the same cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from macros.model.facts import Fact
from macros.model.kinds import Construct, Product, Result, Trial
from macros.model.paths import linked, linking
from macros.page.context import Context
from macros.page.facts import chips, field_value, qualified_citation, value_list
from macros.page.files import compact_json
from macros.page.labels import label, words_of
from macros.page.qualifiers import marked
from macros.page.references import numbered, source_line
from macros.page.results import outcome
from macros.page.tables import cell
from macros.page.text import html, joined, json_in_script, text
from macros.page.values import show

MOST = 6
"""Columns that can still be read side by side."""

MOST_RESULTS = 2
"""Results on one endpoint that are shown unfolded."""

LEFT_OUT = ("facts", "patents")


class Cell(NamedTuple):
    """What a row holds for a product: HTML with its citation, and plain words to compare."""

    html: Markup
    plain: str


def rows(context: Context) -> dict[str, str]:
    """Return id and label of every row, in order: results, other fields of products, relations.

    Results have a row for each endpoint, so that like is beside like.
    """
    language = context.language
    results, others = {}, {}
    for name, field in Product.declared().items():
        if name in LEFT_OUT:
            continue
        if name == "car_construct":
            for part, inner in Construct.declared().items():
                others[f"construct-{part}"] = inner.labelled().in_(language)
        elif name == "results":
            for word, term in context.atlas.vocabularies["endpoint"].terms.items():
                label_of = term.label.in_(language)
                results[f"result-{word}"] = f"{field.labelled().in_(language)}: {label_of}"
        else:
            others[name] = field.labelled().in_(language)
        if name == "indications":
            others["decisions"] = label("compare_decisions", language)
            others["trials"] = label("compare_trials", language)
    return results | others


def cells(context: Context, product: Product) -> dict[str, Cell]:
    """Return what is known of a product, by row, in the order of the rows."""
    every = context.once("compared rows", partial(rows, context))
    pairs = ((row, _cell(context, product, row)) for row in every)
    return {row: value for row, value in pairs if value}


def _cell(context: Context, product: Product, row: str, folds: bool = True) -> Cell | None:
    """Return what is known of a product in a row.

    Further results are folded, or a link leads to them on the product's page.
    """
    if row == "decisions":
        return _linked(context, product, "decisions.products", ("date", "outcome"))
    if row == "trials":
        return _linked(context, product, "trials.products", ("phase", "status"))
    if row.startswith("result-"):
        return _results(context, product, row.removeprefix("result-"), folds)
    if row.startswith("construct-"):
        return _construct(context, product.car_construct, row.removeprefix("construct-"))
    field = Product.fields[row]
    facts = field.items(product)
    if not facts:
        return None
    return Cell(field_value(context, field, product), _plain(context, facts))


def compare_table(context: Context, products: Sequence[Product]) -> Markup:
    """Return the table of some products. A row that is the same everywhere is marked as such."""
    head = joined(html('<th scope="col">{}</th>', heading(context, p)) for p in products)
    body = []
    for id_, words in context.once("compared rows", partial(rows, context)).items():
        known = [_cell(context, product, id_, folds=False) for product in products]
        if not any(known):
            continue
        same = len({value.plain if value else "" for value in known}) == 1
        shown = joined(
            html("<td>{}</td>", value.html)
            if value
            else html('<td class="absent">{}</td>', context.label("not_recorded"))
            for value in known
        )
        quiet = Markup(' class="same"') if same and len(known) > 1 else Markup("")
        body.append(html('<tr{}><th scope="row">{}</th>{}</tr>', quiet, words, shown))
    return html(
        '<div class="compare-frame" tabindex="0" role="region" aria-label="{}">'
        '<table class="compare"><thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table></div>',
        context.label("compare_table"),
        head,
        joined(body),
    )


def compare_block(context: Context, products: Sequence[Product], script: str, style: str) -> Markup:
    """Return the table with what goes around it: the warning, the place of the picker, the script.

    `script` and `style` are their addresses from the root of the language.
    """
    others = ("not_recorded", "search_failed", "search_none")
    data = {
        "products": [product.id for product in products],
        "rows": list(rows(context).items()),
        "most": MOST,
        "said": words_of("features/compare/script_words.yml", context.language, *others),
    }
    return html(
        '<div class="comparison" data-root="{}"><link rel="stylesheet" href="{}">'
        '<p class="compare-warning">{}</p>'
        '<div class="compare-tools"></div>{}'
        '<script type="application/json" class="compare-given">{}</script>'
        '<script src="{}" defer></script></div>',
        context.base,
        context.base + style,
        context.label("compare_warning"),
        compare_table(context, products),
        json_in_script(data),
        context.base + script,
    )


def compare_file(context: Context, product: Product) -> str:
    """Return the file of a product for the script: heading, cells, the sources in their order.

    Numbers in the cells count the product's own sources; the script counts those of the page.
    The context's base leads from the page of the comparison to the root.
    """
    known = cells(context, product)
    shown, sources = numbered(*(cell.html for cell in known.values()))
    content = {
        "heading": str(heading(context, product)),
        "name": context.name(product),
        "cells": {
            id_: [html, cell.plain] for html, (id_, cell) in zip(shown, known.items(), strict=True)
        },
        "sources": [str(source_line(context, source)) for source in sources],
    }
    return compact_json(content)


def compare_path(product_id: str) -> str:
    """Return the path of that file from the root of the language."""
    return f"{Product.about.id}/{product_id}/compare.json"


def heading(context: Context, product: Product) -> Markup:
    """Return the head of a product's column: its name and state."""
    states = Markup(" ").join(chips(context, product, ("stage",)))
    return html("{} {}", context.link(product.id), states)


def _construct(context: Context, construct: Construct | None, part: str) -> Cell | None:
    values = Construct.fields[part].items(construct) if construct else ()
    if construct is None or not values:
        return None
    shown = Markup(", ").join(show(context, value) for value in values)
    shown = html("{} {}", shown, qualified_citation(context, construct))
    return Cell(shown, _sorted(map(context.plain, values)))


def _linked(
    context: Context, product: Product, relation: str, columns: Sequence[str]
) -> Cell | None:
    """Return the records that name the product, each a link with a few of its fields."""
    kind, _, field = relation.partition(".")
    items = linking(context.atlas, product, kind, field)
    if not items:
        return None
    lines = []
    for item in items:
        record = context.atlas.records[item.value]
        name = marked(context, context.link(item.value), item)
        values = [shown for column in columns if (shown := cell(context, record, column))]
        lines.append(html("{} {}", name, Markup(" · ").join(values)))
    words = (f"{i.value} {context.label('planned')}" if i.planned else i.value for i in items)
    return Cell(value_list(lines), _sorted(words))


def _results(context: Context, product: Product, endpoint: str, folds: bool) -> Cell | None:
    """Return the results on an endpoint: those of trials of only the product, then its own."""
    make = partial(_by_endpoint, context, product)
    results = context.once(("results by endpoint", product.id), make).get(endpoint, [])
    lines = [_result(context, result, trial) for result, trial in results]
    if not lines:
        return None
    shown = value_list(lines[:MOST_RESULTS])
    if more := lines[MOST_RESULTS:]:
        title = context.label("compare_more", n=len(more))
        if folds:
            items = joined(html("<li>{}</li>", one) for one in more)
            unfolds = '<details class="unfolds"><summary>{}</summary><ul>{}</ul></details>'
            shown += html(unfolds, title, items)
        else:
            shown += html('<a href="{}#results">{}</a>', context.href(product), title)
    return Cell(shown, _plain(context, (result for result, _trial in results)))


def _by_endpoint(context: Context, product: Product) -> dict[str, list[tuple[Result, Markup]]]:
    results = []
    for trial in linked(context.atlas, product, "trials.products"):
        assert isinstance(trial, Trial)
        if len(trial.products) == 1:  # else the results may be those of another product
            results += [(result, context.link(trial.id)) for result in trial.results]
    results += [(result, Markup("")) for result in product.results]
    by_endpoint: dict[str, list[tuple[Result, Markup]]] = {}
    for result, trial in results:
        by_endpoint.setdefault(str(result.endpoint), []).append((result, trial))
    return by_endpoint


def _result(context: Context, result: Result, trial: Markup) -> Markup:
    details = []
    if result.n is not None:
        details.append(html("n = {}", show(context, result.n)))
    if result.population:
        details.append(show(context, result.population))
    if result.cut_off:
        name = Result.fields["cut_off"].labelled().in_(context.language)
        details.append(html("{} {}", name, show(context, result.cut_off)))
    elif result.as_of:
        details.append(text(context.label("reported_on", date=context.date(result.as_of))))
    if trial:
        details.append(trial)
    return html(
        "{} <small>{}</small> {}",
        outcome(context, result),
        Markup(" · ").join(details),
        qualified_citation(context, result),
    )


def _plain(context: Context, facts: Iterable[Fact]) -> str:
    """Return the values of a field in plain words, those of other sources too.

    The order of a list says nothing; a plan is not the same as what has happened.
    """
    return _sorted(
        " ".join(
            [*(context.plain(value) for _field, _path, value in fact.all_values())]
            + [context.label("planned")] * bool(fact.planned)
        )
        for fact in facts
    )


def _sorted(words: Iterable[str]) -> str:
    return "; ".join(sorted(words))
