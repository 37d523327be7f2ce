import type { Role } from '@holdfast/contracts';
import type { Site } from '../domain/workspace.ts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const schema = 'workspace';

@Entity({ schema, name: 'workspace' })
export class WorkspaceEntity {
  @PrimaryColumn('text') workspace!: string;
  @Column('text') name!: string;
}

@Entity({ schema, name: 'agent' })
export class AgentEntity {
  @PrimaryColumn('text') workspace!: string;
  @PrimaryColumn('text', { name: 'agent_id' }) agentId!: string;
  @Column('text') name!: string;
  @Column('text') email!: string;
  @Column('text') role!: Role;
  @Column('text', { array: true }) teams!: string[];
  @Column('integer') capacity!: number;
  @Column('boolean') active!: boolean;
  @Column('text', { nullable: true }) picture!: string | null;
  /** Number of the event that this row is of. */
  @Column('integer') v!: number;
}

@Entity({ schema, name: 'team' })
export class TeamEntity {
  @PrimaryColumn('text') workspace!: string;
  @PrimaryColumn('text', { name: 'team_id' }) teamId!: string;
  @Column('text') name!: string;
}

@Entity({ schema, name: 'site' })
export class SiteEntity {
  @PrimaryColumn('text') workspace!: string;
  @PrimaryColumn('text', { name: 'site_id' }) siteId!: string;
  @Column('text') name!: string;
  @Column('text', { name: 'team_id' }) teamId!: string;
  @Column('text', { name: 'allowed_origins', array: true }) allowedOrigins!: string[];
  @Column('text', { nullable: true }) greeting!: string | null;
  @Column('text', { nullable: true }) colour!: string | null;
  @Column('jsonb', { nullable: true, name: 'pre_chat' }) preChat!: Site['preChat'] | null;
  @Column('text', { nullable: true, name: 'away_message' }) awayMessage!: string | null;
  @Column('boolean', { name: 'verified_only' }) verifiedOnly!: boolean;
}

@Entity({ schema, name: 'canned_reply' })
export class CannedReplyEntity {
  @PrimaryColumn('text') workspace!: string;
  @PrimaryColumn('text', { name: 'reply_id' }) replyId!: string;
  @Column('text') shortcut!: string;
  @Column('text') text!: string;
}

export const directoryEntities = [WorkspaceEntity, AgentEntity, TeamEntity, SiteEntity, CannedReplyEntity];
