import { Module } from '@nestjs/common';
import { AssignmentModule } from '../assignment/assignment.module.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { LineModule } from '../line/line.module.js';
import { WaitingListModule } from '../waiting-list/waiting-list.module.js';
import { AccountStep } from './account.step.js';
import { EmergencyStep } from './emergency/emergency.step.js';
import { EmergencyTexts } from './emergency/emergency-texts.js';
import { IntakeController } from './intake.controller.js';
import { IntakeService } from './intake.service.js';
import { LineStep } from './line.step.js';
import { MediaFetcher } from './media-fetcher.js';
import { ProjectionStep } from './projection.step.js';
import { Projector } from './projector.js';
import { ReplayWorker } from './replay.worker.js';
import { Spool } from './spool/spool.service.js';
import { WithdrawalStep } from './withdrawal.step.js';

@Module({
  imports: [AssignmentModule, ErasureModule, LineModule, WaitingListModule],
  controllers: [IntakeController],
  providers: [
    AccountStep,
    EmergencyStep,
    EmergencyTexts,
    IntakeService,
    LineStep,
    MediaFetcher,
    ProjectionStep,
    Projector,
    ReplayWorker,
    Spool,
    WithdrawalStep,
  ],
  exports: [Spool],
})
export class IntakeModule {}
