"""Sources: what facts rest on."""

from typing import ClassVar

from macros.model.fields import plain, plain_list
from macros.model.record import Kind, Record
from macros.model.values import Doi, Flag, PartialDate, Pmid, RegistryNumber, Text, Url, Words, term


class Source(Record):
    about = Kind(
        "sources",
        one=Words(en="Source", ko="출처"),
        many=Words(en="Sources", ko="출처"),
        intro=Words(
            en="Everything that the facts on this site rest on.",
            ko="이 사이트의 모든 사실이 근거로 삼는 자료입니다.",
        ),
        order=110,
        group="evidence",
        weight=0.1,
        columns=("kind", "publisher", "published"),
        facets=("kind", "publisher", "language", "year", "evidence"),
        chips=("kind",),
        dated_by=("published",),
        line=("publisher", "published"),
    )
    needs_sources: ClassVar[bool] = False

    # A source's own data need no receipt: the source is the proof.
    name = plain(Words, "")
    title = plain(
        Text,
        "As published, in its own language.",
        "킴리아주 허가",
        en="Title",
        ko="제목",
        required=True,
    )
    described = plain(
        Flag,
        "True where the headline was not seen and the title describes the page.",
        True,
        en="Title is a description",
        ko="제목 대신 쓴 설명",
    )
    kind = plain(
        term("source-kind"), "What kind of source.", "news", en="Kind", ko="유형", required=True
    )
    publisher = plain(
        Text, "Who published it.", "Yonhap News", en="Publisher", ko="발행처", required=True
    )
    authors = plain_list(Text, "Of a paper.", ["San-Miguel J"], en="Authors", ko="저자")
    published = plain(PartialDate, "As printed.", "2025-10-02", en="Published", ko="발행일")
    accessed = plain(PartialDate, "When it was read.", "2026-11-22", en="Read", ko="열람일")
    language = plain(term("language"), "Of the text.", "ko", en="Language", ko="언어")
    url = plain(Url, "Where it stands.", "https://…", en="Address", ko="주소", required=True)
    also_at = plain_list(
        Url, "Other addresses of the same text.", ["https://…"], en="Also at", ko="다른 주소"
    )
    archived = plain(Url, "Address of an archived copy.", "https://…", en="Archived", ko="보관본")
    doi = plain(Doi, "Without https://doi.org/.", "10.1056/NEJMoa2303379", en="DOI", ko="DOI")
    pmid = plain(Pmid, "PubMed number.", "37272512", en="PubMed", ko="PubMed")
    nct = plain(RegistryNumber, "Of a trial.", "NCT04836507", en="Registry number", ko="등록번호")
    remark = plain(Words, "What a reader should know.", "Copy of a release", en="Remark", ko="비고")

    def name_in(self, language: str) -> str:
        """Return the title: a source is called by it in every language."""
        return self.name.in_(language) if self.name else self.title
