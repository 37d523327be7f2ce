import type { SocketFactory } from '@holdfast/chat-client';
import WebSocket from 'ws';

/** Who refused a connection is not asked again for so long, in ms, while another is there. */
const OUT_FOR_MS = 500;

/** As a balancer in front of several gateways: a connection goes to any of these ports, and to the next where nobody listens. */
export function balanced(ports: readonly number[]): SocketFactory {
  const outUntil = new Map<number, number>();
  const isOut = (port: number): boolean => performance.now() < (outUntil.get(port) ?? 0);
  return (url, listener) => {
    const first = Math.floor(Math.random() * ports.length);
    const turns = [...ports.slice(first), ...ports.slice(0, first)].sort((a, b) => Number(isOut(a)) - Number(isOut(b)));
    let isOver = false;
    let socket = reach(0);
    function reach(turn: number): ReturnType<SocketFactory> {
      const port = turns[turn] ?? 0;
      const at = new URL(url);
      at.port = String(port);
      return wsSocket(at.href, {
        ...listener,
        opened: () => {
          isOver = true;
          listener.opened();
        },
        closed: (code, reason) => {
          if (!isOver) outUntil.set(port, performance.now() + OUT_FOR_MS);
          if (isOver || turn + 1 === turns.length) listener.closed(code, reason);
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
