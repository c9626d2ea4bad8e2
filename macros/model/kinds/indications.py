"""Indications: diseases, with codes."""

from macros.model.base import Kind, Many, One, Record, many, one
from macros.model.values import Code, IndicationRef, Prose, Words


class Doid(Code):
    pattern, like = r"DOID:\d+", "DOID:0050745"


class Mondo(Code):
    pattern, like = r"MONDO:\d{7}", "MONDO:0018905"


class Ncit(Code):
    pattern, like = r"(NCIT:)?C\d+", "C8851"


class Mesh(Code):
    pattern, like = r"[CD]\d{6,9}", "D016403"


class Icd10(Code):
    pattern, like = r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?(-[A-Z]\d[0-9A-Z](\.[0-9A-Z]+)?)?", "C83.3"


class Icd11(Code):
    pattern, like = r"[0-9A-Z]{4}(\.[0-9A-Z]{1,2})?", "2A81"


class Icdo(Code):
    pattern, like = r"\d{4}/\d", "9680/3"


class Indication(Record):
    about = Kind(
        "indications",
        one=Words("Indication", "적응증"),
        many=Words("Indications", "적응증"),
        intro=Words(
            "Diseases that the products and trials of this site are for.",
            "이 사이트에 실린 제품과 임상시험의 대상 질환입니다.",
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
    )

    definition: One[Prose] = one("Definition", "정의", "What the disease is.", "A fast-growing …")
    part_of: Many[IndicationRef] = many(
        "Part of",
        "상위 질환",
        "The wider disease.",
        ["lbcl"],
        inverse=("Includes", "포함하는 질환"),
    )
    icd10: Many[Icd10] = many("ICD-10", "ICD-10", "ICD-10 or ICD-10-CM.", ["C83.3"], expected=True)
    icd11: Many[Icd11] = many("ICD-11", "ICD-11", "Code.", ["2A81"])
    icdo: Many[Icdo] = many("ICD-O", "ICD-O", "Morphology.", ["9680/3"])
    mondo: Many[Mondo] = many("MONDO", "MONDO", "Code.", ["MONDO:0018905"])
    doid: Many[Doid] = many("Disease Ontology", "DOID", "Code.", ["DOID:0050745"])
    ncit: Many[Ncit] = many("NCI Thesaurus", "NCIt", "Code.", ["C8851"])
    mesh: Many[Mesh] = many("MeSH", "MeSH", "Code.", ["D016403"])
