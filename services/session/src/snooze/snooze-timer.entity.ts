import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A session that is snoozed by its event `v`. Not a tenant's table: timers are armed over all workspaces. */
@Entity('snooze_timer')
export class SnoozeTimerRow {
  @PrimaryColumn('text') workspace!: string;
  @PrimaryColumn('text') session!: string;
  @Column('int') v!: number;
  @Column('timestamptz') until!: Date;
}
