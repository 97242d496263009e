import { Module } from '@nestjs/common';
import { BulletinModule } from '../bulletin/bulletin.module.js';
import { AssignmentModule } from '../assignment/assignment.module.js';
import { CareModule } from '../care/care.module.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { DisclosureExportModule } from '../disclosure/disclosure-export.module.js';
import { SearchModule } from '../search/search.module.js';
import { StatisticsModule } from '../statistics/statistics.module.js';
import { EmergencyModule } from '../emergency/emergency.module.js';
import { SupervisionModule } from '../supervision/supervision.module.js';
import { ContentModule } from '../content/content.module.js';
import { WaitingListModule } from '../waiting-list/waiting-list.module.js';
import { AccountAdministration } from './administration/account-administration.service.js';
import { AccountController } from './administration/account.controller.js';
import { AccountListReadModel } from './administration/account-list.read-model.js';
import { StaffAdministration } from './administration/staff-administration.service.js';
import { StaffController } from './administration/staff.controller.js';
import { ApprovalRuleController, MoveController } from './supervision/approval-rule.controller.js';
import { CannedBookController } from './contents/canned-book.controller.js';
import { CategoryController } from './contents/category.controller.js';
import { ChecklistController } from './contents/checklist.controller.js';
import { PhoneListController } from './contents/phone-list.controller.js';
import { ScheduleController } from './contents/schedule.controller.js';
import { TextEditorController } from './contents/text-editor.controller.js';
import { WallController } from './wall/wall.controller.js';
import { WallCookie } from './http/wall-cookie.js';
import { WallReadModel } from './wall/wall.read-model.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditReadModel } from './audit/audit.read-model.js';
import { DisclosureController } from './audit/disclosure.controller.js';
import { AssignmentController } from './desk/assignment.controller.js';
import { BridgeController } from './bridge/bridge.controller.js';
import { CannedTextController } from './desk/canned-text.controller.js';
import { ConsoleGateway } from './live/console.gateway.js';
import { DeskController } from './desk/desk.controller.js';
import { DeskReadModel } from './desk/desk.read-model.js';
import { EventPresenter } from './live/event-presenter.js';
import { JoinController } from './sign-in/join.controller.js';
import { DraftController } from './desk/draft.controller.js';
import { BulletinController } from './bulletin/bulletin.controller.js';
import { GlassController } from './glass/glass.controller.js';
import { IncidentController } from './emergency/incident.controller.js';
import { HeldReplyController } from './supervision/held-reply.controller.js';
import { LineController } from './waiting/line.controller.js';
import { LiveService } from './live/live.service.js';
import { MediaController } from './desk/media.controller.js';
import { MuteController } from './waiting/mute.controller.js';
import { OpeningController } from './hours/opening.controller.js';
import { OpeningReadModel } from './hours/opening.read-model.js';
import { PeopleController } from './administration/people.controller.js';
import { PresenceController } from './desk/presence.controller.js';
import { SecurityController } from './sign-in/security.controller.js';
import { SessionController } from './sign-in/session.controller.js';
import { SessionCookie } from './sign-in/session-cookie.js';
import { SessionPresenter } from './sign-in/session-presenter.js';
import { SessionWatch } from './live/session-watch.js';
import { FiguresController } from './figures/figures.controller.js';
import { ErasureController } from './erasure/erasure.controller.js';
import { SearchController } from './search/search.controller.js';
import { SetAsideController } from './administration/set-aside.controller.js';
import { SharedController } from './shared/shared.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SupervisionController } from './supervision/supervision.controller.js';
import { TalkController } from './desk/talk.controller.js';
import { TalkPeople } from './supervision/talk-people.js';
import { TalkReadModel } from './desk/talk.read-model.js';
import { SingleSignOnController } from './sign-in/single-sign-on.controller.js';
import { TextController } from './hours/text.controller.js';
import { TicketController } from './desk/ticket.controller.js';
import { TransferController } from './desk/transfer.controller.js';

@Module({
  imports: [
    AssignmentModule,
    CareModule,
    ContentModule,
    EmergencyModule,
    DisclosureExportModule,
    ErasureModule,
    SearchModule,
    StatisticsModule,
    SupervisionModule,
    WaitingListModule,
    WaitingListModule,
    BulletinModule,
  ],
  controllers: [
    SessionController,
    SignInController,
    SingleSignOnController,
    JoinController,
    SecurityController,
    PeopleController,
    StaffController,
    AccountController,
    PresenceController,
    DeskController,
    BridgeController,
    WallController,
    TicketController,
    AssignmentController,
    TransferController,
    TalkController,
    DraftController,
    LineController,
    MuteController,
    GlassController,
    IncidentController,
    BulletinController,
    CannedTextController,
    OpeningController,
    TextController,
    TextEditorController,
    ScheduleController,
    CannedBookController,
    PhoneListController,
    CategoryController,
    SearchController,
    ChecklistController,
    SetAsideController,
    AuditController,
    DisclosureController,
    ErasureController,
    FiguresController,
    MediaController,
    SharedController,
    SupervisionController,
    HeldReplyController,
    ApprovalRuleController,
    MoveController,
  ],
  providers: [
    AuditReadModel,
    AccountAdministration,
    AccountListReadModel,
    StaffAdministration,
    ConsoleGateway,
    DeskReadModel,
    EventPresenter,
    LiveService,
    OpeningReadModel,
    SessionCookie,
    SessionPresenter,
    SessionWatch,
    TalkPeople,
    TalkReadModel,
    WallCookie,
    WallReadModel,
  ],
})
export class ConsoleModule {}
