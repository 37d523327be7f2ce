import { type Actor, type SessionEvent } from '@holdfast/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One event of a session. `visible`: visitors may see it, and `w` is its number for them. */
@Entity('transcript')
export class TranscriptRow {
  @PrimaryColumn('text') workspace!: string;
  @PrimaryColumn('text') session!: string;
  @PrimaryColumn('int') v!: number;
  @Column('int') w!: number;
  @Column('boolean') visible!: boolean;
  @Column('text', { name: 'event_id' }) eventId!: string;
  @Column('timestamptz') at!: Date;
  @Column('text') type!: SessionEvent['type'];
  @Column('json') actor!: Actor;
  @Column('json') data!: object;
}
