import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a projection has read the log: written with its rows. */
@Entity('checkpoint')
export class CheckpointRow {
  @PrimaryColumn('text') projection!: string;
  @Column('text') epoch!: string;
  /** Sequence in the stream. The driver answers with text: a bigint may be longer than a number. */
  @Column('bigint') sequence!: string;
  @Column('text', { name: 'commit_id' }) commitId!: string;
}
