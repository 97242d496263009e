import {
  AccountAlarmEntity,
  AccountEntity,
  AccountQuotaEntity,
  CannedTextEntity,
  PhoneNumberEntity,
  TextTemplateEntity,
} from '../account/account.entity.js';
import { LineTaskEntity } from '../account/line-task.entity.js';
import { HandoverEntity, TicketOfferEntity } from '../assignment/assignment.entity.js';
import { EventEntity } from '../database/event/event.entity.js';
import { TimerEntity } from '../database/timer/timer.entity.js';
import { InboundEventEntity, SetAsideEntity, WebhookEventIdEntity } from '../inbox/inbound-event.entity.js';
import { MediaChunkEntity, MediaEntity } from '../media/media.entity.js';
import { OpeningOverrideEntity } from '../opening-hours/opening-override.entity.js';
import { OpeningScheduleEntity } from '../opening-hours/opening-schedule.entity.js';
import { PasskeyEntity, SessionEntity } from '../staff/session.entity.js';
import {
  SignInLinkEntity,
  SignInPolicyEntity,
  StaffRecoveryEntity,
  StaffTotpEntity,
  WebauthnChallengeEntity,
} from '../staff/sign-in.entity.js';
import {
  ConsoleConnectionEntity,
  MembershipEntity,
  PresenceEntity,
  SignInLimitEntity,
  StaffEntity,
} from '../staff/staff.entity.js';
import { DraftEntity } from '../ticket/draft.entity.js';
import {
  DeliveryEntity,
  MessageEntity,
  NoticeEntity,
  WithdrawnMessageEntity,
} from '../ticket/message.entity.js';
import { RiskMarkEntity, TicketAlarmEntity } from '../ticket/ticket-standing.entity.js';
import { CallerAddressEntity, CallerEntity, TicketEntity } from '../ticket/ticket.entity.js';
import { DataKeyEntity } from '../vault/data-key.entity.js';
import { TextTemplateVersionEntity } from '../waiting-list/text-version.entity.js';
import { CallerMuteEntity, OutOfOrderPickEntity } from '../waiting-list/waiting-list.entity.js';
import { DemoClockEntity } from './demo-clock/demo-clock.entity.js';
import { LineConfirmationEntity } from './line-check/line-confirmation.entity.js';

/** Every table of ours. Migrations are written by hand; `npm run check` proves that they lead to these. */
export const entities = [
  DataKeyEntity,
  AccountEntity,
  TextTemplateEntity,
  PhoneNumberEntity,
  CannedTextEntity,
  AccountAlarmEntity,
  AccountQuotaEntity,
  LineTaskEntity,
  StaffEntity,
  MembershipEntity,
  PasskeyEntity,
  SessionEntity,
  SignInPolicyEntity,
  WebauthnChallengeEntity,
  StaffTotpEntity,
  SignInLinkEntity,
  StaffRecoveryEntity,
  SignInLimitEntity,
  ConsoleConnectionEntity,
  PresenceEntity,
  EventEntity,
  TimerEntity,
  CallerEntity,
  CallerAddressEntity,
  TicketEntity,
  RiskMarkEntity,
  TicketAlarmEntity,
  DeliveryEntity,
  MessageEntity,
  NoticeEntity,
  WithdrawnMessageEntity,
  DraftEntity,
  MediaEntity,
  MediaChunkEntity,
  OpeningScheduleEntity,
  OpeningOverrideEntity,
  TextTemplateVersionEntity,
  OutOfOrderPickEntity,
  CallerMuteEntity,
  TicketOfferEntity,
  HandoverEntity,
  WebhookEventIdEntity,
  InboundEventEntity,
  SetAsideEntity,
  DemoClockEntity,
  LineConfirmationEntity,
];
