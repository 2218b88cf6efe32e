// Stack lines as the real couch2pg 3.7.0 on Node 12 writes them: what reads its log must cope with them.
const STREAM_FRAMES = [
  '    at Socket.emit (events.js:314:20)',
  '    at addChunk (_stream_readable.js:297:12)',
  '    at readableAddChunk (_stream_readable.js:272:9)',
  '    at Socket.Readable.push (_stream_readable.js:213:10)',
  '    at TCP.onStreamRead (internal/stream_base_commons.js:188:23)',
]
const OLD_CLIENT = '/srv/couch2pg/node_modules/couch2pg/node_modules/postgrator/node_modules/pg/lib'
const NEXT_TURN = 'processTicksAndRejections (internal/process/task_queues.js'

/** A statement that failed in a run. */
export const POSTGRES_FRAMES = [
  '    at parseErrorMessage (/srv/couch2pg/node_modules/pg-protocol/dist/parser.js:306:11)',
  '    at Parser.handlePacket (/srv/couch2pg/node_modules/pg-protocol/dist/parser.js:143:27)',
  '    at Parser.parse (/srv/couch2pg/node_modules/pg-protocol/dist/parser.js:37:38)',
  '    at Socket.<anonymous> (/srv/couch2pg/node_modules/pg-protocol/dist/index.js:12:42)',
  ...STREAM_FRAMES,
]

/** A server that refused couch2pg when it looked after its own tables. */
export const SETUP_FRAMES = [
  `    at Connection.parseE (${OLD_CLIENT}/connection.js:539:11)`,
  `    at Connection.parseMessage (${OLD_CLIENT}/connection.js:366:17)`,
  `    at Socket.<anonymous> (${OLD_CLIENT}/connection.js:105:22)`,
  ...STREAM_FRAMES,
]

/** A server that was not there when couch2pg looked after its own tables. */
export const SETUP_CONNECT_FRAME = ['    at TCPConnectWrap.afterConnect [as oncomplete] (net.js:1144:16)']

/** A server that asks for a SCRAM password, which the old client does not know: the whole last output. */
export const SCRAM_TEXT = [
  `${OLD_CLIENT}/connection.js:426`,
  '  throw new Error("Unknown authenticationOk message type" + util.inspect(msg));',
  '  ^',
  '',
  "Error: Unknown authenticationOk message typeMessage { name: 'authenticationOk', length: 23 }",
  `    at Connection.parseR (${OLD_CLIENT}/connection.js:426:9)`,
  `    at Connection.parseMessage (${OLD_CLIENT}/connection.js:345:17)`,
  `    at Socket.<anonymous> (${OLD_CLIENT}/connection.js:105:22)`,
  ...STREAM_FRAMES,
].join('\n')

/** A CouchDB that could not be reached. */
export const FETCH_FRAMES = [
  '    at ClientRequest.<anonymous> (/srv/couch2pg/node_modules/node-fetch/lib/index.js:1491:11)',
  '    at ClientRequest.emit (events.js:314:20)',
  '    at Socket.socketErrorListener (_http_client.js:427:9)',
  '    at Socket.emit (events.js:314:20)',
  '    at emitErrorNT (internal/streams/destroy.js:92:8)',
  '    at emitErrorAndCloseNT (internal/streams/destroy.js:60:3)',
  `    at ${NEXT_TURN}:84:21)`,
]

/** A CouchDB that answered with an error. */
export const COUCHDB_FRAMES = [
  '    at Object.generateErrorFromResponse (/srv/couch2pg/node_modules/pouchdb-errors/lib/index.js:104:18)',
  '    at /srv/couch2pg/node_modules/pouchdb-adapter-http/lib/index.js:254:33',
  `    at ${NEXT_TURN}:97:5)`,
]

/** The mistake in the real runner that ends it after a failed refresh, whatever COUCH2PG_RETRY_COUNT says. */
export const FAILED_REFRESH_TEXT = [
  'TypeError: Assignment to constant variable.',
  '    at Object.run (/srv/couch2pg/libs/medic/runner.js:77:20)',
  `    at ${NEXT_TURN}:97:5)`,
].join('\n')

/** The end after COUCH2PG_RETRY_COUNT errors in a row, and one more. */
export const TOO_MANY_ERRORS_TEXT = [
  'Error: Too many consecutive errors',
  '    at run (/srv/couch2pg/libs/medic/runner.js:86:11)',
  `    at ${NEXT_TURN}:97:5)`,
  '    at async Object.run (/srv/couch2pg/libs/medic/runner.js:92:5)',
  '    at async replicate (/srv/couch2pg/libs/medic/index.js:20:5)',
  '    at async module.exports (/srv/couch2pg/libs/replicate.js:4:3)',
  '    at async run (/srv/couch2pg/index.js:17:5)',
].join('\n')
