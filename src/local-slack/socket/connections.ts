import type { WebSocket } from 'ws'
import type { Fields } from '../fields.ts'
import { LIMITS } from '../rules/limits.ts'
import { type DisconnectReason, disconnectFrame, helloFrame } from './frames.ts'

/** The bot's open sockets; a payload goes to one of them, each in its turn. */
export interface Connections {
  readonly size: number
  add(socket: WebSocket): void
  /** Sends to one socket, not one of `except` while another is open; undefined when none is open. */
  send(frame: Fields, except?: WebSocket): WebSocket | undefined
  /** Closes sockets, after a disconnect frame or without a word. */
  disconnect(how: { reason?: DisconnectReason; count?: number }): void
  close(): void
}

// The client gives a connection up after 30 s without a ping from the server.
const pingEveryMs = 5_000

/** Keeps sockets; `onText` gets what the bot sends, `onGone` each socket that closed, `onOpen` each that opened. */
export const createConnections = (
  appId: string,
  on: { text(text: string): void; open(): void; gone(socket: WebSocket): void },
): Connections => {
  let sockets: WebSocket[] = []
  const pings = setInterval(() => {
    for (const socket of sockets) socket.ping()
  }, pingEveryMs)
  pings.unref()
  const forget = (socket: WebSocket) => {
    if (!sockets.includes(socket)) return
    sockets = sockets.filter((other) => other !== socket)
    on.gone(socket)
  }
  const turn = (except: WebSocket | undefined): WebSocket | undefined => {
    const next = sockets.find((socket) => socket !== except) ?? sockets[0]
    if (next) sockets = [...sockets.filter((socket) => socket !== next), next]
    return next
  }
  return {
    get size() {
      return sockets.length
    },
    add(socket) {
      if (sockets.length >= LIMITS.socketConnections) return refuse(socket)
      sockets.push(socket)
      socket.on('message', (data) => on.text(String(data)))
      socket.on('close', () => forget(socket))
      socket.on('error', () => forget(socket))
      socket.send(JSON.stringify(helloFrame(appId, sockets.length)))
      on.open()
    },
    send(frame, except) {
      const socket = turn(except)
      socket?.send(JSON.stringify(frame))
      return socket
    },
    disconnect({ reason, count = sockets.length }) {
      for (const socket of sockets.slice(0, count)) {
        if (reason) socket.send(JSON.stringify(disconnectFrame(reason)))
        if (reason !== 'warning') end(socket, reason !== undefined)
      }
    },
    close() {
      clearInterval(pings)
      for (const socket of sockets) socket.terminate()
    },
  }
}

const refuse = (socket: WebSocket): void => {
  socket.send(JSON.stringify(disconnectFrame('too_many_websockets')))
  socket.close()
}

const end = (socket: WebSocket, isPolite: boolean): void => {
  if (isPolite) socket.close()
  else socket.terminate()
}
