-- The login that the hub reads with. Expects the setting demo.password; runs in the hospital's own database.
DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hub_reader') THEN
		CREATE ROLE hub_reader;
	END IF;
	EXECUTE format('ALTER ROLE hub_reader LOGIN PASSWORD %L', current_setting('demo.password'));
	ALTER ROLE hub_reader SET default_transaction_read_only = on;
END
$$;
GRANT USAGE ON SCHEMA reference, clinical, imaging, research, audit TO hub_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA reference, clinical, imaging, research, audit TO hub_reader;
