/** Tables, unique indexes and plain views that stock couch2pg 3.7.0 makes in schema public. */
export const TABLES_SQL = `
CREATE TABLE couchdb (doc jsonb);
CREATE UNIQUE INDEX couchdb_doc_uuid ON couchdb ((doc ->> '_id'));
CREATE INDEX couchdb_doc_type ON couchdb ((doc ->> 'type'));
CREATE TABLE couchdb_users_meta (doc jsonb);
CREATE INDEX couchdb_users_meta_doc_type ON couchdb_users_meta ((doc ->> 'type'));
CREATE TABLE couchdb_medic_logs (doc jsonb);
CREATE TABLE couchdb_medic_users (doc jsonb);
CREATE TABLE couchdb_progress (seq varchar, source varchar NOT NULL);
CREATE UNIQUE INDEX couchdb_progress_source ON couchdb_progress (source);
CREATE TABLE couch2pg_migrations (version bigint PRIMARY KEY, name text, md5 text);
CREATE TABLE xmlforms_migrations (version bigint PRIMARY KEY, name text, md5 text, run_at timestamptz);
CREATE TABLE users_meta_migrations (version bigint PRIMARY KEY, name text, md5 text, run_at timestamptz);
`
