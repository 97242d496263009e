import { Module } from '@nestjs/common';
import { LineModule } from '../line/line.module.js';
import { WaitingListModule } from '../waiting-list/waiting-list.module.js';
import { AccountWatch } from './account-watch.js';
import { Attempt } from './attempt.js';
import { ChannelPace } from './channel-pace.js';
import { DeliveryRepository } from './delivery.repository.js';
import { DeliveryService } from './delivery.service.js';
import { LineTaskWorker } from './line-task.worker.js';
import { NotSentService } from './not-sent.service.js';

@Module({
  imports: [LineModule, WaitingListModule],
  providers: [
    AccountWatch,
    Attempt,
    ChannelPace,
    DeliveryRepository,
    DeliveryService,
    LineTaskWorker,
    NotSentService,
  ],
})
export class DeliveryModule {}
