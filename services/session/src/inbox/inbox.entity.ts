import { type InboxRow as Row } from '@holdfast/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One session as the inbox shows it. The columns beside `row` are what queries look for. */
@Entity('inbox')
export class InboxEntry {
  @PrimaryColumn('text') workspace!: string;
  @PrimaryColumn('text') session!: string;
  @Column('text') status!: Row['status'];
  @Column('text', { name: 'visitor_id' }) visitorId!: string;
  @Column('timestamptz', { name: 'opened_at' }) openedAt!: Date;
  /** When a closed session last changed; null while it is open. */
  @Column('timestamptz', { name: 'closed_at', nullable: true }) closedAt!: Date | null;
  @Column('jsonb') row!: Row;
}
