/** One of couch2pg's own schema changes, as its tables record it. */
export interface SchemaChange {
  version: number
  name: string
  md5: string
}

/** Rows of couch2pg_migrations after the first run, without the row for version 0. */
export const COUCH2PG_CHANGES: readonly SchemaChange[] = [
  change(201606091247, '2318-standardise-schema', '80caa5bfed7af40fca8f5b0d2321b96d'),
  change(201606091248, '2124-support-edit-and-delete-of-documents', '1e4b99477f52e456fd4876b1986ec68a'),
  change(201607132040, '2506-unique-id-constraint', '6e48e48a083a4a06029fe0b231d4f3b1'),
  change(201607210832, '2523-remove-unused-index', 'dd4854328c111126b3418256cbbbbdae'),
  change(201611271809, '2923-couch2-support', '1e35b1bd14c9c04e186128d45b3163be'),
  change(201803202020, '3423-multiple-db-support', '5555690cacd27e1604c86565363244b8'),
]

/** Rows of xmlforms_migrations, without the row for version 0. */
export const XMLFORMS_CHANGES: readonly SchemaChange[] = [
  change(201606200952, '2318-prepareContacts', '40187aa5ee95eda0e154ecefd7512cda'),
  change(201606201000, '2318-form-metadata', '764c07060ddda27239caf7d9512a8cd9'),
  change(201606281159, '2318-remove-extraction', '3b3e2c2a05375d29d1dd944ffb806d21'),
  change(201711071603, '2635-removeNestedContactReferences', 'a1c21858ee874e450654f8bde4aa843c'),
  change(201905081221, '3639-configurableHierarchy', 'e568fb1809b0d0716715a20d56e4bb1a'),
  change(202104281912, '0078-contactType', '3cede92edf396f7019d62e28086eacd7'),
  change(202306151746, '131-create-medic-logs-table', 'd0f1930e973c67a3470bd85b46d59e79'),
  change(202306221510, '131-create-medic-users-table', 'd71cfc8ea263c03f2e8b4a80b17964c3'),
]

/** Rows of users_meta_migrations, without the row for version 0. */
export const USERS_META_CHANGES: readonly SchemaChange[] = [
  change(202102191153, '54-create-couchdb-users-meta-table', 'db6564f614c66919684ffd5c0511cb7d'),
  change(202105171933, '86.usersMeta', 'dc4b850406ece70be3f0cbdbdd04101c'),
  change(202304140052, 'telemetry_devices', '4e840deefce25bff0e16b3e765dc89e4'),
  change(202304140054, 'telemetry_metrics', '421386cbed0535ec856d237703a8b561'),
  change(202607231200, 'get_telemetry_date', 'f64cb8b24e477a60979e412933ac220c'),
  change(202607231201, 'telemetry_metrics', 'aefb48ebaa87678c8539649a2557fa00'),
  change(202607231202, 'telemetry_devices', '03108fe2a356acb062e852c0b57f667d'),
]

/** Inserts what couch2pg records about its schema after a first run. */
export const MIGRATIONS_SQL = [
  rows('couch2pg_migrations', 'version, name, md5', COUCH2PG_CHANGES, ''),
  rows('xmlforms_migrations', 'version, name, md5, run_at', XMLFORMS_CHANGES, ', now()'),
  rows('users_meta_migrations', 'version, name, md5, run_at', USERS_META_CHANGES, ', now()'),
].join('\n')

function change(version: number, name: string, md5: string): SchemaChange {
  return { version, name, md5 }
}

function rows(table: string, columns: string, changes: readonly SchemaChange[], runAt: string): string {
  const values = changes.map(({ version, name, md5 }) => `(${version}, '${name}', '${md5}'${runAt})`)
  return [
    `INSERT INTO ${table} (version) VALUES (0);`,
    `INSERT INTO ${table} (${columns}) VALUES ${values.join(', ')};`,
  ].join('\n')
}
