import type { SocketFactory } from '@holdfast/chat-client';
import WebSocket from 'ws';

/** Sockets of the `ws` package: they take the generator a good deal less time than the platform's. */
export const wsSocket: SocketFactory = (url, listener) => {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.on('open', () => {
    listener.opened();
  });
  socket.on('message', (data: Buffer) => {
    listener.message(data.toString('utf8'));
  });
  // A close follows, which says all there is to say.
  socket.on('error', () => undefined);
  socket.on('close', (code, reason) => {
    listener.closed(code, reason.toString('utf8'));
  });
  return {
    send: (text) => {
      socket.send(text);
    },
    close: (code, reason) => {
      socket.close(code, reason);
    },
  };
};
