DROP SCHEMA demo CASCADE;

-- ANALYZE of the hospital's own tables; a partitioned table's partitions are done with it.
DO $$
DECLARE
	name regclass;
BEGIN
	FOR name IN
		SELECT oid FROM pg_class
		WHERE relkind IN ('r', 'p') AND NOT relispartition
			AND relnamespace::regnamespace::text IN ('reference', 'clinical', 'imaging', 'research', 'audit')
		ORDER BY oid
	LOOP
		EXECUTE format('ANALYZE %s', name);
	END LOOP;
END
$$;
