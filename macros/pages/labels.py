"""Words of the pages themselves, in both languages."""

from macros.records.values import Words

LABELS = {
    "about": Words("About", "관련 대상"),
    "aliases": Words("Also known as", "다른 이름"),
    "all_of": Words("All {n} on the section page", "전체 {n}건은 목록 페이지에서 보기"),
    "approved_for": Words("For", "적응증"),
    "approved_on": Words("Approved", "품목허가"),
    "as_of": Words("as of {date}", "{date} 기준"),
    "as_table": Words("The same as a table", "표로 보기"),
    "at_a_glance": Words("At a glance", "한눈에 보기"),
    "checked": Words("Last checked {date}", "최종 확인 {date}"),
    "claims_unconfirmed": Words(
        "Reported elsewhere, not confirmed", "다른 곳에서 나온 주장(확인되지 않음)"
    ),
    "described": Words("description; the headline was not seen", "내용 설명(원제목 미확인)"),
    "days": Words("{n} days", "{n}일"),
    "disagree": Words("Where sources disagree", "출처마다 다른 내용"),
    "download_png": Words("Download PNG", "PNG 내려받기"),
    "download_svg": Words("Download SVG", "SVG 내려받기"),
    "edit_page": Words("Edit this page", "이 페이지 수정"),
    "edit": Words("Edit this record", "이 기록 수정"),
    "english_only": Words("English", "영어"),
    "example": Words("Example", "예"),
    "field": Words("Field", "항목"),
    "further": Words("Further facts", "기타 사실"),
    "given_at": Words("Given at", "치료 병원"),
    "hospital": Words("{n} hospital", "{n}곳"),
    "hospitals": Words("{n} hospitals", "{n}곳"),
    "in_english": Words("In English", "영어"),
    "in_korean": Words("In Korean", "한국어"),
    "in_summaries": Words("Cited in the summaries of", "요약에서 인용한 기록"),
    "korean_only": Words("Korean", "한국어"),
    "listed_since": Words("Listed since", "등재일"),
    "looked_for": Words("looked for, not found", "찾아보았으나 확인되지 않음"),
    "meaning": Words("Meaning", "뜻"),
    "menu": Words("Main menu", "주 메뉴"),
    "moved": Words("This record has moved to", "이 기록은 다음으로 옮겨졌습니다:"),
    "name": Words("Name", "이름"),
    "national_insurance": Words("National insurance", "건강보험"),
    "no_hospital": Words("No hospital recorded", "기록된 병원 없음"),
    "no_listing": Words("No listing found", "급여 등재 확인되지 않음"),
    "no_listing_as_of": Words(
        "No listing found as of {date}", "{date} 현재 급여 등재 확인되지 않음"
    ),
    "none": Words("none, according to the source", "출처에 따르면 없음"),
    "none_listed": Words("None recorded.", "기록이 없습니다."),
    "not_advice": Words(
        "Not medical advice. Decisions about treatment belong to patients and their physicians.",
        "의학적 조언이 아닙니다. 치료 결정은 의료진과 상의하시기 바랍니다.",
    ),
    "not_found": Words("Page not found", "페이지를 찾을 수 없습니다"),
    "not_found_say": Words(
        "There is no page at this address. The record may have another name: try the search.",
        "이 주소에는 페이지가 없습니다. 이름이 바뀌었을 수 있으니 검색해 보십시오.",
    ),
    "not_known": Words("Not known yet", "아직 확인되지 않은 항목"),
    "not_known_intro": Words(
        "Nobody has recorded these yet. If you know a source, ",
        "아직 기록되지 않은 항목입니다. 출처를 알고 계시면 ",
    ),
    "not_known_link": Words("add it", "추가해 주십시오"),
    "open_source": Words("Open", "원문"),
    "planned": Words("planned", "예정"),
    "product": Words("Product", "제품"),
    "promise": Words(
        "What is known about CAR-T in South Korea, with the source of every fact",
        "한국의 CAR-T에 관해 알려진 사실을 출처와 함께 정리했습니다",
    ),
    "proof": Words("Proof", "근거"),
    "proof_n": Words("Proof: source {n}", "근거: 출처 {n}"),
    "references": Words("References", "출처"),
    "report": Words("Report an error", "오류 알리기"),
    "resting": Words("Facts that rest on it", "이 자료에 근거한 사실"),
    "others_say": Words("Other sources say", "다른 출처의 값"),
    "contents": Words("On this page", "이 페이지의 내용"),
    "data": Words("YAML", "YAML 데이터"),
    "value": Words("Value", "값"),
    "waiting": Words("From asking to deciding", "신청부터 결정까지"),
    "repository": Words("Source and data", "소스와 데이터"),
    "search": Words("Search", "검색"),
    "search_all": Words("All results, with sources", "출처를 포함한 전체 결과"),
    "search_close": Words("Close search", "검색 닫기"),
    "search_failed": Words("The search could not be loaded.", "검색을 불러오지 못했습니다."),
    "search_hint": Words("Product, trial, hospital …", "제품, 임상시험, 병원 …"),
    "search_headings": Words("In the guides", "안내 본문"),
    "search_loading": Words("Loading…", "불러오는 중…"),
    "search_more": Words(
        "{n} more. Add a word to narrow the search.", "외 {n}건. 단어를 더하면 결과가 좁혀집니다."
    ),
    "search_none": Words("Nothing found", "검색 결과가 없습니다"),
    "search_one": Words("1 result", "결과 1건"),
    "search_other": Words("{n} results", "결과 {n}건"),
    "search_pages": Words("Pages", "페이지"),
    "search_terms": Words("Glossary", "용어 풀이"),
    "search_results": Words("Search results", "검색 결과"),
    "site_map": Words("All pages", "전체 메뉴"),
    "skip": Words("Skip to content", "본문으로 건너뛰기"),
    "to_dark": Words("Switch to dark mode", "어두운 화면으로 바꾸기"),
    "to_light": Words("Switch to light mode", "밝은 화면으로 바꾸기"),
    "up_to": Words("up to", "상한"),
    "yes": Words("yes", "예"),
    "no": Words("no", "아니요"),
    "result": Words("Result", "결과"),
    "untranslated": Words(
        "This page has not been written in Korean yet; it is shown in English.",
        "이 페이지는 아직 한국어로 쓰지 않아 영어로 보여 드립니다.",
    ),
}

THEME = (
    "contents",
    "edit_page",
    "menu",
    "not_found",
    "not_found_say",
    "repository",
    "search_hint",
    "site_map",
    "skip",
    "to_dark",
    "to_light",
)
"""Labels that stand in the frame around every page."""


def words_of_theme(language: str) -> dict[str, str]:
    """Return the words of the frame around every page in a language."""
    return {key: label(key, language) for key in THEME}


def label(key: str, language: str, **values: object) -> str:
    """Return a label in a language, its places filled with `values` (plain text)."""
    words, _ = LABELS[key].best(language)
    return words.format(**values) if values else words
