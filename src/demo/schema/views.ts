/** Materialized views of stock couch2pg about contacts and forms, and the plain views over them. */
export const CONTACT_VIEWS_SQL = `
CREATE VIEW raw_contacts AS
  SELECT doc FROM couchdb
  WHERE doc ->> 'type' IN ('contact', 'district_hospital', 'health_center', 'clinic', 'person');

CREATE MATERIALIZED VIEW contactview_metadata AS
  SELECT doc ->> '_id' AS uuid, doc ->> 'name' AS name, doc ->> 'type' AS type,
    doc ->> 'contact_type' AS contact_type, doc #>> '{contact,_id}' AS contact_uuid,
    doc #>> '{parent,_id}' AS parent_uuid, doc ->> 'notes' AS notes,
    to_timestamp((doc ->> 'reported_date')::double precision / 1000) AS reported
  FROM couchdb
  WHERE doc ->> 'type' IN ('contact', 'district_hospital', 'health_center', 'clinic', 'person');
CREATE UNIQUE INDEX contactview_metadata_uuid ON contactview_metadata (uuid);
CREATE INDEX contactview_metadata_contact_uuid ON contactview_metadata (contact_uuid);
CREATE INDEX contactview_metadata_parent_uuid ON contactview_metadata (parent_uuid);
CREATE INDEX contactview_metadata_type ON contactview_metadata (type);

CREATE MATERIALIZED VIEW form_metadata AS
  SELECT doc ->> '_id' AS uuid, doc #>> '{contact,_id}' AS chw, doc #>> '{contact,parent,_id}' AS chw_area,
    doc ->> 'form' AS formname, to_timestamp((doc ->> 'reported_date')::double precision / 1000) AS reported
  FROM couchdb
  WHERE doc ->> 'type' = 'data_record' AND doc ? 'form';
CREATE UNIQUE INDEX form_metadata_uuid ON form_metadata (uuid);
CREATE INDEX form_metadata_chw ON form_metadata (chw);
CREATE INDEX form_metadata_formname ON form_metadata (formname);
CREATE INDEX form_metadata_reported ON form_metadata (reported);

CREATE VIEW contactview_person_fields AS
  SELECT doc ->> '_id' AS uuid, doc ->> 'phone' AS phone, doc ->> 'date_of_birth' AS date_of_birth,
    doc #>> '{parent,type}' AS parent_type
  FROM raw_contacts WHERE doc ->> 'type' = 'person';

CREATE VIEW contactview_hospital AS
  SELECT uuid, name FROM contactview_metadata WHERE coalesce(contact_type, type) = 'district_hospital';

CREATE VIEW contactview_chw AS
  SELECT chw.uuid, chw.name, fields.phone, area.uuid AS area_uuid, area.parent_uuid AS branch_uuid
  FROM contactview_metadata chw
  JOIN contactview_person_fields fields ON fields.uuid = chw.uuid
  JOIN contactview_metadata area ON area.uuid = chw.parent_uuid
  WHERE area.type = 'health_center';

CREATE VIEW contactview_clinic AS
  SELECT clinic.uuid, clinic.name, chw.uuid AS chw_uuid, clinic.reported AS created
  FROM contactview_metadata clinic
  LEFT JOIN contactview_chw chw ON chw.area_uuid = clinic.parent_uuid
  WHERE clinic.type = 'clinic';

CREATE VIEW contactview_clinic_person AS
  SELECT person.uuid, person.name, fields.phone, fields.date_of_birth, person.parent_uuid AS family_uuid
  FROM contactview_metadata person
  JOIN contactview_person_fields fields ON fields.uuid = person.uuid
  JOIN contactview_metadata family ON family.uuid = person.parent_uuid
  WHERE family.type = 'clinic';
`

/** Materialized views of stock couch2pg about how the app is used. */
export const USE_VIEWS_SQL = `
CREATE MATERIALIZED VIEW useview_feedback AS
  SELECT doc ->> '_id' AS uuid, doc #>> '{meta,source}' AS source, doc #>> '{meta,url}' AS url,
    doc #>> '{meta,user,name}' AS user_name, (doc #>> '{meta,time}')::timestamptz AS period_start,
    doc #>> '{info,cause}' AS cause, doc #>> '{info,message}' AS message
  FROM couchdb_users_meta WHERE doc ->> 'type' = 'feedback';
CREATE UNIQUE INDEX idx_useview_feedback_uuid ON useview_feedback (uuid);
CREATE INDEX idx_useview_feedback_period_start_user ON useview_feedback (period_start, user_name);

CREATE MATERIALIZED VIEW useview_telemetry AS
  SELECT doc ->> '_id' AS uuid, ${startOf('doc')} AS period_start, doc #>> '{metadata,user}' AS user_name,
    doc #>> '{metadata,versions,app}' AS app_version,
    (doc #>> '{metrics,boot_time,min}')::double precision AS boot_time_min,
    (doc #>> '{metrics,boot_time,max}')::double precision AS boot_time_max,
    (doc #>> '{metrics,boot_time,count}')::bigint AS boot_time_count,
    (doc #>> '{dbInfo,doc_count}')::bigint AS doc_count_on_local_db
  FROM couchdb_users_meta WHERE doc ->> 'type' = 'telemetry';
CREATE UNIQUE INDEX idx_useview_telemetry_uuid ON useview_telemetry (uuid);
CREATE INDEX idx_useview_telemetry_period_start_user ON useview_telemetry (period_start, user_name);

CREATE MATERIALIZED VIEW useview_telemetry_metrics AS
  SELECT doc ->> '_id' AS telemetry_doc_id, entry.key AS metric, ${startOf('doc')} AS period_start,
    doc #>> '{metadata,user}' AS user_name, doc #>> '{metadata,deviceId}' AS device_id,
    (entry.value ->> 'min')::numeric AS min, (entry.value ->> 'max')::numeric AS max,
    (entry.value ->> 'sum')::numeric AS sum, (entry.value ->> 'count')::bigint AS count,
    (entry.value ->> 'sumsqr')::numeric AS sumsqr
  FROM couchdb_users_meta CROSS JOIN LATERAL jsonb_each(doc -> 'metrics') entry
  WHERE doc ->> 'type' = 'telemetry';
CREATE UNIQUE INDEX idx_useview_telemetry_metrics_doc_metric
  ON useview_telemetry_metrics (telemetry_doc_id, metric);
CREATE INDEX idx_useview_telemetry_metrics_period_start_user ON useview_telemetry_metrics (period_start, user_name);

CREATE MATERIALIZED VIEW useview_telemetry_devices AS
  SELECT DISTINCT ON (device_id, user_name) *
  FROM (
    SELECT doc ->> '_id' AS telemetry_doc_id, doc #>> '{metadata,deviceId}' AS device_id,
      doc #>> '{metadata,user}' AS user_name, ${startOf('doc')} AS period_start,
      doc #>> '{metadata,versions,app}' AS cht_version, doc #>> '{device,deviceInfo,app,version}' AS app_version,
      doc #>> '{device,deviceInfo,hardware,manufacturer}' AS device_manufacturer,
      doc #>> '{device,deviceInfo,hardware,model}' AS device_model, doc #>> '{device,userAgent}' AS user_agent
    FROM couchdb_users_meta WHERE doc ->> 'type' = 'telemetry'
  ) telemetry
  ORDER BY device_id, user_name, period_start DESC, telemetry_doc_id;
CREATE UNIQUE INDEX idx_useview_telemetry_devices_device_user ON useview_telemetry_devices (device_id, user_name);
CREATE INDEX idx_useview_telemetry_devices_period_start ON useview_telemetry_devices (period_start);
`

function startOf(doc: string): string {
  const parts = ['year', 'month', 'day', 'week'].map((part) => `${doc} #>> '{metadata,${part}}'`)
  return `get_telemetry_date(${parts.join(', ')})`
}
