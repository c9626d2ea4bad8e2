"""Claims: what was said in public, what was found, and the verdict."""

from macros.model.base import Kind, Many, One, Record, many, one
from macros.model.values import Prose, Ref, SourceRef, Text, Words, term


class Claim(Record):
    about = Kind(
        "claims",
        one=Words("Claim", "주장"),
        many=Words("Claims", "주장 검증"),
        intro=Words(
            "Statements made in public about the field in Korea, each checked against sources.",
            "국내 CAR-T에 관해 공개적으로 나온 주장을 출처와 대조해 확인한 기록입니다.",
        ),
        order=100,
        group="evidence",
        weight=0.5,
        columns=("verdict", "subjects"),
        facets=("verdict", "subjects", "made_in.publisher", "evidence"),
        chips=("verdict",),
    )

    verdict: One[term("verdict")] = one(
        "Verdict", "판정", "What the check came to.", "unsupported", required=True
    )
    finding: One[Prose] = one(
        "Finding", "확인 결과", "What the sources say.", "No such trial …", required=True
    )
    correction: One[Prose] = one(
        "Correction", "바로잡은 내용", "What holds instead.", "The trials are …"
    )
    also_claimed: Many[Words] = many("Other versions", "다른 표현", "Of the same claim.", ["…"])
    subjects: Many[Ref] = many(
        "About",
        "대상",
        "Records that the claim is about.",
        ["severance-hospital"],
        inverse=("Claims", "관련 주장"),
    )
    made_in: list[SourceRef] = many(
        "Said in",
        "주장이 실린 자료",
        "Where the claim stands; nothing rests on it.",
        ["trendingwebwire-korea-car-t"],
        inverse=("Claims made here", "이 자료에 실린 주장"),
        required=True,
    )
    section: Text | None = one("Section", "위치", "Where in that text.", "Introduction")
