import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Whom a session is with, to be found by what they are called. */
@Entity('session_visitor')
export class SessionVisitorRow {
  @PrimaryColumn('text') workspace!: string;
  @PrimaryColumn('text') session!: string;
  @Column('text') visitor_id!: string;
  @Column('text', { nullable: true }) name!: string | null;
  @Column('text', { nullable: true }) email!: string | null;
  @Column('text', { nullable: true }) external_id!: string | null;
  /** Made by Postgres from all of it. */
  @Column({ type: 'tsvector', insert: false, update: false, select: false }) terms!: string;
}
