import { Module } from '@nestjs/common';
import { LineModule } from '../line/line.module.js';
import { AccountWatch } from './account-watch.js';
import { Attempt } from './attempt.js';
import { ChannelPace } from './channel-pace.js';
import { DeliveryRepository } from './delivery.repository.js';
import { DeliveryService } from './delivery.service.js';
import { LineTaskWorker } from './line-task.worker.js';

@Module({
  imports: [LineModule],
  providers: [AccountWatch, Attempt, ChannelPace, DeliveryRepository, DeliveryService, LineTaskWorker],
})
export class DeliveryModule {}
