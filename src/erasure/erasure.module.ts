import { Module } from '@nestjs/common';
import { TicketModule } from '../ticket/ticket.module.js';
import { ErasureReadModel } from './erasure.read-model.js';
import { ErasureRun } from './erasure-run.js';
import { ErasureService } from './erasure.service.js';
import { HoldService } from './hold.service.js';
import { KeyBackupWatch } from './key-backup-watch.js';
import { RestoredKeys } from './restored-keys.js';
import { Retention } from './retention.js';

@Module({
  imports: [TicketModule],
  providers: [
    ErasureReadModel,
    ErasureRun,
    ErasureService,
    HoldService,
    KeyBackupWatch,
    RestoredKeys,
    Retention,
  ],
  exports: [ErasureReadModel, ErasureService, HoldService],
})
export class ErasureModule {}
