-- Look-up tables, and how common each condition and its care are in the demonstration.
INSERT INTO reference.ethnic_categories (code, label, ethnic_group) VALUES
	('A', 'White: English, Welsh, Scottish, Northern Irish or British', 'White'),
	('B', 'White: Irish', 'White'),
	('C', 'White: any other background', 'White'),
	('D', 'Mixed: White and Black Caribbean', 'Mixed'),
	('E', 'Mixed: White and Black African', 'Mixed'),
	('F', 'Mixed: White and Asian', 'Mixed'),
	('G', 'Mixed: any other background', 'Mixed'),
	('H', 'Asian or Asian British: Indian', 'Asian or Asian British'),
	('J', 'Asian or Asian British: Pakistani', 'Asian or Asian British'),
	('K', 'Asian or Asian British: Bangladeshi', 'Asian or Asian British'),
	('L', 'Asian or Asian British: any other background', 'Asian or Asian British'),
	('M', 'Black or Black British: Caribbean', 'Black or Black British'),
	('N', 'Black or Black British: African', 'Black or Black British'),
	('P', 'Black or Black British: any other background', 'Black or Black British'),
	('R', 'Other: Chinese', 'Other'),
	('S', 'Other: any other ethnic group', 'Other'),
	('Z', 'Not stated', 'Not stated');

INSERT INTO reference.icd10 (code, title, chapter) VALUES
	('A40.9', 'Streptococcal sepsis, unspecified', 1),
	('A41.0', 'Sepsis due to Staphylococcus aureus', 1),
	('A41.5', 'Sepsis due to other Gram-negative organisms', 1),
	('A41.9', 'Sepsis, unspecified', 1),
	('C18.9', 'Malignant tumour of the colon, site not given', 2),
	('C34.9', 'Malignant tumour of bronchus or lung, site not given', 2),
	('C50.9', 'Malignant tumour of the breast, site not given', 2),
	('D64.9', 'Anaemia, unspecified', 3),
	('E10.9', 'Type 1 diabetes without complications', 4),
	('E11.9', 'Type 2 diabetes without complications', 4),
	('E87.1', 'Low sodium in the blood', 4),
	('F03', 'Dementia, unspecified', 5),
	('F32.9', 'Depressive episode, unspecified', 5),
	('I10', 'High blood pressure without known cause', 9),
	('I21.9', 'Acute heart attack, unspecified', 9),
	('I25.9', 'Chronic ischaemic heart disease, unspecified', 9),
	('I48.9', 'Atrial fibrillation or flutter, unspecified', 9),
	('I50.0', 'Congestive heart failure', 9),
	('I50.9', 'Heart failure, unspecified', 9),
	('I63.9', 'Stroke from a blocked vessel, unspecified', 9),
	('J18.9', 'Pneumonia, organism not known', 10),
	('J44.1', 'Chronic obstructive lung disease with acute worsening', 10),
	('J45.9', 'Asthma, unspecified', 10),
	('K35.8', 'Acute appendicitis, other', 11),
	('K80.2', 'Gallstones without inflammation', 11),
	('M16.1', 'Arthrosis of the hip, primary', 13),
	('M17.1', 'Arthrosis of the knee, primary', 13),
	('N17.9', 'Acute kidney failure, unspecified', 14),
	('N18.3', 'Chronic kidney disease, stage 3', 14),
	('N39.0', 'Urinary tract infection, site not given', 14),
	('O80', 'Single spontaneous delivery', 15),
	('R07.4', 'Chest pain, unspecified', 18),
	('R10.4', 'Abdominal pain, other', 18),
	('R55', 'Fainting and collapse', 18),
	('S52.5', 'Fracture of the lower end of the radius', 19),
	('S72.0', 'Fracture of the neck of the femur', 19),
	('Z09.8', 'Follow-up examination after treatment', 21);

INSERT INTO reference.procedures (code, title) VALUES
	('E85.1', 'Invasive ventilation'),
	('E85.2', 'Non-invasive ventilation'),
	('G45.1', 'Endoscopy of the upper gut with biopsy'),
	('H01.2', 'Removal of the appendix, emergency'),
	('J18.3', 'Removal of the gallbladder'),
	('K49.1', 'Balloon widening of a coronary artery'),
	('K61.1', 'Implantation of a cardiac pacemaker'),
	('L91.2', 'Insertion of a central venous catheter'),
	('M47.9', 'Catheterisation of the bladder'),
	('R24.9', 'Normal delivery'),
	('U20.1', 'Ultrasound of the heart through the chest wall'),
	('W19.1', 'Fixation of a fracture of the neck of the femur'),
	('W37.1', 'Total replacement of the hip, cemented'),
	('W40.1', 'Total replacement of the knee, cemented'),
	('X33.2', 'Transfusion of red blood cells'),
	('X40.3', 'Haemodialysis');

INSERT INTO reference.medicines (medicine_id, name, atc_code, controlled) VALUES
	(1, 'Amlodipine 5 mg tablets', 'C08CA01', false),
	(2, 'Amoxicillin 500 mg capsules', 'J01CA04', false),
	(3, 'Apixaban 5 mg tablets', 'B01AF02', false),
	(4, 'Atorvastatin 20 mg tablets', 'C10AA05', false),
	(5, 'Bisoprolol 2.5 mg tablets', 'C07AB07', false),
	(6, 'Furosemide 40 mg tablets', 'C03CA01', false),
	(7, 'Gentamicin 80 mg/2 ml injection', 'J01GB03', false),
	(8, 'Insulin glargine 100 units/ml injection', 'A10AE04', false),
	(9, 'Meropenem 1 g powder for injection', 'J01DH02', false),
	(10, 'Metformin 500 mg tablets', 'A10BA02', false),
	(11, 'Morphine sulfate 10 mg/ml injection', 'N02AA01', true),
	(12, 'Noradrenaline 4 mg/4 ml infusion', 'C01CA03', false),
	(13, 'Paracetamol 500 mg tablets', 'N02BE01', false),
	(14, 'Piperacillin 4 g with tazobactam 500 mg infusion', 'J01CR05', false),
	(15, 'Ramipril 5 mg capsules', 'C09AA05', false),
	(16, 'Salbutamol 100 micrograms inhaler', 'R03AC02', false),
	(17, 'Sertraline 50 mg tablets', 'N06AB06', false),
	(18, 'CARDIOZEN trial medication, blinded', NULL, false);
SELECT setval(pg_get_serial_sequence('reference.medicines', 'medicine_id'), 18);

INSERT INTO reference.measurement_types (type, label, unit) VALUES
	('body-height', 'Height', 'cm'),
	('body-weight', 'Weight', 'kg'),
	('diastolic-blood-pressure', 'Diastolic blood pressure', 'mmHg'),
	('heart-rate', 'Heart rate', '/min'),
	('oxygen-saturation', 'Oxygen saturation', '%'),
	('respiratory-rate', 'Breathing rate', '/min'),
	('systolic-blood-pressure', 'Systolic blood pressure', 'mmHg'),
	('temperature', 'Body temperature', 'Cel');

INSERT INTO reference.lab_tests (test_code, label, specimen, unit, reference_low, reference_high) VALUES
	('CREA', 'Creatinine', 'serum', 'umol/l', 49, 104),
	('CRP', 'C-reactive protein', 'serum', 'mg/l', 0, 5),
	('HB', 'Haemoglobin', 'whole blood', 'g/l', 120, 170),
	('HBA1C', 'Glycated haemoglobin', 'whole blood', 'mmol/mol', 20, 41),
	('K', 'Potassium', 'serum', 'mmol/l', 3.5, 5.3),
	('LACT', 'Lactate', 'whole blood', 'mmol/l', 0.5, 2.2),
	('NA', 'Sodium', 'serum', 'mmol/l', 133, 146),
	('NTPROBNP', 'NT-proBNP', 'serum', 'ng/l', 0, 400),
	('PLT', 'Platelets', 'whole blood', '10*9/l', 150, 410),
	('WCC', 'White cells', 'whole blood', '10*9/l', 4, 10);

INSERT INTO research.purposes (purpose, label) VALUES
	('observational-research', 'Studies that look at records of care already given'),
	('clinical-trials', 'Being asked to take part in a trial, and the trial''s use of the records of care'),
	('commercial-research', 'Research by companies that develop medicines or devices'),
	('imaging-research', 'Research on images, such as teaching computers to read them');

-- The share of patients of some age and over who have the condition, and how it is coded.
CREATE TABLE demo.conditions (condition text PRIMARY KEY, share double precision, youngest integer, codes text[]);
INSERT INTO demo.conditions VALUES
	('anaemia', 0.08, 20, '{D64.9}'), ('appendicitis', 0.02, 18, '{K35.8}'), ('arthrosis', 0.13, 50, '{M16.1,M17.1}'),
	('asthma', 0.08, 18, '{J45.9}'), ('atrial fibrillation', 0.12, 50, '{I48.9}'), ('cancer', 0.09, 40, '{C18.9,C34.9,C50.9}'),
	('coronary disease', 0.14, 45, '{I21.9,I25.9,I25.9}'), ('dementia', 0.12, 70, '{F03}'), ('depression', 0.09, 18, '{F32.9}'),
	('diabetes', 0.16, 30, '{E10.9,E11.9,E11.9,E11.9}'), ('fracture', 0.08, 50, '{S52.5,S72.0}'), ('gallstones', 0.05, 30, '{K80.2}'),
	('heart failure', 0.16, 50, '{I50.0,I50.9}'), ('high blood pressure', 0.43, 40, '{I10}'), ('kidney disease', 0.14, 50, '{N17.9,N18.3,N18.3}'),
	('lung disease', 0.11, 45, '{J44.1}'), ('pneumonia', 0.09, 25, '{J18.9}'), ('sepsis', 0.26, 20, '{A41.9,A41.9,A41.9,A41.5,A41.0,A40.9}'),
	('stroke', 0.06, 50, '{I63.9}'), ('urinary infection', 0.10, 18, '{N39.0}');

-- What is prescribed for a condition, and how often.
CREATE TABLE demo.prescribing (condition text, medicine_id integer, share double precision, route clinical.route, dose numeric, dose_unit text, times_daily integer, days integer);
INSERT INTO demo.prescribing VALUES
	('arthrosis', 13, 0.6, 'oral', 1000, 'mg', 4, NULL), ('asthma', 16, 0.8, 'inhaled', 200, 'microgram', 4, NULL),
	('atrial fibrillation', 3, 0.7, 'oral', 5, 'mg', 2, NULL), ('coronary disease', 4, 0.8, 'oral', 20, 'mg', 1, NULL),
	('depression', 17, 0.7, 'oral', 50, 'mg', 1, NULL), ('diabetes', 10, 0.6, 'oral', 500, 'mg', 2, NULL),
	('diabetes', 8, 0.3, 'subcutaneous', 12, 'unit', 1, NULL), ('fracture', 11, 0.5, 'intravenous', 5, 'mg', 4, 2),
	('heart failure', 5, 0.7, 'oral', 2.5, 'mg', 1, NULL), ('heart failure', 6, 0.7, 'oral', 40, 'mg', 2, NULL),
	('high blood pressure', 1, 0.4, 'oral', 5, 'mg', 1, NULL), ('high blood pressure', 15, 0.6, 'oral', 5, 'mg', 1, NULL),
	('lung disease', 16, 0.8, 'inhaled', 200, 'microgram', 4, NULL), ('pneumonia', 2, 0.8, 'oral', 500, 'mg', 3, 5),
	('sepsis', 14, 0.7, 'intravenous', 4500, 'mg', 3, 7), ('sepsis', 9, 0.2, 'intravenous', 1000, 'mg', 3, 7),
	('sepsis', 7, 0.4, 'intravenous', 320, 'mg', 1, 3), ('sepsis', 12, 0.15, 'intravenous', 4, 'mg', 1, 2),
	('urinary infection', 2, 0.3, 'oral', 500, 'mg', 3, 7);

-- What is done for a condition, and how often.
CREATE TABLE demo.procedures (condition text, code text, share double precision);
INSERT INTO demo.procedures VALUES
	('anaemia', 'X33.2', 0.3), ('appendicitis', 'H01.2', 0.8), ('arthrosis', 'W37.1', 0.15), ('arthrosis', 'W40.1', 0.15),
	('atrial fibrillation', 'K61.1', 0.1), ('cancer', 'G45.1', 0.2), ('coronary disease', 'K49.1', 0.25),
	('fracture', 'W19.1', 0.3), ('gallstones', 'J18.3', 0.5), ('heart failure', 'U20.1', 0.5), ('kidney disease', 'X40.3', 0.1),
	('lung disease', 'E85.2', 0.15), ('pneumonia', 'E85.2', 0.1), ('sepsis', 'L91.2', 0.35), ('sepsis', 'E85.1', 0.12),
	('sepsis', 'M47.9', 0.4), ('sepsis', 'X40.3', 0.06), ('high blood pressure', 'U20.1', 0.08);

-- What a measurement usually is, and how far it strays.
CREATE TABLE demo.observations (type text, usual double precision, stray double precision, digits integer, in_sepsis double precision, ordinal integer);
INSERT INTO demo.observations VALUES
	('systolic-blood-pressure', 132, 17, 0, -32, 1), ('diastolic-blood-pressure', 78, 10, 0, -18, 2),
	('heart-rate', 76, 11, 0, 34, 3), ('temperature', 36.8, 0.35, 1, 1.6, 4), ('respiratory-rate', 16, 2, 0, 9, 5),
	('oxygen-saturation', 96.5, 1.1, 0, -4, 6), ('body-weight', 79, 14, 1, 0, 7), ('body-height', 169, 9, 0, 0, 8);

CREATE TABLE demo.laboratory (test_code text, usual double precision, stray double precision, digits integer, in_sepsis double precision, share double precision, ordinal integer);
INSERT INTO demo.laboratory VALUES
	('CREA', 78, 18, 0, 70, 0.8, 1), ('CRP', 4, 2, 0, 130, 0.7, 2), ('HB', 138, 14, 0, -12, 0.8, 3), ('HBA1C', 38, 6, 0, 0, 0.2, 4),
	('K', 4.3, 0.4, 1, 0.3, 0.8, 5), ('LACT', 1.2, 0.4, 1, 2.6, 0.3, 6), ('NA', 139, 3, 0, -3, 0.8, 7),
	('NTPROBNP', 190, 120, 0, 600, 0.15, 8), ('PLT', 255, 55, 0, -70, 0.7, 9), ('WCC', 7, 1.6, 1, 9, 0.8, 10);
