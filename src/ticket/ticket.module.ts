import { Global, Module } from '@nestjs/common';
import { TicketAppender } from './append.js';
import { AttentionService } from './attention.service.js';
import { CallerService } from './caller.service.js';
import { DraftService } from './draft.service.js';
import { HistoryReadModel } from './history.read-model.js';
import { NoteService } from './note.service.js';
import { ResendService } from './resend.service.js';
import { TicketAlarmService } from './ticket-alarm.service.js';
import { TicketReadModel } from './ticket.read-model.js';
import { TicketService } from './ticket.service.js';
import { WithdrawalService } from './withdrawal.service.js';

const services = [
  AttentionService,
  CallerService,
  DraftService,
  HistoryReadModel,
  NoteService,
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
