import { Global, Module } from '@nestjs/common';
import { TicketAppender } from './append.js';
import { AttentionService } from './attention.service.js';
import { BreakGlassReadModel } from './break-glass.read-model.js';
import { BreakGlassService } from './break-glass.service.js';
import { CallerService } from './caller.service.js';
import { DraftService } from './draft.service.js';
import { HistoryReadModel } from './history.read-model.js';
import { NoteService } from './note.service.js';
import { ResendService } from './resend.service.js';
import { StaffWordsWriter } from './staff-words.js';
import { TestCallers } from './test-callers.service.js';
import { TicketAlarmService } from './ticket-alarm.service.js';
import { TicketReadModel } from './ticket.read-model.js';
import { TicketService } from './ticket.service.js';
import { UnmaskingReadModel } from './unmasking.read-model.js';
import { WithdrawalService } from './withdrawal.service.js';

const services = [
  AttentionService,
  BreakGlassReadModel,
  BreakGlassService,
  CallerService,
  DraftService,
  HistoryReadModel,
  NoteService,
  ResendService,
  StaffWordsWriter,
  TestCallers,
  TicketAlarmService,
  TicketAppender,
  TicketReadModel,
  TicketService,
  UnmaskingReadModel,
  WithdrawalService,
];

@Global()
@Module({ providers: services, exports: services })
export class TicketModule {}
