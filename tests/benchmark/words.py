"""Words that the synthetic records are made of; blanks stand between them."""

EN = (
    "patients treated relapsed refractory lymphoma response durable cohort dose manufacturing "
    "autologous infusion lentiviral vector antigen escape cytokine release syndrome grade "
    "neurotoxicity median months complete remission survival interim analysis approval "
    "regulatory submission sponsor investigator site enrolment criteria phase arm control "
    "primary endpoint safety efficacy persistence expansion memory phenotype costimulatory "
    "domain binder affinity lipid nanoparticle hospital marrow plasma leukaemia myeloma solid "
    "tumour receptor signal"
)

KO = (
    "환자 재발성 불응성 거대 세포 림프종 치료제 임상시험 반응률 완전관해 투여 용량 "
    "제조 자가유래 렌티바이러스 벡터 항원 사이토카인 방출 증후군 신경독성 추적관찰 "
    "중앙값 개월 생존 중간분석 허가 식약처 신청 의뢰자 연구자 기관 등록 기준 "
    "대조군 일차평가변수 안전성 유효성 지속성 증식 기억세포 공동자극 도메인 결합 "
    "친화도 지질나노입자 국내 개발사 세포치료 병원 골수 혈장 백혈병 골수종 고형암"
)

SYLLABLES = (
    "가나다라마바사아자차카타파하고노도로모보소오조초"
    "코토포호구누두루무부수우주추쿠투푸후셀젠바이큐림"
)
