-- Foreign keys and indexes, once all rows are in.
ALTER TABLE clinical.departments
	ADD FOREIGN KEY (parent_department_id) REFERENCES clinical.departments,
	-- The clinicians refer back to the departments.
	ADD FOREIGN KEY (lead_clinician_id) REFERENCES clinical.clinicians DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE clinical.clinicians ADD FOREIGN KEY (department_id) REFERENCES clinical.departments;
ALTER TABLE clinical.patients
	ADD FOREIGN KEY (ethnic_category) REFERENCES reference.ethnic_categories,
	ADD FOREIGN KEY (mother_id) REFERENCES clinical.patients;
ALTER TABLE clinical.visits
	ADD FOREIGN KEY (patient_id) REFERENCES clinical.patients,
	ADD FOREIGN KEY (department_id) REFERENCES clinical.departments,
	ADD FOREIGN KEY (clinician_id) REFERENCES clinical.clinicians;
ALTER TABLE clinical.diagnoses
	ADD FOREIGN KEY (visit_id) REFERENCES clinical.visits,
	ADD FOREIGN KEY (icd10_code) REFERENCES reference.icd10;
ALTER TABLE clinical.treatments
	ADD FOREIGN KEY (visit_id) REFERENCES clinical.visits,
	ADD FOREIGN KEY (procedure_code) REFERENCES reference.procedures;
ALTER TABLE clinical.medication
	ADD FOREIGN KEY (visit_id) REFERENCES clinical.visits,
	ADD FOREIGN KEY (medicine_id) REFERENCES reference.medicines,
	ADD FOREIGN KEY (prescriber_id) REFERENCES clinical.clinicians;
ALTER TABLE clinical.measurements
	ADD FOREIGN KEY (patient_id) REFERENCES clinical.patients,
	ADD FOREIGN KEY (visit_id) REFERENCES clinical.visits,
	ADD FOREIGN KEY (type) REFERENCES reference.measurement_types,
	ADD FOREIGN KEY (taken_by) REFERENCES clinical.clinicians;
ALTER TABLE clinical.lab_results
	ADD FOREIGN KEY (visit_id) REFERENCES clinical.visits,
	ADD FOREIGN KEY (test_code) REFERENCES reference.lab_tests;
ALTER TABLE clinical.notes
	ADD FOREIGN KEY (visit_id) REFERENCES clinical.visits,
	ADD FOREIGN KEY (author_id) REFERENCES clinical.clinicians;
ALTER TABLE imaging.studies
	ADD FOREIGN KEY (patient_id) REFERENCES clinical.patients,
	ADD FOREIGN KEY (visit_id) REFERENCES clinical.visits;
ALTER TABLE imaging.images ADD FOREIGN KEY (study_id) REFERENCES imaging.studies;
ALTER TABLE research.consents
	ADD FOREIGN KEY (patient_id) REFERENCES clinical.patients,
	ADD FOREIGN KEY (purpose) REFERENCES research.purposes;
ALTER TABLE research.trial_enrolments ADD FOREIGN KEY (patient_id) REFERENCES clinical.patients;

CREATE INDEX ON clinical.visits (patient_id);
CREATE INDEX ON clinical.visits (admitted_at);
CREATE INDEX ON clinical.diagnoses (icd10_code);
CREATE INDEX ON clinical.treatments (visit_id);
CREATE INDEX ON clinical.medication (visit_id);
CREATE INDEX ON clinical.measurements (patient_id);
CREATE INDEX ON clinical.lab_results (visit_id);
CREATE INDEX ON clinical.notes (visit_id);
CREATE INDEX ON imaging.studies (patient_id);
