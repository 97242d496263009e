import { Module } from '@nestjs/common';
import { OpeningHoursModule } from '../opening-hours/opening-hours.module.js';
import { AdmissionService } from './admission.service.js';
import { CallerTexts } from './caller-texts.service.js';
import { FollowUpService } from './follow-up.service.js';
import { LinePlaceService } from './line-place.service.js';
import { MuteService } from './mute.service.js';
import { OpeningTurn } from './opening-turn.service.js';
import { PickService } from './pick.service.js';
import { PlaceTexts } from './place-texts.service.js';
import { RiskService } from './risk.service.js';
import { TextBook } from './text-book.js';
import { TimeLimitService } from './time-limit.service.js';
import { WaitingListService } from './waiting-list.service.js';

const services = [
  AdmissionService,
  CallerTexts,
  FollowUpService,
  LinePlaceService,
  MuteService,
  OpeningTurn,
  PickService,
  PlaceTexts,
  RiskService,
  TextBook,
  TimeLimitService,
  WaitingListService,
];

@Module({ imports: [OpeningHoursModule], providers: services, exports: services })
export class WaitingListModule {}
