import { Module } from '@nestjs/common';
import { WaitingListModule } from '../waiting-list/waiting-list.module.js';
import { AssignmentService } from './assignment.service.js';
import { GivingService } from './giving.service.js';
import { HandoverReadModel } from './handover.read-model.js';
import { IdleService } from './idle.service.js';
import { LoadReadModel } from './load.read-model.js';
import { MatchReadModel } from './match.read-model.js';
import { Matcher } from './matcher.js';
import { NeedsService } from './needs.service.js';
import { OfferService } from './offer.service.js';
import { PresenceService } from './presence.service.js';
import { ReplyWatch } from './reply-watch.service.js';
import { ReopenService } from './reopen.service.js';
import { ReturnService } from './return.service.js';
import { SignOutService } from './sign-out.service.js';
import { StaffingService } from './staffing.service.js';
import { TransferService } from './transfer.service.js';
import { VanishService } from './vanish.service.js';

const services = [
  AssignmentService,
  GivingService,
  HandoverReadModel,
  IdleService,
  LoadReadModel,
  MatchReadModel,
  Matcher,
  NeedsService,
  OfferService,
  PresenceService,
  ReopenService,
  ReplyWatch,
  ReturnService,
  SignOutService,
  StaffingService,
  TransferService,
  VanishService,
];

@Module({ imports: [WaitingListModule], providers: services, exports: services })
export class AssignmentModule {}
