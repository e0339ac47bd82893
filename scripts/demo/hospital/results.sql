-- Measurements at the bedside and results from the laboratory, flaws included: missing values, the 999 that a
-- monitor sends when a cuff slips, weights in pounds, temperatures in Fahrenheit, the same reading entered twice.
INSERT INTO clinical.measurements (patient_id, visit_id, type, value, unit, taken_at, taken_by)
SELECT
	patient_id,
	CASE WHEN demo.draw('visit missing', key) < 0.01 THEN NULL ELSE visit_id END,
	type,
	CASE WHEN demo.draw('value missing', key) < 0.02 THEN NULL
		WHEN type = 'systolic-blood-pressure' AND demo.draw('cuff', key) < 0.015 THEN 999
		WHEN type = 'systolic-blood-pressure' AND demo.draw('cuff', key) < 0.02 THEN 0
		WHEN other_unit AND type = 'temperature' THEN round((value * 1.8 + 32)::numeric, digits)
		WHEN other_unit THEN round((value * 2.2046)::numeric, digits)
		ELSE round(value::numeric, digits) END,
	CASE WHEN other_unit AND type = 'temperature' THEN '[degF]' WHEN other_unit THEN '[lb_av]' ELSE unit END,
	taken_at,
	CASE WHEN demo.draw('taker missing', key) >= 0.1 THEN demo.pick(nurses, 'taken by', key) END
FROM (
	SELECT
		visits.patient_id, visits.visit_id, type, unit, digits, copy, key,
		type IN ('temperature', 'body-weight') AND demo.draw('other unit', key) < 0.01 AS other_unit,
		least(CASE type WHEN 'oxygen-saturation' THEN 100 ELSE 260 END, (usual + stray * demo.bell('measured', key))
			-- Children weigh less and are shorter.
			* CASE WHEN age >= 16 THEN 1 WHEN type = 'body-weight' THEN 0.1 + 0.05 * age WHEN type = 'body-height' THEN 0.4 + 0.036 * age ELSE 1 END
			+ CASE WHEN septic.visit_id IS NOT NULL AND round = 1 THEN in_sepsis * demo.draw('severity', visits.visit_id) ELSE 0 END) AS value,
		admitted_at + CASE WHEN round = 1 THEN interval '20 minutes' ELSE (coalesce(discharged_at, admitted_at) - admitted_at) * demo.draw('round ' || round, visits.visit_id) END AS taken_at
	FROM clinical.visits
	JOIN clinical.patients USING (patient_id)
	LEFT JOIN demo.septic USING (visit_id)
	CROSS JOIN LATERAL (SELECT coalesce((admitted_at AT TIME ZONE 'UTC')::date - date_of_birth, 18000) / 365 AS age) AS life
	CROSS JOIN LATERAL generate_series(1, CASE kind WHEN 'inpatient' THEN 3 WHEN 'emergency' THEN 2 ELSE 1 END) AS round
	CROSS JOIN demo.observations
	JOIN reference.measurement_types USING (type)
	CROSS JOIN LATERAL (SELECT (visits.visit_id * 4 + round) * 16 + ordinal AS key) AS one
	CROSS JOIN LATERAL generate_series(1, CASE WHEN demo.draw('entered twice', key) < 0.003 THEN 2 ELSE 1 END) AS copy
	WHERE demo.draw('measured at all', key) < 0.8
) reading
CROSS JOIN (SELECT array_agg(clinician_id ORDER BY clinician_id) AS nurses FROM clinical.clinicians WHERE grade = 'nurse') AS staff
ORDER BY key, copy;

INSERT INTO clinical.lab_results (visit_id, test_code, sampled_at, reported_at, value, unit, reference_low, reference_high, comment)
SELECT
	visit_id, test_code, sampled_at,
	CASE WHEN spoilt THEN NULL ELSE sampled_at + interval '1 minute' * demo.whole(35, 400, 'reported', key) END,
	CASE WHEN spoilt THEN NULL ELSE round(greatest(value, reference_low * 0.3, 0.1)::numeric, digits) END,
	unit, reference_low, reference_high,
	CASE WHEN spoilt THEN demo.pick('{haemolysed,insufficient sample,clotted,labelled wrongly}'::text[], 'spoilt how', key)
		WHEN demo.draw('telephoned', key) < 0.01 THEN 'Telephoned to the ward for ' || given_names || ' ' || family_name || '.' END
FROM (
	SELECT
		visits.visit_id, visits.patient_id, test_code, unit, reference_low, reference_high, digits, key,
		demo.draw('spoilt', key) < 0.025 AS spoilt,
		admitted_at + interval '1 minute' * demo.whole(10, 90, 'sampled', visits.visit_id) AS sampled_at,
		usual + stray * demo.bell('result', key)
			+ CASE WHEN septic.visit_id IS NOT NULL THEN in_sepsis * (0.2 + demo.draw('severity', visits.visit_id)) ELSE 0 END AS value
	FROM clinical.visits
	LEFT JOIN demo.septic USING (visit_id)
	CROSS JOIN demo.laboratory
	JOIN reference.lab_tests USING (test_code)
	CROSS JOIN LATERAL (SELECT visits.visit_id * 16 + ordinal AS key) AS one
	WHERE demo.draw('blood taken', visits.visit_id) < CASE kind WHEN 'outpatient' THEN 0.4 ELSE 0.85 END
		AND demo.draw('tested', key) < CASE WHEN septic.visit_id IS NULL THEN share ELSE 0.9 END
) result
JOIN clinical.patients USING (patient_id)
ORDER BY key;
