import { DeskSnapshot, type Answer } from '@holdfast/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DeskLoop } from '../commands/desk-loop.ts';
import { deskOf } from '../process/reactions.ts';
import { rosterOf } from './roster.ts';

@Controller()
export class RosterQuery {
  constructor(private readonly loop: DeskLoop) {}

  @MessagePattern(DeskSnapshot.pattern)
  async answer(@Payload() asked: unknown): Promise<Answer<typeof DeskSnapshot>> {
    const { workspace } = DeskSnapshot.ask.parse(asked);
    return rosterOf(await this.loop.state(deskOf(workspace)));
  }
}
