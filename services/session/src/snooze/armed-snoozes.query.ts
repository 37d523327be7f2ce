import { type AggregateRef } from '@holdfast/contracts';
import { Injectable } from '@nestjs/common';
import { TenantReader } from '../reading/tenant-reader.query.ts';
import { type Snooze } from './snooze.ts';
import { SnoozeTimerRow } from './snooze-timer.entity.ts';

/** Every session that is snoozed, over all workspaces. */
@Injectable()
export class ArmedSnoozes {
  constructor(private readonly reader: TenantReader) {}

  async all(): Promise<{ ref: AggregateRef; snooze: Snooze }[]> {
    const rows = await this.reader.everywhere((manager) => manager.find(SnoozeTimerRow));
    return rows.map(({ workspace, session, v, until }) => ({
      ref: { workspace, kind: 'session', id: session },
      snooze: { v, until: until.toISOString() },
    }));
  }
}
