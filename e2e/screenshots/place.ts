import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TcpProxy } from '@holdfast/testing';
import { freePort } from '@holdfast/tools';
import { anyPorts, type Demo, startStack } from '@holdfast/tools/start';

const ROOT = join(import.meta.dirname, '..', '..');

/** A running installation with the demo workspace. */
export interface Place {
  readonly urls: { readonly console: string; readonly shop: string; readonly api: string };
  readonly demo: Demo;
  /** The network between browsers and the gateway; none where the installation is somebody else's. */
  readonly line: TcpProxy | undefined;
  leave(): Promise<void>;
}

/** Starts one of its own on a folder of its own; all of it is gone after `leave`. The apps must have been built. */
export async function ownPlace(say: (line: string) => void): Promise<Place> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'holdfast-scenes-'));
  const [ports, targetPort] = [await anyPorts(), await freePort()];
  const line = await TcpProxy.open({ port: ports.gateway, targetPort });
  const clear = async (): Promise<void> => {
    await line.close();
    await rm(dataFolder, { recursive: true, force: true });
  };
  // Scenes follow each other faster than people act.
  const unhurried = Object.fromEntries(
    ['RATE_CONNECTION', 'RATE_VISITOR', 'RATE_AGENT', 'RATE_WORKSPACE', 'RATE_FRAMES'].map((name) => [
      name,
      '10000/100000',
    ]),
  );
  try {
    const stack = await startStack({
      root: ROOT,
      dataFolder,
      choosePorts: () => Promise.resolve(ports),
      environment: { gateway: { PORT: String(targetPort), ...unhurried } },
      say,
    });
    const { urls, demo } = stack;
    if (demo === undefined) throw new Error('the installation was started without its demo');
    return {
      urls,
      demo,
      line,
      leave: async () => {
        await stack.stop();
        await clear();
      },
    };
  } catch (error) {
    await clear();
    throw error;
  }
}

/** One that runs already: `npm start` on this machine. @throws when its data folder has no demo */
export async function runningPlace(url: string, dataFolder: string): Promise<Place> {
  const demo = JSON.parse(await readFile(join(dataFolder, 'demo.json'), 'utf8')) as Demo;
  const console = new URL('/', url);
  const shop = new URL(`http://127.0.0.1:${String(Number(console.port) + 1)}/`);
  const urls = { console: console.href, shop: shop.href, api: new URL('api/v1', console).href };
  return { urls, demo, line: undefined, leave: () => Promise.resolve() };
}
