"""Claims: what was said in public, what was found, and the verdict."""

from macros.model.facts import many, one
from macros.model.fields import plain, plain_list
from macros.model.record import Kind, Record
from macros.model.values import Prose, Ref, SourceRef, Text, Words, term


class Claim(Record):
    about = Kind(
        "claims",
        one=Words(en="Claim", ko="주장"),
        many=Words(en="Claims", ko="주장 검증"),
        intro=Words(
            en="Statements made in public about the field in Korea, each checked against sources.",
            ko="국내 CAR-T에 관해 공개적으로 나온 주장을 출처와 대조해 확인한 기록입니다.",
        ),
        order=100,
        group="evidence",
        weight=0.5,
        columns=("verdict", "subjects"),
        facets=("verdict", "subjects", "made_in.publisher", "evidence"),
        chips=("verdict",),
    )

    verdict = one(
        term("verdict"),
        "What the check came to.",
        "unsupported",
        en="Verdict",
        ko="판정",
        required=True,
    )
    finding = one(
        Prose,
        "What the sources say.",
        "No such trial …",
        en="Finding",
        ko="확인 결과",
        required=True,
    )
    correction = one(
        Prose, "What holds instead.", "The trials are …", en="Correction", ko="바로잡은 내용"
    )
    also_claimed = many(Words, "Of the same claim.", ["…"], en="Other versions", ko="다른 표현")
    subjects = many(
        Ref,
        "Records that the claim is about.",
        ["severance-hospital"],
        en="About",
        ko="대상",
        inverse=Words(en="Claims", ko="관련 주장"),
    )
    made_in = plain_list(
        SourceRef,
        "Where the claim stands; nothing rests on it.",
        ["trendingwebwire-korea-car-t"],
        en="Said in",
        ko="주장이 실린 자료",
        inverse=Words(en="Claims made here", ko="이 자료에 실린 주장"),
        required=True,
    )
    section = plain(Text, "Where in that text.", "Introduction", en="Section", ko="위치")
