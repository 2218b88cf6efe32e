import type { Fields } from '../fields.ts'
import type { Delivery } from './delivery.ts'

/** Why Slack asks a client to reconnect. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets'

/** The first frame on each connection. */
export const helloFrame = (appId: string, connections: number): Fields => ({
  type: 'hello',
  num_connections: connections,
  debug_info: { host: 'local-slack', build_number: 1, approximate_connection_time: 18_060 },
  connection_info: { app_id: appId },
})

/** The frame that says that the connection ends soon. */
export const disconnectFrame = (reason: DisconnectReason): Fields => ({
  type: 'disconnect',
  reason,
  debug_info: { host: 'local-slack' },
})

/** The frame that carries a payload. */
export const envelopeFrame = (delivery: Delivery): Fields => ({
  envelope_id: delivery.envelopeId,
  type: delivery.type,
  payload: delivery.payload,
  accepts_response_payload: delivery.type !== 'events_api',
  ...(delivery.type === 'events_api' || delivery.retryAttempt > 0
    ? { retry_attempt: delivery.retryAttempt, retry_reason: delivery.retryAttempt > 0 ? 'timeout' : '' }
    : {}),
})
