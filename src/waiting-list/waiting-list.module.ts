import { Module } from '@nestjs/common';
import { WaitingListService } from './waiting-list.service.js';

@Module({ providers: [WaitingListService], exports: [WaitingListService] })
export class WaitingListModule {}
