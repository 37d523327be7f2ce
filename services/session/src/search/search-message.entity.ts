import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The text of a message, to be found by its words. */
@Entity('search_message')
export class SearchMessageRow {
  @PrimaryColumn('text') workspace!: string;
  @PrimaryColumn('text') session!: string;
  @PrimaryColumn('int') v!: number;
  @Column('timestamptz') at!: Date;
  @Column('text') author!: string;
  @Column('text') text!: string;
  /** Made by Postgres from workspace and text. */
  @Column({ type: 'tsvector', insert: false, update: false, select: false }) terms!: string;
}
