import { Module } from '@nestjs/common';
import { WaitingListModule } from '../waiting-list/waiting-list.module.js';
import { AccountStep } from './account.step.js';
import { IntakeController } from './intake.controller.js';
import { IntakeService } from './intake.service.js';
import { ProjectionStep } from './projection.step.js';
import { Projector } from './projector.js';
import { ReplayWorker } from './replay.worker.js';
import { WithdrawalStep } from './withdrawal.step.js';

@Module({
  imports: [WaitingListModule],
  controllers: [IntakeController],
  providers: [AccountStep, IntakeService, ProjectionStep, Projector, ReplayWorker, WithdrawalStep],
})
export class IntakeModule {}
