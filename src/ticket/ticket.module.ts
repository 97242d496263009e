import { Global, Module } from '@nestjs/common';
import { TicketAppender } from './append.js';
import { CallerService } from './caller.service.js';
import { TicketReadModel } from './ticket.read-model.js';
import { TicketService } from './ticket.service.js';
import { WithdrawalService } from './withdrawal.service.js';

const services = [CallerService, TicketAppender, TicketReadModel, TicketService, WithdrawalService];

@Global()
@Module({ providers: services, exports: services })
export class TicketModule {}
