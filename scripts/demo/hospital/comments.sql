-- Comments on some tables and columns only, as one finds them.
COMMENT ON TABLE clinical.patients IS 'Master patient index. One row per registration; see Health Records for merges.';
COMMENT ON COLUMN clinical.patients.nhs_number IS 'NHS number as traced on the Personal Demographics Service';
COMMENT ON COLUMN clinical.patients.birth_decade IS 'First year of the decade of birth, for counts';
COMMENT ON COLUMN clinical.patients.research_opt_out IS 'National Data Opt-out, refreshed weekly';
COMMENT ON COLUMN clinical.visits.stay_days IS 'Whole days from admission to discharge';
COMMENT ON TABLE clinical.measurements IS 'Bedside observations, one partition a year';
COMMENT ON COLUMN clinical.measurements.unit IS 'UCUM';
COMMENT ON COLUMN clinical.lab_results.reference_low IS 'Lower reference limit at the time of the test';
COMMENT ON COLUMN clinical.lab_results.reference_high IS 'Upper reference limit at the time of the test';
COMMENT ON COLUMN imaging.images.file_path IS 'Relative to the image store';
COMMENT ON TABLE research.consents IS 'One row per patient and purpose';
COMMENT ON COLUMN reference.medicines.atc_code IS 'WHO ATC, level 5';
