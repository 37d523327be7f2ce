import { randomUUID } from 'node:crypto';
import type { WorkspaceCommand } from '@holdfast/contracts';
import { eventually } from '@holdfast/testing';
import { Api } from '../platform/api.ts';
import type { Platform } from '../platform/stack.ts';
import { accountOf, type Workspace } from '../platform/workspace.ts';

type SiteData = Extract<WorkspaceCommand, { type: 'SaveSite' }>['data'];

/** Whoever sets the site up: an admin at the API. */
export class SiteOwner {
  readonly #platform: Platform;
  readonly #workspace: Workspace;
  readonly #api: Api;

  constructor(platform: Platform, workspace: Workspace) {
    this.#platform = platform;
    this.#workspace = workspace;
    this.#api = new Api(platform);
  }

  /** Changes what the site asks and says, and waits until visitors are told so. */
  async change(settings: Partial<SiteData>): Promise<void> {
    const { accessToken } = await this.#api.signIn(accountOf(this.#workspace, 0));
    const siteId = this.#workspace.site;
    const origin = new URL(this.#platform.stack.urls.shop).origin;
    const data = { siteId, name: 'Kettle & Cup', teamId: 'support', allowedOrigins: [origin], ...settings };
    const commands = [{ id: randomUUID(), type: 'SaveSite', data }];
    const answer = await this.#api.ask('POST', '/workspace/commands', accessToken, { commands });
    const { outcomes } = (await answer.json()) as { outcomes: { kind: string }[] };
    if (outcomes.some(({ kind }) => kind !== 'stored')) throw new Error(`not stored: ${JSON.stringify(outcomes)}`);
    const { allowedOrigins: _, teamId: __, ...told } = data;
    await eventually(
      async () => {
        const site = (await (await this.#api.ask('GET', `/sites/${siteId}`)).json()) as Record<string, unknown>;
        return Object.entries(told).every(([key, value]) => JSON.stringify(site[key]) === JSON.stringify(value));
      },
      // Who asks for sites too often is told to wait.
      { every: 250 },
    );
  }
}
