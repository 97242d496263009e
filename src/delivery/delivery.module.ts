import { Module } from '@nestjs/common';
import { LineModule } from '../line/line.module.js';
import { DeliveryRepository } from './delivery.repository.js';
import { DeliveryService } from './delivery.service.js';

@Module({ imports: [LineModule], providers: [DeliveryRepository, DeliveryService] })
export class DeliveryModule {}
