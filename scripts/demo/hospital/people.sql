-- Departments and clinicians, patients, and what patients have agreed to.
INSERT INTO clinical.departments (department_id, code, name, kind, parent_department_id) VALUES
	(1, 'MED', 'Division of Medicine', 'division', NULL),
	(2, 'SUR', 'Division of Surgery', 'division', NULL),
	(3, 'WCH', 'Division of Women and Children', 'division', NULL),
	(4, 'CSS', 'Division of Clinical Support', 'division', NULL),
	(5, 'ED', 'Emergency Department', 'clinical', 1),
	(6, 'CAR', 'Cardiology', 'clinical', 1),
	(7, 'ICU', 'Intensive Care', 'clinical', 1),
	(8, 'RES', 'Respiratory Medicine', 'clinical', 1),
	(9, 'GER', 'Care of Older People', 'clinical', 1),
	(10, 'GEN', 'General Surgery', 'clinical', 2),
	(11, 'ORT', 'Trauma and Orthopaedics', 'clinical', 2),
	(12, 'MAT', 'Maternity', 'clinical', 3),
	(13, 'PAE', 'Paediatrics', 'clinical', 3),
	(14, 'PAT', 'Pathology', 'support', 4),
	(15, 'RAD', 'Radiology', 'support', 4),
	(16, 'PHA', 'Pharmacy', 'support', 4),
	(17, 'HRC', 'Health Records', 'support', 4),
	(18, 'COD', 'Clinical Coding', 'support', 17),
	(19, 'NUR', 'Nursing', 'support', 4),
	(20, 'RND', 'Research and Development', 'support', 4);
SELECT setval(pg_get_serial_sequence('clinical.departments', 'department_id'), 20);

CREATE TABLE demo.names AS SELECT
	ARRAY['Aisha', 'Alice', 'Amelia', 'Anita', 'Barbara', 'Beatrice', 'Carol', 'Chloe', 'Christine', 'Dorothy', 'Eleanor', 'Emily',
		'Fatima', 'Grace', 'Hannah', 'Irene', 'Jasmine', 'Jean', 'Joyce', 'Judith', 'Kathleen', 'Laura', 'Margaret', 'Maria', 'Mei',
		'Nadia', 'Olivia', 'Patricia', 'Priya', 'Rose', 'Ruth', 'Sarah', 'Sheila', 'Sofia', 'Susan', 'Sylvia', 'Valerie', 'Yasmin', 'Yetunde', 'Zoe'] AS female,
	ARRAY['Adam', 'Alan', 'Albert', 'Arthur', 'Brian', 'Charles', 'Daniel', 'David', 'Derek', 'Edward', 'Emeka', 'Frank',
		'George', 'Gordon', 'Harry', 'Ibrahim', 'Imran', 'Jack', 'James', 'John', 'Joseph', 'Keith', 'Kenneth', 'Leo', 'Mark',
		'Michael', 'Mohammed', 'Noah', 'Oliver', 'Paul', 'Peter', 'Rajesh', 'Robert', 'Roy', 'Samuel', 'Stanley', 'Thomas', 'Walter', 'Wei', 'William'] AS male,
	ARRAY['Adams', 'Adeyemi', 'Ahmed', 'Allen', 'Bailey', 'Baker', 'Begum', 'Bennett', 'Brown', 'Campbell', 'Carter', 'Chen', 'Clark',
		'Cole', 'Cooper', 'D''Souza', 'Davies', 'Edwards', 'Evans', 'Fletcher', 'Foster', 'Gill', 'Green', 'Griffiths', 'Hall', 'Harris',
		'Hill', 'Hughes', 'Hussain', 'Jackson', 'James', 'Jones', 'Kaur', 'Kelly', 'Khan', 'King', 'Kowalski', 'Lee', 'Lewis', 'Marshall',
		'Martin', 'Mitchell', 'Morgan', 'Murphy', 'Nowak', 'O''Brien', 'Okafor', 'Owen', 'Palmer', 'Patel', 'Phillips', 'Price',
		'Richards', 'Roberts', 'Robinson', 'Rogers', 'Scott', 'Shah', 'Sharma', 'Simpson', 'Singh', 'Smith', 'Smith-Jones', 'Stewart', 'Taylor',
		'Thompson', 'Turner', 'Walker', 'Ward', 'Watson', 'White', 'Williams', 'Wilson', 'Wood', 'Wright', 'Young'] AS family,
	ARRAY['Abbey Road', 'Beech Avenue', 'Bridge Street', 'Chapel Lane', 'Church Road', 'Cromwell Close', 'Elm Grove', 'Ferry Lane', 'Garrick Way',
		'High Street', 'Kingsway', 'Manor Road', 'Mill Lane', 'Orchard Drive', 'Park View', 'Queen''s Road', 'River Walk', 'School Lane', 'Station Road', 'Victoria Terrace'] AS streets;

-- The first clinicians lead the departments, one each.
INSERT INTO clinical.clinicians (clinician_id, staff_number, name, grade, department_id, started_on, left_on)
SELECT
	i,
	'S' || lpad((10000 + i)::text, 6, '0'),
	CASE WHEN i <= 20 OR demo.draw('staff title', i) < 0.6 THEN 'Dr ' ELSE '' END
		|| demo.pick(CASE WHEN demo.draw('staff sex', i) < 0.55 THEN names.female ELSE names.male END, 'staff given name', i)
		|| ' ' || demo.pick(names.family, 'staff family name', i),
	CASE WHEN i <= 20 THEN 'consultant' ELSE demo.pick('{consultant,specialty doctor,resident doctor,resident doctor,nurse,nurse,pharmacist,scientist}'::clinical.grade[], 'grade', i) END,
	CASE WHEN i <= 20 THEN i ELSE demo.whole(5, 20, 'staff department', i) END,
	date '2010-01-04' + demo.whole(0, 3900, 'staff start', i),
	CASE WHEN i > 20 AND demo.draw('staff left', i) < 0.1 THEN date '2021-06-01' + demo.whole(0, 1800, 'staff leaving day', i) END
FROM generate_series(1, 80 + current_setting('demo.patients')::integer / 200) AS i, demo.names
ORDER BY i;
SELECT setval(pg_get_serial_sequence('clinical.clinicians', 'clinician_id'), max(clinician_id)) FROM clinical.clinicians;
UPDATE clinical.departments SET lead_clinician_id = department_id;

-- Each department's doctors; at least its lead.
CREATE TABLE demo.teams AS
SELECT department_id, array_agg(clinician_id ORDER BY clinician_id) AS doctors
FROM clinical.clinicians
WHERE grade IN ('consultant', 'specialty doctor', 'resident doctor')
GROUP BY department_id;

-- One patient in a hundred was registered twice: the second record repeats an earlier person without the NHS number.
-- The six digits after 999 run through all of them once in an order that looks random (a step with no factor
-- in common with a million); where no check digit exists the number is missing, as if not yet traced.
INSERT INTO clinical.patients (
	patient_id, hospital_number, nhs_number, family_name, given_names, date_of_birth, sex, ethnic_category, address, town, postcode,
	telephone, general_practice, communication_needs, date_of_death, research_opt_out, registered_at
)
SELECT
	i,
	'H' || lpad((1000000 + i)::text, 8, '0'),
	CASE WHEN person = i AND check_digit < 10 THEN '999' || digits || check_digit END,
	CASE WHEN twice AND demo.draw('spelling', i) < 0.3 THEN upper(family_name) ELSE family_name END,
	demo.pick(CASE sex WHEN 'F' THEN female ELSE male END, 'given name', person)
		|| CASE WHEN demo.draw('middle name', person) < 0.5 THEN ' ' || demo.pick(CASE sex WHEN 'F' THEN female ELSE male END, 'second given name', person) ELSE '' END,
	CASE WHEN demo.draw('birth missing', i) < 0.005 THEN NULL ELSE born END,
	CASE WHEN demo.draw('sex missing', i) < 0.01 THEN 'U' WHEN demo.draw('sex missing', i) < 0.0105 THEN 'I' ELSE sex END::clinical.sex,
	CASE WHEN demo.draw('ethnicity missing', i) < 0.08 THEN NULL
		WHEN demo.draw('ethnicity', person) < 0.62 THEN 'A'
		ELSE demo.pick('{B,C,C,C,C,D,E,F,G,H,H,H,J,J,K,L,M,M,N,N,N,P,R,S,Z,Z}'::text[], 'other ethnicity', person) END,
	CASE WHEN demo.draw('address missing', i) < 0.015 THEN NULL ELSE demo.whole(1, 180, 'house', person) || ' ' || demo.pick(streets, 'street', person) END,
	CASE WHEN demo.draw('address missing', i) < 0.015 THEN NULL ELSE 'Hampton' END,
	CASE WHEN demo.draw('address missing', i) < 0.03 THEN NULL ELSE
		'QH' || demo.whole(1, 9, 'district', person) || ' ' || demo.whole(1, 9, 'sector', person)
		|| demo.pick('{A,B,D,E,F,G,H,J}'::text[], 'unit', person) || demo.pick('{L,N,P,Q,R,S,T,U}'::text[], 'unit end', person) END,
	CASE WHEN demo.draw('telephone missing', i) < 0.2 THEN NULL ELSE '01632 960' || lpad(demo.whole(0, 999, 'telephone', person)::text, 3, '0') END,
	CASE WHEN demo.draw('practice missing', i) < 0.02 THEN NULL ELSE 'Z990' || lpad(demo.whole(1, 24, 'practice', person)::text, 2, '0') END,
	CASE WHEN demo.draw('needs', person) < 0.06 THEN ARRAY[demo.pick('{interpreter,large print,sign language,hearing loop,easy read}'::text[], 'need', person)] END,
	CASE WHEN demo.draw('death', person) < 0.002 * greatest(0, (demo.today() - born) / 365 - 40) THEN
		least(demo.today() - demo.whole(0, 1500, 'death day', person), demo.today() - 1) END,
	demo.draw('opt out', person) < 0.05,
	demo.moment(greatest(born, date '2012-01-01'), demo.draw('registered', i) * greatest(1, date '2020-12-31' - greatest(born, date '2012-01-01')))
FROM (
	SELECT
		one.*,
		CASE WHEN demo.draw('sex', person) < 0.52 THEN 'F' ELSE 'M' END AS sex,
		demo.pick(family, 'family name', person) AS family_name,
		-- Two draws: most patients of a hospital are old, some are children.
		demo.today() - 30 - floor(365.25 * CASE WHEN demo.draw('age group', person) < 0.1 THEN 16 * demo.draw('age', person)
			ELSE 16 + 78 * power(demo.draw('age', person), 0.65) END)::integer AS born,
		(11 - (243 + 7 * substr(digits, 1, 1)::integer + 6 * substr(digits, 2, 1)::integer + 5 * substr(digits, 3, 1)::integer
			+ 4 * substr(digits, 4, 1)::integer + 3 * substr(digits, 5, 1)::integer + 2 * substr(digits, 6, 1)::integer) % 11) % 11 AS check_digit
	FROM (
		SELECT
			i,
			i > 40 AND demo.draw('twice', i) < 0.01 AS twice,
			CASE WHEN i > 40 AND demo.draw('twice', i) < 0.01 THEN i - 37 ELSE i END AS person,
			lpad(((i::bigint * 617639 + floor(demo.draw('first number', 0) * 1000000)::bigint) % 1000000)::text, 6, '0') AS digits
		FROM generate_series(1, current_setting('demo.patients')::integer) AS i
	) one, demo.names
) patient, demo.names
ORDER BY i;
SELECT setval(pg_get_serial_sequence('clinical.patients', 'patient_id'), max(patient_id)) FROM clinical.patients;

-- Mothers of the hospital's youngest: of ten women named by chance the first of a fitting age.
UPDATE clinical.patients child SET mother_id = found.mother_id
FROM (
	SELECT DISTINCT ON (child.patient_id) child.patient_id, mother.patient_id AS mother_id
	FROM clinical.patients child
	CROSS JOIN generate_series(1, 10) AS try
	JOIN clinical.patients mother
		ON mother.patient_id = demo.whole(1, current_setting('demo.patients')::integer, 'mother', child.patient_id * 16 + try)
	WHERE child.date_of_birth >= date '2008-01-01' AND mother.sex = 'F'
		AND mother.date_of_birth BETWEEN child.date_of_birth - 16000 AND child.date_of_birth - 6500
	ORDER BY child.patient_id, try
) found
WHERE child.patient_id = found.patient_id;

-- Consent is asked for at the front desk: many agree, some later withdraw.
INSERT INTO research.consents (patient_id, purpose, given_on, withdrawn_on, method, form_version)
SELECT
	patient_id, purpose, given_on,
	CASE WHEN demo.draw(purpose || ' withdrawn', patient_id) < 0.06 THEN
		given_on + floor(demo.draw(purpose || ' withdrawal day', patient_id) * (demo.today() - given_on))::integer END,
	demo.pick('{paper form,electronic form,electronic form,"verbal, witnessed"}'::research.consent_method[], purpose || ' method', patient_id),
	CASE WHEN demo.draw(purpose || ' form missing', patient_id) < 0.9 THEN CASE WHEN given_on < date '2023-01-01' THEN '2.0' ELSE '3.1' END END
FROM (
	SELECT patient_id, purpose, date '2021-01-04' + demo.whole(0, 1900, purpose || ' given', patient_id) AS given_on
	FROM clinical.patients
	CROSS JOIN (VALUES ('observational-research', 0.78), ('clinical-trials', 0.55), ('commercial-research', 0.3), ('imaging-research', 0.4)) AS asked (purpose, share)
	WHERE demo.draw(purpose || ' agreed', patient_id) < share
) agreed
ORDER BY given_on, patient_id, purpose;

-- Which patient has which condition. Most come with age.
CREATE TABLE demo.histories AS
SELECT patient_id, condition, demo.pick(codes, 'code of ' || condition, patient_id) AS code
FROM clinical.patients
CROSS JOIN demo.conditions
WHERE (demo.today() - coalesce(date_of_birth, date '1950-01-01')) / 365 >= youngest AND demo.draw(condition, patient_id) < share;
ANALYZE demo.histories;

-- The trial takes adults with high blood pressure who have agreed to trials.
INSERT INTO research.trial_enrolments (patient_id, trial, subject_number, enrolled_on, status)
SELECT
	patient_id, 'CARDIOZEN', 'HAM-' || lpad((row_number() OVER (ORDER BY enrolled_on, patient_id))::text, 5, '0'), enrolled_on,
	CASE WHEN withdrawn_on IS NOT NULL THEN 'withdrawn'
		ELSE demo.pick('{active,active,active,active,completed,screening}'::research.enrolment_status[], 'trial status', patient_id) END
FROM (
	SELECT patient_id, withdrawn_on, greatest(given_on, date '2023-02-01') + demo.whole(0, 20, 'enrolled', patient_id) AS enrolled_on
	FROM research.consents
	JOIN demo.histories USING (patient_id)
	WHERE purpose = 'clinical-trials' AND condition = 'high blood pressure' AND demo.draw('takes part', patient_id) < 0.62
) eligible
ORDER BY enrolled_on, patient_id;
