import type { SocketFactory } from '@holdfast/chat-client';
import WebSocket from 'ws';

/** As a balancer in front of several gateways: a connection goes to any of these ports, and to the next where nobody listens. */
export function balanced(ports: readonly number[]): SocketFactory {
  return (url, listener) => {
    const first = Math.floor(Math.random() * ports.length);
    let isOver = false;
    let socket = reach(0);
    function reach(turn: number): ReturnType<SocketFactory> {
      const at = new URL(url);
      at.port = String(ports[(first + turn) % ports.length]);
      return wsSocket(at.href, {
        ...listener,
        opened: () => {
          isOver = true;
          listener.opened();
        },
        closed: (code, reason) => {
          if (isOver || turn + 1 === ports.length) listener.closed(code, reason);
          else socket = reach(turn + 1);
        },
      });
    }
    return {
      send: (text) => socket.send(text),
      close: (code, reason) => {
        isOver = true;
        socket.close(code, reason);
      },
    };
  };
}

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
