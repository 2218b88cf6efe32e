/**
 * The two functions of stock couch2pg. refresh_matviews() goes through every matview of every schema by its bare
 * name, CONCURRENTLY: one that is not populated, has no unique index or is not on the search path breaks it.
 */
export const FUNCTIONS_SQL = `
CREATE FUNCTION get_telemetry_date(year text, month text, day text, week text) RETURNS date
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN day IS NOT NULL THEN make_date(year::int, month::int, day::int)
    WHEN week IS NOT NULL THEN to_date(year || '-' || week, 'IYYY-IW')
    ELSE make_date(year::int, month::int, 1)
  END
$$;

CREATE FUNCTION refresh_matviews() RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  view_name text;
  started timestamptz := clock_timestamp();
BEGIN
  RAISE NOTICE 'refreshing at %', started;
  FOR view_name IN
    SELECT matviewname
    FROM pg_catalog.pg_matviews
    ORDER BY matviewname
  LOOP
    RAISE NOTICE 'refreshing %', view_name;

    -- Concurrently, so that dashboards can read meanwhile.
    EXECUTE 'REFRESH MATERIALIZED VIEW CONCURRENTLY ' || view_name;
  END LOOP;
  RETURN 1;
END
$$;
`
