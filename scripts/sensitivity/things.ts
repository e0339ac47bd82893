/**
 * What the words in a name stand for, as far as it decides whose number or name a column holds.
 * All words are in the singular and in small letters.
 */

/** People whom records are about. */
export const patients = words(
	"patient person client subject participant individual baby mother father child donor resident carer guardian kin relative spouse proband family insured subscriber",
);

/** Rows that each belong to one patient: a row's number leads to the patient. */
export const patientRecords = words(
	`visit encounter admission stay episode spell attendance appointment referral consultation contact record event
	observation measurement result specimen sample accession order request prescription statement exposure dispense administration note
	document report message case incident pathway booking slot claim bill invoice transaction occurrence diagnosis condition
	problem allergy procedure operation study series instance image scan consent enrolment enrollment registration tumour
	tumor diary issue transfer death birth pregnancy period device production history examination assessment survey
	response cost payment chart journey identifier`,
);

/** People who work in health care, by what they do. Their row numbers point at no patient. */
export const staff = words(
	`provider clinician doctor physician consultant nurse practitioner surgeon dentist midwife therapist pharmacist
	radiologist pathologist anaesthetist user staff employee author creator caregiver prescriber supervisor referrer
	informant requester orderer assistant officer technician operator owner role by`,
);

/** Organisations and their parts. */
export const organisations = words(
	`organisation hospital trust practice facility site ward department clinic payer insurer pharmacy vendor supplier sender
	receiver warehouse commissioner ccg icb pct sha stp region team service institution company laboratory agency centre center`,
);

/** Kinds, codes and lists: the same for every patient. */
export const catalogues = words(
	`concept code type class kind category vocabulary domain drug medicine product item test form field program programme
	language currency unit template protocol modality tariff specialty speciality status modifier route method mode
	location group lot batch inventory version import submission interchange system cat prefcat scheme plan sponsor reference priority partner
	component workflow state setting frequency map source tag set answer datatype description attribute definition processing`,
);

/** Words at the end of a name that make it a row's number. */
export const numbering = words("id identifier uuid key number");

/** Words that tell several of a kind apart, and do not say what they are. */
export const neutral = words(
	`unique local source generated parent previous preceding linked link external internal primary secondary original main new old
	current group detail national system health foreign public pub global master own the of to from for and a`,
);

/** Words at the end of a name by which a column holds something about the thing, and no longer the thing itself. */
export const describing = words(
	`status indicator flag type kind class category version format scheme system issuer count precision level method mode
	relation relationship trace estimated verified unit preferred required sort rank sequence validator length position
	expiration policy behaviour`,
);

/** Words at the end of a name that say where a value came from and change nothing about what it is. */
export const trailing = words(
	"converted pseudo pseudonym derived original orig old new current latest mother father baby maternal hash encrypted display",
);

function words(list: string): ReadonlySet<string> {
	return new Set(list.split(/\s+/));
}
