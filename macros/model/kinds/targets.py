"""Target antigens: what the receptor binds."""

from macros.model.facts import many, one
from macros.model.record import Kind, Record
from macros.model.values import Code, IndicationRef, Prose, Text, Words


class Uniprot(Code):
    pattern, like = r"[A-NR-Z]\d[A-Z0-9]{3}\d([A-Z0-9]{4})?|[OPQ]\d[A-Z0-9]{3}\d", "P15391"
    page = "https://www.uniprot.org/uniprotkb/{}/entry"


class Hgnc(Code):
    pattern, like = r"HGNC:\d+", "HGNC:1633"
    page = "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/{}"


class Target(Record):
    about = Kind(
        "targets",
        one=Words(en="Target", ko="표적"),
        many=Words(en="Targets", ko="표적"),
        intro=Words(
            en="Antigens that Korean products and trials aim at, with accession numbers.",
            ko="국내 제품과 임상시험이 표적으로 하는 항원과 데이터베이스 식별자입니다.",
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
        line=("role", "approved_names"),
        names=("gene_symbols",),
    )

    gene_symbols = many(
        Text, "Approved by HGNC.", ["CD19"], en="Gene symbol", ko="유전자 기호", expected=True
    )
    approved_names = many(
        Text, "Approved by HGNC.", ["CD19 molecule"], en="Gene name", ko="유전자명"
    )
    hgnc = many(Hgnc, "Accession.", ["HGNC:1633"], en="HGNC", ko="HGNC")
    uniprot = many(Uniprot, "Accession.", ["P15391"], en="UniProt", ko="UniProt", expected=True)
    location = many(Text, "Locus of the gene.", ["16p11.2"], en="Chromosome", ko="염색체 위치")
    role = one(Prose, "What the protein does.", "Signals in B cells", en="Role", ko="역할")
    expression = many(
        Prose,
        "Which tissues carry it.",
        ["B cells from pro-B …"],
        en="Expression",
        ko="발현",
        expected=True,
    )
    concern = many(
        Prose,
        "What speaks against it.",
        ["Loss of normal B cells"],
        en="Main concern",
        ko="주의할 점",
    )
    indications = many(
        IndicationRef,
        "Diseases it is studied in.",
        ["dlbcl"],
        en="Studied in",
        ko="연구 대상 적응증",
        inverse=Words(en="Targets studied", ko="연구 대상 표적"),
    )
    trial_results = many(
        Words,
        "Where it matters.",
        ["13 patients: 2 partial responses"],
        en="Trial results abroad",
        ko="해외 임상 결과",
    )
