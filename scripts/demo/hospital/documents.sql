-- Images, notes that name patients, and the log of who looked at what.
INSERT INTO imaging.studies (study_uid, patient_id, visit_id, modality, body_part, taken_at, report)
SELECT
	demo.uid('study', visit_id), patient_id, visit_id, modality,
	demo.pick(CASE modality WHEN 'CR' THEN '{CHEST,CHEST,HIP,KNEE,WRIST}'::text[] WHEN 'US' THEN '{ABDOMEN,HEART}' ELSE '{HEAD,CHEST,ABDOMEN,SPINE}' END, 'body part', visit_id),
	admitted_at + interval '1 minute' * demo.whole(30, 200, 'imaged', visit_id),
	CASE WHEN demo.draw('unreported', visit_id) >= 0.1 THEN
		demo.pick('{"No acute abnormality.","Shadowing at the left base, infection likely.","Heart enlarged.","Old fracture, healed.","Unchanged since the last examination."}'::text[], 'report', visit_id)
		|| CASE WHEN demo.draw('named in report', visit_id) < 0.1 THEN ' Discussed with the team of ' || given_names || ' ' || family_name || '.' ELSE '' END END
FROM (
	SELECT *, demo.pick('{CR,CR,CR,CT,CT,US,MR}'::imaging.modality[], 'modality', visit_id) AS modality
	FROM clinical.visits
	WHERE demo.draw('imaged at all', visit_id) < CASE kind WHEN 'outpatient' THEN 0.1 ELSE 0.2 END
) visit
JOIN clinical.patients USING (patient_id)
ORDER BY 6, visit_id;

INSERT INTO imaging.images (study_id, image_uid, number, pixel_rows, pixel_columns, slice_thickness_mm, file_path)
SELECT
	study_id, demo.uid('image', study_id * 8 + number), number, 16, 16,
	CASE WHEN modality IN ('CT', 'MR') AND demo.draw('thickness missing', study_id) >= 0.05 THEN demo.pick('{0.6,1.0,2.5,5.0}'::numeric[], 'thickness', study_id) END,
	extract(year FROM taken_at AT TIME ZONE 'UTC') || '/' || lpad((study_id / 1000)::text, 4, '0') || '/' || lpad(study_id::text, 8, '0') || '-' || number || '.dcm'
FROM imaging.studies
CROSS JOIN LATERAL generate_series(1, CASE modality WHEN 'CT' THEN 3 WHEN 'MR' THEN 3 ELSE 1 END) AS number
ORDER BY study_id, number;

INSERT INTO clinical.notes (visit_id, kind, author_id, written_at, text)
SELECT
	visit_id, kind, clinician_id,
	least(coalesce(discharged_at, admitted_at + interval '2 hours'), admitted_at + interval '1 hour' * demo.whole(1, 48, 'written', visit_id)),
	CASE kind
		WHEN 'clerking' THEN format('%s %s%s was brought in with %s. Lives at %s. Next of kin informed.', given_names, family_name,
			coalesce(', born ' || to_char(date_of_birth, 'DD/MM/YYYY') || ',', ''), coalesce(presenting_complaint, 'no clear complaint'), coalesce(address, 'an address not known'))
		WHEN 'ward round' THEN format('Seen on the round. %s feels better and slept well. Plan: continue, bloods tomorrow.', given_names)
		WHEN 'nursing' THEN format('%s %s settled overnight. Observations as charted. NHS no. %s checked on the wristband.', given_names, family_name, coalesce(nhs_number, 'not known'))
		ELSE format('Dear colleague, thank you for referring %s %s (%s), whom we saw with %s. Kind regards, %s', given_names, family_name, hospital_number,
			coalesce(presenting_complaint, 'the known complaint'), coalesce(name, 'the team')) END
FROM (
	SELECT
		visit_id, patient_id, clinician_id, admitted_at, discharged_at, presenting_complaint,
		demo.pick('{clerking,ward round,nursing,discharge letter}'::clinical.note_kind[], 'note kind', visit_id) AS kind
	FROM clinical.visits
	WHERE kind <> 'outpatient' AND demo.draw('note', visit_id) < 0.7
) visit
JOIN clinical.patients USING (patient_id)
LEFT JOIN clinical.clinicians USING (clinician_id)
ORDER BY visit_id;

INSERT INTO audit.access_log (at, staff_number, patient_id, action, workstation, detail)
SELECT
	admitted_at + interval '1 minute' * demo.whole(0, 600, 'looked', key),
	'S' || lpad((10000 + demo.whole(1, 80, 'reader', key))::text, 6, '0'),
	patient_id,
	demo.pick('{view,view,view,view,view,change,print}'::audit.action[], 'action', key),
	'10.20.0.0'::inet + demo.whole(1, 65000, 'workstation', key),
	CASE WHEN demo.draw('detail', key) < 0.5 THEN jsonb_build_object('screen', demo.pick('{summary,results,letters}'::text[], 'screen', key), 'visit', visit_id) END
FROM clinical.visits
CROSS JOIN LATERAL generate_series(1, 2) AS number
CROSS JOIN LATERAL (SELECT visit_id * 4 + number AS key) AS one
ORDER BY 1, visit_id, number;
