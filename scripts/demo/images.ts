import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type pg from "pg";
import { type DicomImage, dicomFile } from "./dicom.ts";

const imagesAtATime = 500;

/**
 * Writes a small DICOM file for each row of imaging.images, under the row's own path. The files hold
 * a pattern and no patient's data. Existing files are replaced.
 */
export async function writeImages(client: pg.Client, folder: string): Promise<void> {
	for (let last = "0"; ; ) {
		const { rows } = await client.query<DicomImage & { image_id: string; file_path: string }>(select, [
			last,
			imagesAtATime,
		]);
		const folders = new Set(rows.map(({ file_path }) => dirname(join(folder, file_path))));
		for (const path of folders) await mkdir(path, { recursive: true });
		await Promise.all(rows.map((row) => writeFile(join(folder, row.file_path), dicomFile(row))));
		const end = rows.at(-1);
		if (end === undefined) return;
		last = end.image_id;
	}
}

const select = `
	SELECT image_id, file_path, image_uid AS "imageUid", study_uid AS "studyUid", modality, body_part AS "bodyPart",
		to_char(taken_at AT TIME ZONE 'Europe/London', 'YYYYMMDD') AS "studyDate",
		number, pixel_rows AS "rows", pixel_columns AS "columns"
	FROM imaging.images
	JOIN imaging.studies USING (study_id)
	WHERE image_id > $1
	ORDER BY image_id
	LIMIT $2`;
