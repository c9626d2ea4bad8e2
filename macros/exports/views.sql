-- What is asked most of the tables. A view names fields of records (macros/model/kinds/); what
-- qualifies the other values of a row is in the table facts, under record_id and field.

-- A row a product that was not given up, with its stage in Korea. A planned stage is none yet.
CREATE VIEW current_products AS
SELECT
  product.id,
  product.name_en,
  product.name_ko,
  stage.value AS stage,
  stage.value_en AS stage_en,
  stage.value_ko AS stage_ko,
  stage.as_of AS stage_as_of,
  stage.grade AS stage_grade,
  stage.sources AS stage_sources,
  stage.note_en AS stage_note_en,
  stage.note_ko AS stage_note_ko,
  (
    SELECT group_concat(value, ' ') FROM (
      SELECT value FROM facts
      WHERE record_id = product.id AND field = 'developers' AND number_of_rank = 0 AND planned = 0
      ORDER BY rowid
    )
  ) AS developers,
  (
    SELECT group_concat(value, ' ') FROM (
      SELECT value FROM facts
      WHERE record_id = product.id AND field = 'targets' AND number_of_rank = 0 AND planned = 0
      ORDER BY rowid
    )
  ) AS targets,
  product.url_en,
  product.url_ko
FROM records AS product
LEFT JOIN facts AS stage
  ON stage.record_id = product.id
  AND stage.field = 'stage' AND stage.number_of_rank = 0 AND stage.planned = 0
WHERE product.kind = 'products' AND coalesce(stage.value, '') <> 'discontinued';

-- A row a trial. Where `_planned` is 1, the value is a plan or an estimate.
CREATE VIEW trials_flat AS
SELECT
  trial.id,
  trial.name_en,
  trial.name_ko,
  status.value AS status,
  status.value_en AS status_en,
  status.value_ko AS status_ko,
  status.as_of AS status_as_of,
  status.grade AS status_grade,
  status.sources AS status_sources,
  phase.value AS phase,
  phase.value_en AS phase_en,
  phase.value_ko AS phase_ko,
  start.value AS start_date,
  start.date_earliest AS start_date_earliest,
  start.date_latest AS start_date_latest,
  start.planned AS start_date_planned,
  completion.value AS completion,
  completion.date_earliest AS completion_earliest,
  completion.date_latest AS completion_latest,
  completion.planned AS completion_planned,
  CAST(enrolment.number AS INTEGER) AS enrolment,
  enrolment.planned AS enrolment_planned,
  (
    SELECT group_concat(value, ' ') FROM (
      SELECT value FROM facts
      WHERE record_id = trial.id AND field = 'sponsors' AND number_of_rank = 0 AND planned = 0
      ORDER BY rowid
    )
  ) AS sponsors,
  (
    SELECT group_concat(value, ' ') FROM (
      SELECT value FROM facts
      WHERE record_id = trial.id AND field = 'products' AND number_of_rank = 0 AND planned = 0
      ORDER BY rowid
    )
  ) AS products,
  (
    SELECT group_concat(value, ' ') FROM (
      SELECT value FROM facts
      WHERE record_id = trial.id AND field = 'indications' AND number_of_rank = 0 AND planned = 0
      ORDER BY rowid
    )
  ) AS indications,
  trial.url_en,
  trial.url_ko
FROM records AS trial
LEFT JOIN facts AS status
  ON status.record_id = trial.id
  AND status.field = 'status' AND status.number_of_rank = 0 AND status.planned = 0
LEFT JOIN facts AS phase
  ON phase.record_id = trial.id
  AND phase.field = 'phase' AND phase.number_of_rank = 0 AND phase.planned = 0
LEFT JOIN facts AS start
  ON start.record_id = trial.id AND start.field = 'start_date' AND start.number_of_rank = 0
LEFT JOIN facts AS completion
  ON completion.record_id = trial.id
  AND completion.field = 'completion' AND completion.number_of_rank = 0
LEFT JOIN facts AS enrolment
  ON enrolment.record_id = trial.id
  AND enrolment.field = 'enrolment' AND enrolment.number_of_rank = 0
WHERE trial.kind = 'trials';

-- A row a value that another source gives, beside the main one.
CREATE VIEW disagreements AS
SELECT
  main.fact_id,
  main.record_id,
  main.kind,
  main.field,
  main.field_en,
  main.field_ko,
  main.state,
  coalesce(main.value, main.value_en, main.value_ko, CAST(result.value AS TEXT)) AS value,
  main.as_of,
  main.grade,
  main.sources,
  other.number_of_rank,
  coalesce(other.value, other.value_en, other.value_ko) AS other_value,
  other.planned AS other_planned,
  other.as_of AS other_as_of,
  other.grade AS other_grade,
  other.sources AS other_sources,
  other.note_en AS other_note_en,
  other.note_ko AS other_note_ko
FROM facts AS main
JOIN facts AS other ON other.fact_id = main.fact_id AND other.number_of_rank > 0
LEFT JOIN results AS result ON result.fact_id = main.fact_id
WHERE main.number_of_rank = 0;

-- One row per field without a value: absent, not recorded; unknown, searched for and not
-- found, with the day.
CREATE VIEW gaps AS
WITH RECURSIVE absent (record_id, kind, field, rest) AS (
  SELECT id, kind, '', fields_absent || ' ' FROM records WHERE fields_absent IS NOT NULL
  UNION ALL
  SELECT record_id, kind, substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1)
  FROM absent
  WHERE rest <> ''
)
SELECT record_id, kind, field, 'absent' AS state, NULL AS checked FROM absent WHERE field <> ''
UNION ALL
SELECT record_id, kind, field, state, checked FROM facts
WHERE state = 'unknown' AND number_of_rank = 0;
