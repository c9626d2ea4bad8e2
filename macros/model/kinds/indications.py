"""Indications: diseases, with codes."""

from macros.model.facts import many, one
from macros.model.record import Kind, Record
from macros.model.values import Code, IndicationRef, Prose, Words


class Doid(Code):
    pattern, like = r"DOID:\d+", "DOID:0050745"
    page = "https://disease-ontology.org/?id={}"


class Mondo(Code):
    pattern, like = r"MONDO:\d{7}", "MONDO:0018905"
    page = "https://monarchinitiative.org/{}"


class Ncit(Code):
    pattern, like = r"(NCIT:)?C\d+", "C8851"


class Mesh(Code):
    pattern, like = r"[CD]\d{6,9}", "D016403"
    page = "https://meshb.nlm.nih.gov/record/ui?ui={}"


class Icd10(Code):
    pattern, like = r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?(-[A-Z]\d[0-9A-Z](\.[0-9A-Z]+)?)?", "C83.3"


class Icd11(Code):
    pattern, like = r"[0-9A-Z]{4}(\.[0-9A-Z]{1,2})?", "2A81"


class Icdo(Code):
    pattern, like = r"\d{4}/\d", "9680/3"


class Indication(Record):
    about = Kind(
        "indications",
        one=Words(en="Indication", ko="적응증"),
        many=Words(en="Indications", ko="적응증"),
        intro=Words(
            en="Diseases that the products and trials of this site are for.",
            ko="이 사이트에 실린 제품과 임상시험의 대상 질환입니다.",
        ),
        order=60,
        group="science",
        weight=3,
        columns=("icd10", "part_of"),
        facets=(
            "part_of",
            "products.indications.stage",
            "trials.indications.status",
            "trials.indications.targets",
            "evidence",
        ),
        line=("definition",),
        broader="part_of",
    )

    definition = one(Prose, "What the disease is.", "A fast-growing …", en="Definition", ko="정의")
    part_of = many(
        IndicationRef,
        "The wider disease.",
        ["lbcl"],
        en="Part of",
        ko="상위 질환",
        inverse=Words(en="Includes", ko="포함하는 질환"),
    )
    icd10 = many(Icd10, "ICD-10 or ICD-10-CM.", ["C83.3"], en="ICD-10", ko="ICD-10", expected=True)
    icd11 = many(Icd11, "Code.", ["2A81"], en="ICD-11", ko="ICD-11")
    icdo = many(Icdo, "Morphology.", ["9680/3"], en="ICD-O", ko="ICD-O")
    mondo = many(Mondo, "Code.", ["MONDO:0018905"], en="MONDO", ko="MONDO")
    doid = many(Doid, "Code.", ["DOID:0050745"], en="Disease Ontology", ko="DOID")
    ncit = many(Ncit, "Code.", ["C8851"], en="NCI Thesaurus", ko="NCIt")
    mesh = many(Mesh, "Code.", ["D016403"], en="MeSH", ko="MeSH")
