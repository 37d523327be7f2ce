/** The four things the client needs of a WebSocket. Text frames only. */
export interface Socket {
  send(text: string): void
  close(code: number, reason: string): void
}

/** What a socket tells. `closed` comes exactly once, also when it never opened (code 1006). */
export interface SocketListener {
  opened(): void
  message(text: string): void
  closed(code: number, reason: string): void
}

/** Opens a socket to `url`; it must call the listener later, never from within this call. */
export type SocketFactory = (url: string, listener: SocketListener) => Socket
