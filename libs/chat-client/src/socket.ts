/** The two things the client needs of a WebSocket. Text frames only. */
export interface Socket {
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** What a socket tells. `closed` comes exactly once, also when it never opened (code 1006). */
export interface SocketListener {
  opened(): void;
  message(text: string): void;
  closed(code: number, reason: string): void;
}

/** Opens a socket to `url`. The listener is called later, never from within this call. */
export type SocketFactory = (url: string, listener: SocketListener) => Socket;

/** The WebSocket of the platform: every browser has one, and Node. */
export const platformSocket: SocketFactory = (url, listener) => {
  const socket = new WebSocket(url);
  socket.onopen = () => listener.opened();
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') listener.message(data);
  };
  // Every failure ends in a close; `onerror` says nothing more.
  socket.onclose = ({ code, reason }) => listener.closed(code, reason);
  return {
    send: (text) => socket.send(text),
    close: (code, reason) => socket.close(code, reason),
  };
};
