/** A thread that answers each WebSocket message with itself: what a round trip costs when nothing is done in between. */
import { type AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    socket.send(data, { binary: false });
  });
});
server.on('listening', () => {
  parentPort?.postMessage((server.address() as AddressInfo).port);
});
