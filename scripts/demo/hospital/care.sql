-- Visits, and what was found, done and prescribed in them.
INSERT INTO clinical.visits (patient_id, kind, department_id, clinician_id, admitted_at, discharged_at, discharge_method, presenting_complaint)
SELECT
	patient_id, kind, department_id,
	CASE WHEN demo.draw('clinician missing', visit) >= 0.04 THEN demo.pick(doctors, 'clinician', visit) END,
	admitted_at,
	CASE WHEN left_at <= demo.moment(demo.today(), 0) AND demo.draw('discharge missing', visit) >= 0.01 THEN left_at END,
	CASE WHEN kind IN ('outpatient', 'day case') OR left_at > demo.moment(demo.today(), 0) THEN NULL
		WHEN dies THEN 'died'
		WHEN demo.draw('discharge', visit) < 0.88 THEN 'home'
		WHEN demo.draw('discharge', visit) < 0.94 THEN 'care home'
		WHEN demo.draw('discharge', visit) < 0.98 THEN 'transferred'
		ELSE 'self-discharged' END::clinical.discharge_method,
	CASE WHEN kind <> 'outpatient' AND demo.draw('complaint missing', visit) >= 0.1 THEN
		demo.pick('{short of breath,chest pain,fall at home,fever and shivering,confused since yesterday,abdominal pain,swollen legs,collapse,planned operation,painful hip}'::text[], 'complaint', visit) END
FROM (
	SELECT
		patient_id, visit, kind, dies, admitted_at,
		CASE WHEN dies THEN demo.moment(date_of_death, 0.6) ELSE admitted_at + interval '1 minute' * floor(minutes) END AS left_at,
		CASE WHEN kind = 'emergency' THEN 5
			WHEN age < 16 THEN 13
			WHEN sex = 'F' AND age < 45 AND demo.draw('maternity', visit) < 0.4 THEN 12
			WHEN age >= 75 AND demo.draw('old', visit) < 0.4 THEN 9
			ELSE demo.pick('{6,6,6,7,8,8,10,10,11,11}'::integer[], 'department', visit) END AS department_id
	FROM (
		SELECT
			*,
			(first_day + floor(days)::integer - coalesce(date_of_birth, date '1950-01-01')) / 365 AS age,
			CASE WHEN dies THEN demo.moment(date_of_death, 0.5 - minutes / 1440)
				-- Clinics and day wards open from eight to five.
				WHEN kind IN ('outpatient', 'day case') THEN demo.moment(first_day, floor(days) + (8 + 9 * (days - floor(days))) / 24)
				ELSE demo.moment(first_day, days) END AS admitted_at
		FROM (
			SELECT
				*,
				demo.draw('admitted', visit) * (last_day - first_day) AS days,
				CASE kind
					WHEN 'emergency' THEN 60 + 600 * demo.draw('stay', visit)
					WHEN 'inpatient' THEN 1440 * (0.6 + 14 * power(demo.draw('stay', visit), 2.5))
					WHEN 'day case' THEN 240 + 300 * demo.draw('stay', visit)
					ELSE 15 + 45 * demo.draw('stay', visit) END AS minutes
			FROM (
				SELECT
					patient_id, sex, date_of_birth, date_of_death, visit, dies,
					greatest(date '2021-01-01', date_of_birth + 2) AS first_day,
					-- A few visits lie after the recorded death: the flaw of a wrong date.
					CASE WHEN demo.draw('death ignored', visit) < 0.05 THEN demo.today() ELSE coalesce(date_of_death, demo.today()) END AS last_day,
					CASE WHEN dies THEN 'inpatient'
						ELSE demo.pick('{emergency,emergency,inpatient,inpatient,inpatient,day case,outpatient,outpatient,outpatient}'::clinical.visit_kind[], 'kind', visit) END AS kind
				FROM clinical.patients
				CROSS JOIN LATERAL (SELECT 1 + floor(6 * power(demo.draw('visits', patient_id), 1.2))::integer AS times) AS count
				CROSS JOIN LATERAL generate_series(1, times) AS number
				CROSS JOIN LATERAL (SELECT
					patient_id * 16 + number AS visit,
					number = times AND date_of_death IS NOT NULL AND demo.draw('dies in hospital', patient_id) < 0.5 AS dies
				) AS one
			) patient
		) visit
	) visit
) visit
JOIN demo.teams USING (department_id)
ORDER BY admitted_at, visit;
ANALYZE clinical.visits;

-- Most chronic conditions are coded at most visits; a visit without any gets a reason for coming.
CREATE TABLE demo.coded AS
SELECT visit_id, condition, code
FROM clinical.visits
JOIN demo.histories USING (patient_id)
WHERE kind <> 'outpatient' AND demo.draw('coded ' || condition, visit_id) < CASE condition WHEN 'sepsis' THEN 0.55 ELSE 0.6 END;
ANALYZE demo.coded;
CREATE TABLE demo.septic AS SELECT visit_id FROM demo.coded WHERE condition = 'sepsis';
ANALYZE demo.septic;

INSERT INTO clinical.diagnoses (visit_id, position, icd10_code, coded_on)
SELECT
	visit_id,
	row_number() OVER (PARTITION BY visit_id ORDER BY first DESC, demo.draw('order ' || code, visit_id)),
	code,
	CASE WHEN demo.draw('coding missing', visit_id) < 0.02 THEN NULL ELSE (coalesce(discharged_at, admitted_at) AT TIME ZONE 'UTC')::date + demo.whole(1, 30, 'coded', visit_id) END
FROM (
	SELECT visit_id, code, condition = 'sepsis' AS first FROM demo.coded
	UNION ALL
	SELECT visit_id, CASE WHEN kind = 'outpatient' THEN 'Z09.8' WHEN department_id = 12 AND kind = 'inpatient' THEN 'O80'
		ELSE demo.pick('{R07.4,R10.4,R55,Z09.8,E87.1}'::text[], 'reason for coming', visit_id) END, false
	FROM clinical.visits
	JOIN clinical.patients USING (patient_id)
	WHERE NOT EXISTS (SELECT FROM demo.coded WHERE coded.visit_id = visits.visit_id)
) finding
JOIN clinical.visits USING (visit_id)
ORDER BY visit_id, 2;

INSERT INTO clinical.treatments (visit_id, procedure_code, performed_at, outcome, remarks)
SELECT
	visit_id, procedures.code,
	CASE WHEN demo.draw('treatment time missing', key) < 0.04 THEN NULL
		ELSE admitted_at + (coalesce(discharged_at, admitted_at) - admitted_at) * demo.draw('treated', key) END,
	CASE WHEN demo.draw('outcome', key) < 0.8 THEN 'completed' WHEN demo.draw('outcome', key) < 0.88 THEN 'completed with complication'
		WHEN demo.draw('outcome', key) < 0.9 THEN 'abandoned' ELSE 'not recorded' END::clinical.treatment_outcome,
	CASE WHEN demo.draw('remarks', key) < 0.08 THEN 'Discussed with ' || given_names || ' ' || family_name || ' beforehand.' END
FROM demo.coded
JOIN demo.procedures USING (condition)
JOIN clinical.visits USING (visit_id)
JOIN clinical.patients USING (patient_id)
CROSS JOIN LATERAL (SELECT visit_id * 32 + ascii(procedures.code) % 32 AS key) AS one
WHERE demo.draw('treatment ' || procedures.code, visit_id) < procedures.share
ORDER BY visit_id, procedures.code, condition;

INSERT INTO clinical.medication (visit_id, medicine_id, prescriber_id, route, dose, dose_unit, times_daily, started_on, stopped_on, instructions)
SELECT
	visit_id, medicine_id,
	CASE WHEN demo.draw('prescriber missing', key) >= 0.03 THEN demo.pick(doctors, 'prescriber', key) END,
	route,
	-- A slip of the decimal point now and then.
	CASE WHEN demo.draw('dose missing', key) < 0.03 THEN NULL WHEN demo.draw('dose missing', key) < 0.033 THEN dose * 10 ELSE dose END,
	dose_unit,
	CASE WHEN demo.draw('frequency missing', key) < 0.03 THEN NULL ELSE times_daily END,
	(admitted_at AT TIME ZONE 'UTC')::date,
	(admitted_at AT TIME ZONE 'UTC')::date + days,
	CASE WHEN demo.draw('instructions', key) < 0.05 THEN 'Please explain to ' || given_names || ' ' || family_name || ' and family before discharge.' END
FROM (
	SELECT visit_id, medicine_id, route, dose, dose_unit, times_daily, days
	FROM demo.coded
	JOIN demo.prescribing USING (condition)
	WHERE demo.draw('prescribed ' || condition, visit_id * 32 + medicine_id) < prescribing.share
	UNION ALL
	SELECT visit_id, 18, 'oral', 10, 'mg', 1, NULL
	FROM clinical.visits
	JOIN research.trial_enrolments USING (patient_id)
	WHERE status IN ('active', 'completed') AND admitted_at >= enrolled_on AND kind <> 'emergency'
) prescription
JOIN clinical.visits USING (visit_id)
JOIN clinical.patients USING (patient_id)
JOIN demo.teams USING (department_id)
CROSS JOIN LATERAL (SELECT visit_id * 32 + medicine_id AS key) AS one
ORDER BY visit_id, medicine_id, route, dose, times_daily, days;
