import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site of somebody else's, on an origin of its own: pages by their paths. */
export class OtherSite {
  readonly origin: string;
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${String(port)}`;
  }

  static async open(pages: Readonly<Record<string, string>>): Promise<OtherSite> {
    const server = createServer((request, response) => {
      const page = pages[request.url ?? ''];
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(page);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new OtherSite(server, (server.address() as AddressInfo).port);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
