"""Events: dated things that no other kind holds."""

from macros.model.base import Kind, Many, One, Record, many, one
from macros.model.values import PartialDate, Ref, Words


class Event(Record):
    about = Kind(
        "events",
        one=Words("Event", "사건"),
        many=Words("Events", "연표"),
        intro=Words(
            "Dated milestones of the field in South Korea.",
            "국내 CAR-T 분야의 주요 사건을 날짜순으로 정리했습니다.",
        ),
        order=95,
        group="policy",
        columns=("date", "involves"),
        facets=("involves", "year", "evidence"),
        dated_by=("date",),
    )

    date: One[PartialDate] = one("Date", "날짜", "When it happened.", "2021-04-21", required=True)
    involves: Many[Ref] = many(
        "Involves",
        "관련 대상",
        "Records it is about.",
        ["curocell"],
        inverse=("Events", "관련 사건"),
    )
    details: Many[Words] = many("Details", "상세", "What happened.", ["First infusion in Korea"])
