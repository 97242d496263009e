import { Global, Module } from '@nestjs/common';
import { TicketAppender } from './append.js';
import { AttentionService } from './attention.service.js';
import { CallerService } from './caller.service.js';
import { ResendService } from './resend.service.js';
import { TicketAlarmService } from './ticket-alarm.service.js';
import { TicketReadModel } from './ticket.read-model.js';
import { TicketService } from './ticket.service.js';
import { WithdrawalService } from './withdrawal.service.js';

const services = [
  AttentionService,
  CallerService,
  ResendService,
  TicketAlarmService,
  TicketAppender,
  TicketReadModel,
  TicketService,
  WithdrawalService,
];

@Global()
@Module({ providers: services, exports: services })
export class TicketModule {}
