"""Words of the pictures, in both languages."""

from macros.records.values import Words

PICTURES = {
    "applied_on": Words("applied {date}", "{date} 신청"),
    "as_table": Words("The same as a table", "표로 보기"),
    "axis_months": Words("In months", "개월"),
    "axis_no": Words("Said in words, or on another scale", "글로 설명했거나 단위가 다른 결과"),
    "axis_percent": Words("In percent", "퍼센트(%)"),
    "cell_inside": Words("Inside the cell", "세포 안"),
    "cell_membrane": Words("Cell membrane", "세포막"),
    "cell_other": Words("Cell with the target", "표적이 있는 세포"),
    "cell_outside": Words("Outside the cell", "세포 밖"),
    "construct_said": Words(
        "The receptor from outside the cell to inside, as the sources give its parts. A "
        "schematic, not to scale.",
        "수용체를 세포 밖에서 안쪽 순서로, 출처에 나온 구성 요소대로 그렸습니다. 이해를 위한 "
        "모식도이며 실제 크기나 비율과 다릅니다.",
    ),
    "construct_some": Words(
        "Dashed: the source does not give this part.", "점선은 출처에 나오지 않은 부분입니다."
    ),
    "construct_title": Words("CAR construct of {name}", "{name}의 CAR 구조"),
    "cut_off_on": Words("cut-off {date}", "자료 마감 {date}"),
    "data_as_of": Words("Data as of {date}", "데이터 기준일 {date}"),
    "date_looked_for": Words("looked for, not found", "확인되지 않음"),
    "date_missing": Words("not recorded", "기록 없음"),
    "deal": Words("Deal", "거래"),
    "deal_ended": Words("ended", "종료된 거래"),
    "deal_intent": Words("Memorandum, other", "업무협약·기타"),
    "deal_joint": Words("Joint development or research", "공동개발·공동연구"),
    "deal_money": Words("Investment, takeover", "투자·인수"),
    "deal_rights": Words("Licence, sales rights", "기술이전·판매권"),
    "deal_services": Words("Manufacture, supply, services", "생산·공급·대행"),
    "deal_status": Words("Status", "상태"),
    "deal_type": Words("Type", "유형"),
    "dokdo": Words("Dokdo", "독도"),
    "dot_also": Words("another source says", "다른 출처의 값"),
    "dot_interval": Words(
        "95% confidence interval, where the source gives one", "95% 신뢰구간(출처에 있는 경우)"
    ),
    "dot_result": Words("result", "결과"),
    "dot_weak": Words(
        "result as the company reports it, or unconfirmed", "회사 발표이거나 확인되지 않은 결과"
    ),
    "download_png": Words("Download PNG", "PNG 내려받기"),
    "download_svg": Words("Download SVG", "SVG 내려받기"),
    "family_car-nk": Words("CAR-NK", "CAR-NK 치료제"),
    "family_car-t": Words("CAR-T", "CAR-T 치료제"),
    "family_other": Words("Other or not recorded", "기타·기록 없음"),
    "indication": Words("Indication", "적응증"),
    "lane_approval": Words("Approval", "품목허가"),
    "lane_around": Words("Decisions and events", "관련 결정과 사건"),
    "lane_designations": Words("Designations", "지정"),
    "lane_listing": Words("Listing", "급여 등재"),
    "lane_other": Words("Other steps", "그 밖의 절차"),
    "lane_reimbursement": Words("Reimbursement", "급여"),
    "lane_trials": Words("Trials", "임상시험"),
    "map_attribution": Words(
        "Boundaries: National Geographic Information Institute (Republic of Korea), simplified",
        "행정구역 경계: 국토지리정보원(단순화함)",
    ),
    "map_city": Words("City", "도시"),
    "map_description": Words(
        "{n} hospitals in South Korea: {gives} give an approved CAR-T, {sites} only take part"
        " in trials recorded here. A point stands for the city, not for the street; its area "
        "goes with the number of hospitals.",
        "국내 병원 {n}곳 가운데 {gives}곳은 허가된 CAR-T로 치료하고, "
        "{sites}곳은 이 사이트에 실린 임상시험만 합니다. 점은 주소가 아니라 도시를 "
        "나타내며, 넓이는 병원 수에 비례합니다.",
    ),
    "map_gives": Words("Gives an approved CAR-T", "허가된 CAR-T 치료"),
    "map_hospital": Words("Hospital", "병원"),
    "map_nowhere": Words(
        "City not recorded or not found ({n})",
        "도시가 기록되지 않았거나 지도에서 찾지 못한 병원({n}곳)",
    ),
    "map_refusal": Words(
        "The map is not drawn: {n} hospitals in {cities} cities are too many to tell apart. "
        "It holds up to {most} hospitals in {most_cities} cities.",
        "병원 {n}곳(도시 {cities}곳)은 지도에서 구별하기 어려워 그리지 "
        "않았습니다. 병원 {most}곳, 도시 {most_cities}곳까지 그립니다.",
    ),
    "map_site": Words("Trial site only", "임상시험만 하는 곳"),
    "map_title": Words(
        "Hospitals with CAR-T treatment or trials", "CAR-T 치료 병원과 임상시험 실시기관"
    ),
    "mark_actual": Words("happened", "실제"),
    "mark_maybe": Words("began at some time in this span", "이 기간 안에 시작"),
    "mark_no": Words("deferred, refused or withdrawn", "보류·불승인·철회"),
    "mark_open": Words("filed or pending", "접수·진행 중"),
    "mark_part": Words("granted in part", "일부 승인"),
    "mark_partial": Words(
        "day not known: pale, as wide as it is uncertain",
        "날짜 일부 미상: 연한 색, 가능한 기간만큼 표시",
    ),
    "mark_planned": Words("planned", "예정"),
    "mark_run": Words("from the start", "시작일부터"),
    "mark_wait": Words("from asking to deciding", "신청부터 결정까지"),
    "mark_yes": Words("granted", "승인"),
    "matrix_description": Words(
        "Products and trials recorded for {pairs} pairs of target and indication; for {gaps} "
        "pairs there are none. Counted as recorded: a trial in large B-cell lymphoma does "
        "not count for the diseases that are part of it.",
        "표적과 적응증의 조합 가운데 {pairs}개에는 제품이나 임상시험이 있고, {gaps}개에는 "
        "없습니다. 기록된 그대로 세므로, 거대 B세포 림프종 임상시험을 그 하위 질환에 다시 "
        "세지는 않습니다.",
    ),
    "matrix_gap": Words("none found as of {date}", "{date} 기준 확인된 기록 없음"),
    "matrix_products": Words("Products", "제품"),
    "matrix_refusal": Words(
        "The matrix is not drawn: with a single entry there is nothing to compare.",
        "기록이 하나뿐이어서 비교할 것이 없으므로 그리지 않았습니다.",
    ),
    "matrix_rule": Words(
        "Shown: the {indications} indications with the most products and trials together, "
        "and the {targets} targets with the most among them. Other pairs with an entry, in "
        "the table only: {left}.",
        "제품과 임상시험을 합해 기록이 많은 적응증 {indications}개와, 그 안에서 기록이 많은 "
        "표적 {targets}개를 보여 줍니다. 표에만 있는 다른 조합: {left}개.",
    ),
    "matrix_title": Words(
        "Targets by indications, with the gaps", "표적과 적응증: 개발 현황과 빈칸"
    ),
    "matrix_trials": Words("Trials", "임상시험"),
    "n_events": Words("{k} patients", "{k}명"),
    "n_missing": Words("n not given", "n 정보 없음"),
    "n_of": Words("{k} of {n}", "{n}명 중 {k}명"),
    "network_alone": Words(
        "The network is not drawn: no party has more than one deal, so that there is nothing "
        "to join.",
        "거래가 두 건 이상인 당사자가 없어 이을 것이 없으므로 그리지 않았습니다.",
    ),
    "network_description": Words(
        "Deals of the {hubs} companies and institutions that have {least} or more. Arcs on "
        "the left join them to each other, lines to the right lead to their other partners.",
        "거래가 {least}건 이상인 기업·기관 {hubs}곳의 거래입니다. 왼쪽 곡선은 "
        "이들끼리의 거래, 오른쪽 선은 그 밖의 상대와 맺은 거래입니다.",
    ),
    "network_refusal": Words(
        "The network is not drawn: among {n} deals, those of the busiest parties alone have "
        "more than {most} partners, too many to tell apart.",
        "거래 {n}건 가운데 거래가 가장 많은 당사자의 상대만 {most}곳이 넘어 구별할"
        " 수 없으므로 그리지 않았습니다.",
    ),
    "network_rule": Words(
        "Shown: {drawn} deals with at least one party that has {least} or more deals "
        "recorded. Deals in the table only: {left}.",
        "기록된 거래가 {least}건 이상인 당사자가 있는 거래 {drawn}건을 보여 "
        "줍니다. 표에만 있는 거래: {left}건.",
    ),
    "network_title": Words("Who works with whom", "누가 누구와 협력하나"),
    "not_given": Words("not given", "출처에 없음"),
    "path_longest": Words(
        "The longest known time from asking to deciding: {days} days ({step}).",
        "신청부터 결정까지 가장 길었던 기간은 {days}일({step})입니다.",
    ),
    "path_said": Words(
        "Each step with its date, from {first} to {last}.",
        "{first}부터 {last}까지의 절차를 날짜와 함께 보여 줍니다.",
    ),
    "path_title": Words("{name}: path through the authorities", "{name}의 규제·급여 경과"),
    "picture_credit": Words(
        "Source: Korea CAR-T Atlas, CC BY 4.0", "출처: 한국 CAR-T 아틀라스, CC BY 4.0"
    ),
    "picture_refused": Words(
        "Not drawn: {n} rows are too many to tell apart. The table has them all.",
        "{n}건은 한 그림에 담기에 너무 많아 그리지 않았습니다. 표에 모두 있습니다.",
    ),
    "pipeline_by_company_description": Words(
        "{n} of {all} products on the ladder of development in South Korea, by developer. A "
        "product with two developers stands under both. Stages say how far it has come in "
        "Korea, not elsewhere.",
        "제품·후보물질 {all}개 가운데 {n}개를 국내 개발 단계에 따라 개발사별로 보여"
        " 줍니다. 공동 개발 제품은 개발사마다 나옵니다. 단계는 해외가 아니라 국내 "
        "기준입니다.",
    ),
    "pipeline_by_company_title": Words(
        "Pipeline by developer: stage in South Korea", "개발사별 파이프라인: 국내 개발 단계"
    ),
    "pipeline_by_target_description": Words(
        "{n} of {all} products on the ladder of development in South Korea, by target. A "
        "product with two targets stands under both. Stages say how far it has come in Korea,"
        " not elsewhere.",
        "제품·후보물질 {all}개 가운데 {n}개를 국내 개발 단계에 따라 표적별로 보여 "
        "줍니다. 표적이 둘인 제품은 표적마다 나옵니다. 단계는 해외가 아니라 국내 "
        "기준입니다.",
    ),
    "pipeline_by_target_title": Words(
        "Pipeline by target: stage in South Korea", "표적별 파이프라인: 국내 개발 단계"
    ),
    "pipeline_description": Words(
        "{n} products and candidates by stage in South Korea; {approved} are approved. Below "
        "the line: without a step in Korea, stopped, or with no stage recorded.",
        "제품·후보물질 {n}개의 국내 개발 단계입니다. 허가된 제품은 {approved}개입니다. 선 "
        "아래는 국내 절차가 없거나, 개발이 중단되었거나, 단계가 기록되지 않은 "
        "제품·후보물질입니다.",
    ),
    "pipeline_left_out": Words(
        "To stay readable, the earliest stages are listed here and not drawn.",
        "읽기 쉽도록 초기 단계는 그리지 않고 여기에 나열합니다.",
    ),
    "pipeline_none": Words(
        "The picture is not drawn: no product has a step in South Korea on record.",
        "국내 절차가 기록된 제품이 없어 그리지 않았습니다.",
    ),
    "pipeline_refusal": Words(
        "The picture is not drawn: {n} products are too many to tell apart, even those of the"
        " furthest stage alone. It holds up to {most} rows.",
        "제품·후보물질 {n}개는 가장 앞선 단계만 골라도 구별할 수 없어 그리지 "
        "않았습니다. {most}줄까지 그립니다.",
    ),
    "pipeline_title": Words("Products by stage in South Korea", "국내 개발 단계별 제품 수"),
    "results_apart": Words(
        "Results of different trials do not compare directly.",
        "서로 다른 임상시험의 결과는 직접 비교할 수 없습니다.",
    ),
    "results_said": Words(
        "Each dot is a result in one group of patients, with how many were evaluated (n). A "
        "line through it is the interval that the source gives; without a line, none is "
        "recorded.",
        "점 하나가 한 환자군의 결과이며 평가 대상 수(n)를 함께 적었습니다. 점을 지나는 선은 "
        "출처에 나온 신뢰구간이며, 선이 없으면 기록된 신뢰구간이 없습니다.",
    ),
    "results_title": Words("Results of {name}", "{name}의 임상 결과"),
    "stage_in_korea": Words("Stage in Korea", "국내 개발 단계"),
    "stage_not_recorded": Words("No stage recorded", "단계 기록 없음"),
    "target": Words("Target", "표적"),
    "timeline_approval": Words("Approval and coverage", "허가·급여"),
    "timeline_description": Words(
        "{n} dated entries from {first} to {last}: events, approvals and coverage, the first "
        "trial clearance of each product in Korea, and stock listings. An entry belongs to "
        "the lane of the records it involves.",
        "{first}년부터 {last}년까지 날짜가 있는 기록 {n}건입니다. 주요 사건,"
        " 허가와 급여, 제품별 국내 첫 임상시험계획 승인, 증시 상장을 담았으며, 관련된 "
        "기록의 종류에 따라 나눴습니다.",
    ),
    "timeline_industry": Words("Industry", "산업"),
    "timeline_lane": Words("Lane", "분류"),
    "timeline_left_out": Words(
        "Left out to stay readable: {n} entries before {year}; the table has them.",
        "읽기 쉽도록 {year}년 이전 기록 {n}건은 뺐습니다. 표에는 있습니다.",
    ),
    "timeline_listed": Words("{name}: stock listing", "{name} 증시 상장"),
    "timeline_refusal": Words(
        "The time line is not drawn: {n} entries in {year} alone are too many to tell apart. "
        "It holds up to {most}.",
        "{year}년에만 {n}건이어서 구별할 수 없으므로 그리지 않았습니다. {most}건까지 그립니다.",
    ),
    "timeline_rules": Words("Rules and public money", "제도·공공 지원"),
    "timeline_title": Words("The field, year by year", "연도별로 본 국내 CAR-T 분야"),
    "timeline_trials": Words("Trials and hospitals", "임상시험·병원"),
    "total": Words("Total", "합계"),
    "trial_dates_planned": Words(
        "Dashed: planned or estimated.", "점선은 예정이거나 추정한 날짜입니다."
    ),
    "trial_dates_said": Words(
        "Dates of the trial, as precise as the sources give them.",
        "임상시험 일정입니다. 날짜는 출처가 밝힌 만큼만 표시했습니다.",
    ),
    "trial_dates_title": Words("Time line of the trial", "임상시험 일정"),
    "trials_n": Words("{n} trials", "임상시험 {n}건"),
    "trials_one": Words("1 trial", "임상시험 1건"),
    "ulleungdo": Words("Ulleungdo", "울릉도"),
    "unrecorded": Words("not recorded", "기록 없음"),
    "what": Words("What", "내용"),
    "who_missing": Words("Population not given", "대상 환자군 정보 없음"),
}
