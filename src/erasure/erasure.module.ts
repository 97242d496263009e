import { Module } from '@nestjs/common';
import { TicketModule } from '../ticket/ticket.module.js';
import { ErasureReadModel } from './erasure.read-model.js';
import { ErasureRun } from './erasure-run.js';
import { ErasureService } from './erasure.service.js';
import { FarewellKeys } from './farewell-keys.js';
import { HoldService } from './hold.service.js';
import { KeyBackupWatch } from './key-backup-watch.js';
import { KeyReplacement } from './key-replacement.js';
import { RestoredKeys } from './restored-keys.js';
import { Retention } from './retention.js';
import { TakenBackService } from './taken-back.service.js';

@Module({
  imports: [TicketModule],
  providers: [
    ErasureReadModel,
    ErasureRun,
    ErasureService,
    FarewellKeys,
    HoldService,
    KeyBackupWatch,
    KeyReplacement,
    RestoredKeys,
    Retention,
    TakenBackService,
  ],
  exports: [ErasureReadModel, ErasureService, HoldService, TakenBackService],
})
export class ErasureModule {}
