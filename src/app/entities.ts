import {
  AccountAlarmEntity,
  AccountEntity,
  AccountQuotaEntity,
  TextTemplateEntity,
} from '../account/account.entity.js';
import {
  CannedTextEntity,
  CategoryEntity,
  PhoneListAccountEntity,
  PhoneListEntity,
} from '../account/content.entity.js';
import { LineTaskEntity } from '../account/line-task.entity.js';
import { HandoverEntity, TicketOfferEntity } from '../assignment/assignment.entity.js';
import { AuditEntryEntity, AuditHeadEntity } from '../audit/audit-entry.entity.js';
import {
  DisclosureApprovalEntity,
  DisclosureEntity,
  DisclosureExportEntity,
} from '../audit/disclosure.entity.js';
import { DebriefEntity, PresencePhaseEntity } from '../care/care.entity.js';
import { ContentVersionEntity, PhoneNumberEntity } from '../content/content.entity.js';
import {
  AnnouncementAccountEntity,
  AnnouncementEntity,
  AnnouncementReadingEntity,
  ShiftNoteEntity,
  ShiftNoteReadingEntity,
} from '../bulletin/bulletin.entity.js';
import { EventEntity } from '../database/event/event.entity.js';
import { TimerEntity } from '../database/timer/timer.entity.js';
import {
  EmergencyChecklistEntity,
  IncidentEntity,
  IncidentEntryEntity,
  IncidentStepEntity,
} from '../emergency/incident.entity.js';
import { InboundEventEntity, SetAsideEntity, WebhookEventIdEntity } from '../inbox/inbound-event.entity.js';
import { ErasureEntity, LegalHoldEntity } from '../erasure/erasure.entity.js';
import { KeyReplacementEntity } from '../erasure/key-replacement.entity.js';
import { MediaChunkEntity, MediaEntity } from '../media/media.entity.js';
import { OpeningOverrideEntity } from '../opening-hours/opening-override.entity.js';
import { OpeningScheduleEntity } from '../opening-hours/opening-schedule.entity.js';
import { PasskeyEntity, SessionEntity } from '../staff/session.entity.js';
import { CallerAnswerEntity, TicketPhaseEntity } from '../statistics/statistics.entity.js';
import {
  SignInLinkEntity,
  SignInPolicyEntity,
  SingleSignOnIdentityEntity,
  StaffRecoveryEntity,
  StaffTotpEntity,
  WebauthnChallengeEntity,
} from '../staff/sign-in.entity.js';
import {
  ConsoleConnectionEntity,
  MembershipEntity,
  OversightEntity,
  PresenceEntity,
  SignInLimitEntity,
  StaffEntity,
} from '../staff/staff.entity.js';
import { WallAccountEntity, WallEntity } from '../staff/wall.entity.js';
import {
  ApprovalRuleEntity,
  ConsultRequestEntity,
  HeldReplyEntity,
} from '../supervision/supervision.entity.js';
import { BrokenGlassEntity } from '../ticket/broken-glass.entity.js';
import { DraftEntity } from '../ticket/draft.entity.js';
import {
  DeliveryEntity,
  MessageEntity,
  NoticeEntity,
  WithdrawnMessageEntity,
} from '../ticket/message.entity.js';
import { RiskMarkEntity, TicketAlarmEntity } from '../ticket/ticket-standing.entity.js';
import { TestCodeEntity } from '../ticket/test-code.entity.js';
import { CallerAddressEntity, CallerEntity, TicketEntity } from '../ticket/ticket.entity.js';
import { DataKeyEntity, DestroyedKeyEntity } from '../vault/data-key.entity.js';
import { TextTemplateVersionEntity } from '../waiting-list/text-version.entity.js';
import { CallerMuteEntity, OutOfOrderPickEntity } from '../waiting-list/waiting-list.entity.js';
import { DemoClockEntity } from './demo-clock/demo-clock.entity.js';
import { LineCheckResultEntity } from './line-check/line-check-result.entity.js';
import { LineConfirmationEntity } from './line-check/line-confirmation.entity.js';
import { ProvisionSectionEntity } from './provision/provision-section.entity.js';

/** Every table of ours. Migrations are written by hand; `npm run check` proves that they lead to these. */
export const entities = [
  DataKeyEntity,
  AuditEntryEntity,
  AuditHeadEntity,
  DestroyedKeyEntity,
  DisclosureEntity,
  DisclosureApprovalEntity,
  DisclosureExportEntity,
  AccountEntity,
  TextTemplateEntity,
  CannedTextEntity,
  PhoneListEntity,
  PhoneListAccountEntity,
  PhoneNumberEntity,
  CategoryEntity,
  ContentVersionEntity,
  AccountAlarmEntity,
  AccountQuotaEntity,
  LineTaskEntity,
  StaffEntity,
  MembershipEntity,
  OversightEntity,
  PasskeyEntity,
  SessionEntity,
  SignInPolicyEntity,
  WebauthnChallengeEntity,
  StaffTotpEntity,
  SignInLinkEntity,
  StaffRecoveryEntity,
  SingleSignOnIdentityEntity,
  WallEntity,
  WallAccountEntity,
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
  TicketPhaseEntity,
  CallerAnswerEntity,
  PresencePhaseEntity,
  DebriefEntity,
  EmergencyChecklistEntity,
  IncidentEntity,
  IncidentStepEntity,
  IncidentEntryEntity,
  BrokenGlassEntity,
  HeldReplyEntity,
  ApprovalRuleEntity,
  ConsultRequestEntity,
  AnnouncementEntity,
  AnnouncementAccountEntity,
  AnnouncementReadingEntity,
  ShiftNoteEntity,
  ShiftNoteReadingEntity,
  ErasureEntity,
  KeyReplacementEntity,
  LegalHoldEntity,
  WebhookEventIdEntity,
  InboundEventEntity,
  SetAsideEntity,
  DemoClockEntity,
  LineConfirmationEntity,
  LineCheckResultEntity,
  TestCodeEntity,
  ProvisionSectionEntity,
];
