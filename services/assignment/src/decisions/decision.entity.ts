import type { Considered } from '@holdfast/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An event of the desk about a chat, for people who ask why. */
@Entity('decision')
export class Decision {
  @PrimaryColumn('text') workspace!: string;
  @PrimaryColumn('text') session!: string;
  /** The desk's `v`. */
  @PrimaryColumn('integer') v!: number;
  @Column('text') id!: string;
  @Column('timestamptz') at!: Date;
  @Column('text') type!: string;
  @Column('integer') ticket!: number;
  @Column('text', { name: 'agent_id', nullable: true }) agentId!: string | null;
  @Column('text', { name: 'agent_name', nullable: true }) agentName!: string | null;
  @Column('text', { nullable: true }) kind!: string | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('jsonb') considered!: Considered[];
  @Column('integer', { name: 'considered_total' }) consideredTotal!: number;
}
