"""Words of the pages themselves, in both languages."""

from macros.pages.picture_labels import PICTURES
from macros.records.values import Words

LABELS = {
    "about": Words("Record", "기록"),
    "aliases": Words("Also known as", "다른 이름"),
    "all_of": Words("All {n} on the section page", "목록에서 {n}건 모두 보기"),
    "approved_for": Words("For", "적응증"),
    "approved_on": Words("Approved", "품목허가"),
    "as_of": Words("as of {date}", "{date} 기준"),
    "at_a_glance": Words("At a glance", "한눈에 보기"),
    "bulk": Words("bulk change to {n} files", "파일 {n}개를 한꺼번에 변경"),
    "changed": Words("Last changed {date}", "최종 변경 {date}"),
    "checked": Words("Last checked {date}", "최종 확인 {date}"),
    "cite": Words("Cite this page", "이 페이지 인용"),
    "claims_unconfirmed": Words(
        "Reported elsewhere, not confirmed", "다른 곳에서 나온 주장(확인되지 않음)"
    ),
    "company": Words("Developer", "개발사"),
    "compare": Words("Compare with others", "다른 제품과 비교"),
    "compare_add": Words("Add a product", "제품 추가"),
    "compare_all_same": Words(
        "The products do not differ in any row.", "모든 항목의 내용이 같습니다."
    ),
    "compare_decisions": Words("Decisions", "규제·급여 결정"),
    "compare_differences": Words("Show only differences", "차이가 있는 항목만 보기"),
    "compare_failed": Words(
        "{name} could not be loaded. Try again later.",
        "{name} 정보를 불러오지 못했습니다. 잠시 후 다시 시도해 주십시오.",
    ),
    "compare_few": Words(
        "Add a second product to compare.", "비교할 제품을 하나 더 추가해 주십시오."
    ),
    "compare_many": Words(
        "At most {n} products fit side by side. Left out: {names}.",
        "한 번에 {n}개까지 비교할 수 있습니다. 제외한 제품: {names}.",
    ),
    "compare_none": Words("No product has been chosen.", "선택한 제품이 없습니다."),
    "compare_remove": Words("Remove {name}", "{name} 빼기"),
    "compare_shown": Words("Compared: {names}", "비교 중: {names}"),
    "compare_table": Words("Products side by side", "제품 비교표"),
    "compare_trials": Words("Trials", "임상시험"),
    "compare_unknown": Words(
        "No product has this address: {names}.", "다음 주소에 해당하는 제품이 없습니다: {names}."
    ),
    "compare_warning": Words(
        "Results of different trials do not compare directly: patients, earlier treatment, dose, "
        "follow-up and the definition of a response differ.",
        "서로 다른 임상시험의 결과는 직접 비교할 수 없습니다. 대상 환자, 이전 치료, 용량, "
        "추적 기간, 반응의 정의가 다르기 때문입니다.",
    ),
    "copied": Words("Copied", "복사했습니다"),
    "copy": Words("Copy", "복사"),
    "copy_link": Words("Copy link to this section", "이 부분의 링크 복사"),
    "days": Words("{n} days", "{n}일"),
    "described": Words("description; the headline was not seen", "내용 설명(원제목 미확인)"),
    "disagree": Words("Where sources disagree", "출처마다 다른 내용"),
    "download": Words("Download", "내려받기"),
    "edit_page": Words("Edit this page", "이 페이지 수정"),
    "edit": Words("Edit this record", "이 기록 수정"),
    "english_only": Words("English", "영어"),
    "example": Words("Example", "예"),
    "explorer_address": Words("Address", "주소"),
    "explorer_all": Words("{n} records", "전체 {n}건"),
    "explorer_as_listed": Words("As listed", "기본 순서"),
    "explorer_ascending": Words("{name}, ascending", "{name} 오름차순"),
    "explorer_chosen": Words("Chosen filters", "선택한 필터"),
    "explorer_clear": Words("Clear all", "모두 지우기"),
    "explorer_columns": Words("Columns", "표시 항목"),
    "explorer_copied": Words("Link copied", "링크를 복사했습니다"),
    "explorer_csv": Words("Download CSV", "CSV 내려받기"),
    "explorer_data": Words("Data as of {date}", "데이터 기준일 {date}"),
    "explorer_descending": Words("{name}, descending", "{name} 내림차순"),
    "explorer_failed": Words(
        "The filters could not be loaded. The table shows all records.",
        "필터를 불러오지 못했습니다. 아래 표에 전체 기록이 있습니다.",
    ),
    "explorer_filters": Words("Filters", "필터"),
    "explorer_find": Words("Find in: {name}", "{name}에서 찾기"),
    "explorer_includes": Words(
        "Each includes the kinds that belong to it.", "하위 유형을 포함합니다."
    ),
    "explorer_left_out": Words(
        "The address asks for something that this list does not have. Left out: {values}.",
        "주소에 이 목록에 없는 조건이 있어 제외했습니다: {values}",
    ),
    "explorer_licence": Words("Licence: CC BY 4.0", "라이선스: CC BY 4.0"),
    "explorer_link": Words("Copy link", "링크 복사"),
    "explorer_none": Words(
        "No record here fits all of this. That does not mean that there is none.",
        "조건에 모두 맞는 기록이 없습니다. 실제로 없다는 뜻은 아닙니다.",
    ),
    "explorer_order": Words("Sort by", "정렬"),
    "explorer_remove": Words("Remove filter: {name}", "필터 해제: {name}"),
    "explorer_show_all": Words("Show all {n}", "{n}건 모두 보기"),
    "explorer_some": Words("{n} of {all} records", "{all}건 중 {n}건"),
    "explorer_sources": Words("Sources", "출처"),
    "explorer_text": Words("Filter by text", "목록 안에서 찾기"),
    "expected": Words("Expected", "권장 항목"),
    "family": Words("Family", "구분"),
    "field": Words("Field", "항목"),
    "further": Words("Further facts", "기타 사실"),
    "given_at": Words("Given at", "치료 병원"),
    "hospital": Words("{n} hospital", "{n}곳"),
    "hospitals": Words("{n} hospitals", "{n}곳"),
    "glossary": Words("Glossary", "용어집"),
    "history": Words("History", "변경 이력"),
    "history_all": Words("All changes of this record", "이 기록의 전체 변경 이력"),
    "history_earlier": Words("Earlier changes: {n}", "이전 변경 {n}건"),
    "home": Words("Home", "홈"),
    "in_english": Words("In English", "영어"),
    "in_korean": Words("In Korean", "한국어"),
    "in_summaries": Words("Cited in the summaries of", "요약에서 인용한 기록"),
    "korean_only": Words("Korean", "한국어"),
    "listed_since": Words("Listed since", "등재일"),
    "looked_for": Words("looked for, not found", "찾아보았으나 확인되지 않음"),
    "meaning": Words("Meaning", "뜻"),
    "menu": Words("Main menu", "주 메뉴"),
    "moved": Words("This record has moved to", "이 기록은 다음 주소로 옮겼습니다:"),
    "name": Words("Name", "이름"),
    "national_insurance": Words("National insurance", "건강보험"),
    "no_company": Words("No developer recorded", "개발사 기록 없음"),
    "no_hospital": Words("No hospital recorded", "병원 기록 없음"),
    "no_listing": Words("No listing found", "급여 등재 확인되지 않음"),
    "no_listing_as_of": Words(
        "No listing found as of {date}", "{date} 기준 급여 등재 확인되지 않음"
    ),
    "no_target": Words("No target recorded", "표적 기록 없음"),
    "none": Words("none, according to the source", "출처에 따르면 없음"),
    "none_listed": Words("None recorded.", "기록이 없습니다."),
    "not_advice": Words(
        "Not medical advice. Decisions about treatment belong to patients and their physicians.",
        "의학적 조언이 아닙니다. 치료는 담당 의료진과 상의해 결정하시기 바랍니다.",
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
    "not_recorded": Words("not recorded", "기록 없음"),
    "open_source": Words("Open", "원문"),
    "parties": Words("Parties", "당사자"),
    "path": Words("You are here", "현재 위치"),
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
    "required": Words("Required", "필수 항목"),
    "resting": Words("Facts that rest on it", "이 자료에 근거한 사실"),
    "others_say": Words("Other sources say", "다른 출처의 값"),
    "contents": Words("On this page", "이 페이지의 내용"),
    "data": Words("YAML", "YAML 데이터"),
    "trials": Words("Trials", "임상시험"),
    "value": Words("Value", "값"),
    "waiting": Words("From asking to deciding", "신청부터 결정까지"),
    "repository": Words("Code and data", "소스 코드와 데이터"),
    "search": Words("Search", "검색"),
    "search_all": Words("All results, with sources", "출처를 포함한 전체 결과"),
    "search_close": Words("Close search", "검색 닫기"),
    "search_failed": Words("The search could not be loaded.", "검색을 불러오지 못했습니다."),
    "search_hint": Words("Product, trial, hospital …", "제품, 임상시험, 병원 …"),
    "search_headings": Words("In the guides", "안내 글"),
    "search_loading": Words("Loading…", "불러오는 중…"),
    "search_more": Words(
        "{n} more. Add a word to narrow the search.", "외 {n}건. 단어를 더하면 결과가 좁혀집니다."
    ),
    "search_none": Words("Nothing found", "검색 결과가 없습니다"),
    "search_one": Words("1 result", "결과 1건"),
    "search_other": Words("{n} results", "결과 {n}건"),
    "search_pages": Words("Pages", "페이지"),
    "search_terms": Words("Glossary", "용어집"),
    "search_results": Words("Search results", "검색 결과"),
    "site_map": Words("All pages", "전체 메뉴"),
    "skip": Words("Skip to content", "본문으로 건너뛰기"),
    "to_dark": Words("Switch to dark mode", "어두운 화면으로 바꾸기"),
    "to_light": Words("Switch to light mode", "밝은 화면으로 바꾸기"),
    "up_to": Words("up to", "상한금액"),
    "when": Words("When", "날짜"),
    "yes": Words("yes", "예"),
    "no": Words("no", "아니요"),
    "result": Words("Result", "결과"),
    "type_any": Words(
        "what the field holds, or unknown, or none", "그 항목의 값, 또는 unknown, none"
    ),
    "type_bool": Words("true or false", "true 또는 false"),
    "type_code": Words("identifier of another database", "다른 데이터베이스의 식별자"),
    "type_count": Words("whole number, without quotes", "정수(따옴표 없이)"),
    "type_date": Words(
        'date in quotes, as precise as the source: "2024", "2024-08", "2024-08-07"',
        '따옴표 안의 날짜, 출처가 밝힌 만큼만: "2024", "2024-08", "2024-08-07"',
    ),
    "type_entries": Words("list of entries with these fields:", "다음 항목을 갖는 목록:"),
    "type_entry": Words("entry with these fields:", "다음 항목을 갖는 묶음:"),
    "type_id": Words("id: a file name, without .yml, in", "id(.yml을 뺀 파일 이름):"),
    "type_list": Words("list", "목록"),
    "type_number": Words("number, without unit", "숫자(단위 없이)"),
    "type_prose": Words(
        "sentences, in English, Korean or both, with [[id]] and [@source-id]",
        "문장(영어, 한국어 또는 둘 다), [[id]]와 [@source-id] 사용 가능",
    ),
    "type_registry_number": Words(
        "number in a trial registry: NCT…, KCT…", "임상시험 등록번호: NCT…, KCT…"
    ),
    "type_term": Words(
        "one word of “{name}” ({n})", "‘{name}’ 목록의 낱말 가운데 하나(모두 {n}개)"
    ),
    "type_text": Words("text, the same in every language", "글(언어와 관계없이 같음)"),
    "type_url": Words("web address", "웹 주소"),
    "type_words": Words("text in English, Korean or both", "글(영어, 한국어 또는 둘 다)"),
    "type_words_by_id": Words("the words of the list, each by its id", "목록의 낱말과 그 id"),
    "untranslated": Words(
        "This page has not been written in Korean yet; it is shown in English.",
        "이 페이지는 아직 한국어판이 없어 영어로 보여 드립니다.",
    ),
    "what_to_write": Words("What to write", "쓰는 법"),
}
LABELS |= PICTURES

GROUPS = {
    "guides": Words("Guides", "안내"),
    "treatments": Words("Treatments", "치료제·임상"),
    "industry": Words("Industry", "산업"),
    "science": Words("Science", "과학"),
    "policy": Words("Policy", "정책"),
    "evidence": Words("Evidence", "근거"),
}
"""Parts of the menu, in order; each kind of record names the one it belongs to."""

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
