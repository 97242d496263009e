import { Module } from '@nestjs/common';
import { AssignmentModule } from '../assignment/assignment.module.js';
import { WaitingListModule } from '../waiting-list/waiting-list.module.js';
import { AssignmentController } from './assignment.controller.js';
import { CannedTextController } from './canned-text.controller.js';
import { ConsoleGateway } from './console.gateway.js';
import { DeskController } from './desk.controller.js';
import { DeskReadModel } from './desk.read-model.js';
import { EventPresenter } from './event-presenter.js';
import { JoinController } from './join.controller.js';
import { DraftController } from './draft.controller.js';
import { LineController } from './line.controller.js';
import { LiveService } from './live.service.js';
import { MediaController } from './media.controller.js';
import { MuteController } from './mute.controller.js';
import { OpeningController } from './opening.controller.js';
import { OpeningReadModel } from './opening.read-model.js';
import { PeopleController } from './people.controller.js';
import { PresenceController } from './presence.controller.js';
import { SecurityController } from './security.controller.js';
import { SessionController } from './session.controller.js';
import { SessionCookie } from './session-cookie.js';
import { SessionPresenter } from './session-presenter.js';
import { SessionWatch } from './session-watch.js';
import { SetAsideController } from './set-aside.controller.js';
import { SharedController } from './shared/shared.controller.js';
import { SignInController } from './sign-in.controller.js';
import { TalkController } from './talk.controller.js';
import { TalkReadModel } from './talk.read-model.js';
import { SingleSignOnController } from './single-sign-on.controller.js';
import { TextController } from './text.controller.js';
import { TicketController } from './ticket.controller.js';
import { TransferController } from './transfer.controller.js';

@Module({
  imports: [AssignmentModule, WaitingListModule],
  controllers: [
    SessionController,
    SignInController,
    SingleSignOnController,
    JoinController,
    SecurityController,
    PeopleController,
    PresenceController,
    DeskController,
    TicketController,
    AssignmentController,
    TransferController,
    TalkController,
    DraftController,
    LineController,
    MuteController,
    CannedTextController,
    OpeningController,
    TextController,
    SetAsideController,
    MediaController,
    SharedController,
  ],
  providers: [
    ConsoleGateway,
    DeskReadModel,
    EventPresenter,
    LiveService,
    OpeningReadModel,
    SessionCookie,
    SessionPresenter,
    SessionWatch,
    TalkReadModel,
  ],
})
export class ConsoleModule {}
