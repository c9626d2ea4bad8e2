"""Sources: what facts rest on."""

from typing import ClassVar

from pydantic import StrictBool

from macros.model.base import Kind, Record, many, one
from macros.model.values import Doi, PartialDate, Pmid, RegistryNumber, Text, Url, Words, term


class Source(Record):
    about = Kind(
        "sources",
        one=Words("Source", "출처"),
        many=Words("Sources", "출처"),
        intro=Words(
            "Everything that the facts on this site rest on.",
            "이 사이트의 모든 사실이 근거로 삼는 자료입니다.",
        ),
        order=110,
        group="evidence",
        weight=0.1,
        columns=("kind", "publisher", "published"),
        facets=("kind", "publisher", "language", "year", "evidence"),
        chips=("kind",),
        dated_by=("published",),
    )
    needs_sources: ClassVar[bool] = False

    # A source's own data need no receipt: the source is the proof.
    name: Words | None = None
    title: Text = one(
        "Title", "제목", "As published, in its own language.", "킴리아주 허가", required=True
    )
    described: StrictBool = one(
        "Title is a description",
        "제목 대신 쓴 설명",
        "True where the headline was not seen and the title describes the page.",
        True,
    )
    kind: term("source-kind") = one("Kind", "유형", "What kind of source.", "news", required=True)
    publisher: Text = one("Publisher", "발행처", "Who published it.", "Yonhap News", required=True)
    authors: list[Text] = many("Authors", "저자", "Of a paper.", ["San-Miguel J"])
    published: PartialDate | None = one("Published", "발행일", "As printed.", "2025-10-02")
    accessed: PartialDate | None = one("Read", "열람일", "When it was read.", "2026-11-22")
    language: term("language") | None = one("Language", "언어", "Of the text.", "ko")
    url: Url = one("Address", "주소", "Where it stands.", "https://…", required=True)
    also_at: list[Url] = many(
        "Also at", "다른 주소", "Other addresses of the same text.", ["https://…"]
    )
    archived: Url | None = one("Archived", "보관본", "Address of an archived copy.", "https://…")
    doi: Doi | None = one("DOI", "DOI", "Without https://doi.org/.", "10.1056/NEJMoa2303379")
    pmid: Pmid | None = one("PubMed", "PubMed", "PubMed number.", "37272512")
    nct: RegistryNumber | None = one("Registry number", "등록번호", "Of a trial.", "NCT04836507")
    remark: Words | None = one("Remark", "비고", "What a reader should know.", "Copy of a release")
