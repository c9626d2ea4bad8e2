"""Events: dated things that no other kind holds."""

from macros.model.facts import many, one
from macros.model.record import Kind, Record
from macros.model.values import PartialDate, Ref, Words


class Event(Record):
    about = Kind(
        "events",
        one=Words(en="Event", ko="사건"),
        many=Words(en="Events", ko="연표"),
        intro=Words(
            en="Dated milestones of the field in South Korea.",
            ko="국내 CAR-T 분야의 주요 사건을 날짜순으로 정리했습니다.",
        ),
        order=95,
        group="policy",
        columns=("date", "involves"),
        facets=("involves", "year", "evidence"),
        dated_by=("date",),
        line=("date", "involves"),
    )

    date = one(PartialDate, "When it happened.", "2021-04-21", en="Date", ko="날짜", required=True)
    involves = many(
        Ref,
        "Records it is about.",
        ["curocell"],
        en="Involves",
        ko="관련 대상",
        inverse=Words(en="Events", ko="관련 사건"),
    )
    details = many(Words, "What happened.", ["First infusion in Korea"], en="Details", ko="상세")
