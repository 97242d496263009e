import { Module } from '@nestjs/common';
import { LinePlaceService } from './line-place.service.js';
import { PickService } from './pick.service.js';
import { TimeLimitService } from './time-limit.service.js';
import { WaitingListService } from './waiting-list.service.js';

const services = [LinePlaceService, PickService, TimeLimitService, WaitingListService];

@Module({ providers: services, exports: services })
export class WaitingListModule {}
