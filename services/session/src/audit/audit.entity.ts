import { type Actor } from '@holdfast/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One line of the audit: the `n`th of the commit at `sequence`. */
@Entity('audit')
export class AuditRow {
  @PrimaryColumn('text') workspace!: string;
  @PrimaryColumn('text') session!: string;
  @PrimaryColumn('bigint') sequence!: string;
  @PrimaryColumn('int') n!: number;
  @Column('timestamptz') at!: Date;
  @Column('json') actor!: Actor;
  @Column('text') type!: string;
  @Column('int') v!: number;
  @Column('text', { nullable: true }) outcome!: string | null;
}
