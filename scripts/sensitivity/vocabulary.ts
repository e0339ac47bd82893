import type { Sensitivity } from "../schema/types.ts";

type Vocabulary = Readonly<Record<Exclude<Sensitivity, never>, readonly string[]>>;

/**
 * Phrases in the names and comments of columns, by what they speak for, words in the singular.
 * Direct identifiers follow the list of 45 CFR 164.514(b)(2)(i) with the numbers of the NHS, and secrets of accounts, which
 * nobody may share; special categories are those of GDPR Article 9(1), health foremost.
 */
export const vocabulary = {
	"direct-identifier": phrases(`
		nhs number, medical record number, hospital number, unit number, case number, patient number, patient identifier,
		community health index, health and care number, national insurance, ni number, social security, passport, drivers licence, drivers,
		licence number, certificate number, account number, policy number, member number, insurance number, vehicle registration, number plate,
		nhs chi, first name, given name, middle name, last name, family name, full name, second name, maiden, surname,
		forename, initial, nickname, alias, mother name, father name, guardian name, next of kin, carer name, contact name,
		email, e mail, phone, telephone, mobile, fax, pager, bleep, address, street, house name, house number, flat number,
		building name, unique property reference, latitude, longitude, easting, northing, grid reference, ip address, mac address,
		username, user name, login, logon, password, passphrase, secret answer, activation key, salt, workstation, photograph, photo, portrait, fingerprint, biometric,
		signature, gmc, nmc, gphc, hcpc, npi, dea, upin, tax id, staff number, employee number, payroll, smart card,
		smartcard, consultant code, practitioner code, referrer code, unique device id, serial number, accession number, spell number,
		subject number, screening number, randomisation number, file path, url, uri, booking reference, invoice reference, bill name,
		incident number, order number, registration number, pathway identifier, membership number, assigned to, reply from, reply to, birth name, preferred name, known as`),
	"special-category": phrases(`
		ethnicity, ethnic, race, racial, tribe, caste, religion, religious, faith, belief, philosophy, trade union, political, politics,
		sexual orientation, sexuality, sexual, gender identity, trans, genetic, gene, genotype, genome, genomic, mutation, variant, biomarker,
		diagnosis, diagnostic, icd, icd9, icd10, icdo, icdo3rev, snomed, read code, opcs, hrg, drg, chapter, morphology, morph, histology, tumour, tumor, cancer,
		grade of tumour, stage, staging, gleason, dukes, breslow, figo, node, excision, metastasis, condition, disease, disorder, illness, comorbidity, charlson, symptom,
		sign, complaint, allergy, allergen, allergic, intolerance, reaction, medication, medicine, drug, dose, dosage,
		strength, regimen, therapy, chemotherapy, radiotherapy, constituent, antibiotic, antibody, vaccine, vaccination, immunisation, immunization,
		treatment, procedure, operation, surgery, intervention, implant, device, transplant, transfusion, anaesthetic, outcome, result, abnormal, positive,
		finding, interpretation, value, score, vitals, temperature, blood pressure, blood, systolic, diastolic, heart rate, pulse, respiration,
		oxygen, saturation, weight, height, bmi, head circumference, waist, haemoglobin, glucose, cholesterol, creatinine, culture,
		organism, bacteria, microbiology, sensitivity level, pathology, anatomic, body site, body part, laterality, vital status, cause of death, cause,
		discharge method, discharge destination, discharge status, discharge location, discharged to, disposition, mortality, hospital expire, post mortem,
		hiv, aids, hepatitis, std, sti, pregnancy, pregnant, antenatal, obstetric, gestation, labour, labor, birth weight, live or still birth, still birth, neonatal, contraceptive,
		contraception, abortion, termination, fertility, ivf, menstrual, mental health, psychiatric, detention, section, legal status, suicide, self harm, depression, anxiety,
		learning disability, disability, impairment, special need, communication need, accessibility, frailty, dementia, autism, smoking, smoker, tobacco, alcohol, drinking,
		drug misuse, substance, addiction, pain, acuity, triage, performance status, fitness, diet, nutrition, safeguarding, looked after child, abuse, offence, conviction, criminal,
		problem, severity, prognosis, screening, risk, stop reason, order reason, significance,
		allergy type, disability type, impairment type, tumour type, cancer type, central venous, intracranial, mean arterial, pulmonary artery, end tidal, peak flow,
		coma, avpu, early warning, kidney function, white cell, platelet, number of baby, parity, gravida, multiple birth,
		tnm, ecog, karnofsky, receptor, oestrogen, estrogen, biopsy, lymph, toxicity, infection, infected, sepsis, mrsa, covid, influenza,
		asthma, diabetes, diabetic, copd, stroke, epilepsy, hypertension, cardiac, renal, hepatic, fracture, ulcer, ventilation, ventilated,
		dialysis, resuscitation, palliative, hospice, body surface, emis code, clinical code, atc, bnf, ndc, rxnorm, hicl, gtc, dmd`),
	"quasi-identifier": phrases(`
		date of birth, birth, born, age, death, died, dead, deceased, gender, sex, title, prefix, suffix, marital, civil status, postcode, city,
		town, village, state, county, country, region of residence, residence, residential, district, locality, lsoa, msoa, output area, electoral, constituency, parish, borough, nationality,
		citizenship, area code, local authority, unitary authority, census, rural, urban, deprivation, general practice, general practitioner practice, practice code, gp surgery,
		registered practice, ccg, icb, stp, pct, cancer alliance, school, occupation, employer, employment, job title, profession, income, education, qualification, degree, language, interpreter, homeless,
		accommodation, housing, living arrangement, family size, household, veteran, military, migrant, asylum, immigration, place of birth, carer relation, contact relationship`),
	"free-text": phrases(`
		note, comment, narrative, free text, text, remark, letter, impression, finding, history, reason, report, complaint,
		instruction, description, summary, message, body, detail, advice, plan, subjective, objective, assessment, opinion, conclusion,
		recommendation, recommend, dictation, observation text, sig, direction, clinical information, correspondence, transcript, question, info, information`),
	ordinary: phrases(`
		unit, version, vocabulary, domain, concept class, currency, price, charge, fee, tariff, amount, payer, specialty, speciality, modality, department, ward,
		route, sequence, language version, sort, rank, precision, active, deleted, voided, retired, preferred, authorised, authorized, activity, billed, created by,
		changed by, check digit, cost, paid, revenue, refill, supply, group name, reference low, reference high, range low, range high, lower limit, upper limit, waiting time, length of stay, duration, frequency, interval,
		opt out, scheme, scheme in use, referral to treatment, treatment function, treatment site, site of treatment, site code of treatment, repeat medication, protocol, commissioner, tag, facility, organisation, practice, provider, clinician, test code, quantity, units`),
} satisfies Vocabulary;

function phrases(list: string): readonly string[] {
	return list.split(",").map((phrase) => phrase.trim());
}
