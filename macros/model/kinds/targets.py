"""Target antigens: what the receptor binds."""

from macros.model.base import Kind, Many, One, Record, many, one
from macros.model.values import Code, IndicationRef, Prose, Text, Words


class Uniprot(Code):
    pattern, like = r"[A-NR-Z]\d[A-Z0-9]{3}\d([A-Z0-9]{4})?|[OPQ]\d[A-Z0-9]{3}\d", "P15391"


class Hgnc(Code):
    pattern, like = r"HGNC:\d+", "HGNC:1633"


class Target(Record):
    about = Kind(
        "targets",
        one=Words("Target", "표적"),
        many=Words("Targets", "표적"),
        intro=Words(
            "Antigens that Korean products and trials aim at, with accession numbers.",
            "국내 제품과 임상시험이 표적으로 하는 항원과 데이터베이스 식별자입니다.",
        ),
        order=50,
        group="science",
        weight=3,
        columns=("gene_symbols", "approved_names"),
        facets=(
            "indications",
            "products.targets.stage",
            "products.targets.therapies",
            "trials.targets.status",
            "evidence",
        ),
    )

    gene_symbols: Many[Text] = many(
        "Gene symbol", "유전자 기호", "Approved by HGNC.", ["CD19"], expected=True
    )
    approved_names: Many[Text] = many(
        "Gene name", "유전자명", "Approved by HGNC.", ["CD19 molecule"]
    )
    hgnc: Many[Hgnc] = many("HGNC", "HGNC", "Accession.", ["HGNC:1633"])
    uniprot: Many[Uniprot] = many("UniProt", "UniProt", "Accession.", ["P15391"], expected=True)
    location: Many[Text] = many("Chromosome", "염색체 위치", "Locus of the gene.", ["16p11.2"])
    role: One[Prose] = one("Role", "역할", "What the protein does.", "Signals in B cells")
    expression: Many[Prose] = many(
        "Expression", "발현", "Which tissues carry it.", ["B cells from pro-B …"], expected=True
    )
    concern: Many[Prose] = many(
        "Main concern", "주의할 점", "What speaks against it.", ["Loss of normal B cells"]
    )
    indications: Many[IndicationRef] = many(
        "Studied in",
        "연구 대상 적응증",
        "Diseases it is studied in.",
        ["dlbcl"],
        inverse=("Targets studied", "연구 대상 표적"),
    )
    trial_results: Many[Words] = many(
        "Trial results abroad",
        "해외 임상 결과",
        "Where it matters.",
        ["13 patients: 2 partial responses"],
    )
