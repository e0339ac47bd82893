-- What the other files draw on. Everything in the schema "demo" is dropped again at the end.
-- Expects the settings demo.seed and demo.patients.
CREATE SCHEMA demo;

-- The one source of chance: a number from 0 to under 1 that follows from the seed, the name of what is
-- drawn and the row it is drawn for. The seed stands in the function's text so that PostgreSQL can work
-- out the inner hash once a statement rather than once a row.
DO $$
BEGIN
	EXECUTE format($function$
		CREATE FUNCTION demo.draw(what text, id bigint) RETURNS double precision
		LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
			SELECT ((hashint8extended(id, hashtextextended(what COLLATE "C", %s)) >> 11) & 9007199254740991)::double precision
				/ 9007199254740992::double precision
		$body$
	$function$, current_setting('demo.seed')::bigint);
END
$$;

-- One of the choices, each as likely as the others.
CREATE FUNCTION demo.pick(choices anyarray, what text, id bigint) RETURNS anyelement
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT choices[1 + floor(demo.draw(what, id) * cardinality(choices))::integer]
$$;

-- A whole number from low to high, both included.
CREATE FUNCTION demo.whole(low integer, high integer, what text, id bigint) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT low + floor(demo.draw(what, id) * (high - low + 1))::integer
$$;

-- A bell-shaped number with mean 0 and standard deviation 1, never beyond 3 either way.
CREATE FUNCTION demo.bell(what text, id bigint) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT 2 * (demo.draw(what, id) + demo.draw(what || ' again', id) + demo.draw(what || ' once more', id) - 1.5)
$$;

-- The last moment of the hospital's records. Fixed, so that the same seed gives the same hospital on any day.
CREATE FUNCTION demo.today() RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT date '2026-06-30' $$;

-- The moment that many days, fractions included, after a day begins.
CREATE FUNCTION demo.moment(day date, days double precision) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT to_timestamp((day - date '1970-01-01') * 86400::double precision + 60 * floor(days * 1440))
$$;

-- A DICOM identifier under the root for universally unique numbers (DICOM PS3.5, annex B.2).
CREATE FUNCTION demo.uid(what text, id bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT '2.25.' || (1000000000000000 + floor(demo.draw(what || ' uid', id) * 8999999999999999))::numeric::text || lpad(id::text, 12, '0')
$$;
