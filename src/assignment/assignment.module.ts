import { Module } from '@nestjs/common';
import { WaitingListModule } from '../waiting-list/waiting-list.module.js';
import { AssignmentService } from './assignment.service.js';
import { GivingService } from './giving.service.js';
import { HandoverReadModel } from './handover.read-model.js';
import { LoadReadModel } from './load.read-model.js';
import { MatchReadModel } from './match.read-model.js';
import { Matcher } from './matcher.js';
import { NeedsService } from './needs.service.js';
import { OfferService } from './offer.service.js';
import { PresenceService } from './presence.service.js';
import { ReturnService } from './return.service.js';
import { SignOutService } from './sign-out.service.js';
import { TransferService } from './transfer.service.js';
import { VanishService } from './vanish.service.js';

const services = [
  AssignmentService,
  GivingService,
  HandoverReadModel,
  LoadReadModel,
  MatchReadModel,
  Matcher,
  NeedsService,
  OfferService,
  PresenceService,
  ReturnService,
  SignOutService,
  TransferService,
  VanishService,
];

@Module({ imports: [WaitingListModule], providers: services, exports: services })
export class AssignmentModule {}
