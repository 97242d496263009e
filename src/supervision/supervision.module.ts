import { Module } from '@nestjs/common';
import { AssignmentModule } from '../assignment/assignment.module.js';
import { WaitingListModule } from '../waiting-list/waiting-list.module.js';
import { ApprovalGate } from './approval-gate.js';
import { ApprovalRuleService } from './approval-rule.service.js';
import { ApprovalService } from './approval.service.js';
import { ConsultService } from './consult.service.js';
import { HeldReplyReadModel } from './held-reply.read-model.js';
import { MoveService } from './move.service.js';
import { TakeOverService } from './take-over.service.js';
import { TalkPresenceService } from './talk-presence.service.js';
import { WhisperService } from './whisper.service.js';

const services = [
  ApprovalGate,
  ApprovalRuleService,
  ApprovalService,
  ConsultService,
  HeldReplyReadModel,
  MoveService,
  TakeOverService,
  TalkPresenceService,
  WhisperService,
];

@Module({ imports: [AssignmentModule, WaitingListModule], providers: services, exports: services })
export class SupervisionModule {}
