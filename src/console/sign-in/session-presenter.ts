import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { AppError } from '../../config/app-error.js';
import { ENVIRONMENT } from '../../config/config.module.js';
import { type Environment } from '../../config/environment.js';
import { type SessionView } from '../../contract/staff.js';
import { type Principal } from '../../staff/principal.js';
import { SessionService } from '../../staff/session.service.js';
import { SessionCookie } from './session-cookie.js';

/** What a console is told of the session that it is in. */
@Injectable()
export class SessionPresenter {
  constructor(
    private readonly sessions: SessionService,
    private readonly cookie: SessionCookie,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Hands a session that has just begun to its browser. @throws AppError sign_in_required when it is over already */
  async begun(reply: FastifyReply, token: string): Promise<SessionView> {
    const principal = await this.sessions.find(token);
    if (principal === undefined) throw new AppError('sign_in_required');
    this.cookie.give(reply, token);
    return this.view(principal);
  }

  view(principal: Principal): SessionView {
    const { staffId, login, displayName, administrator, capacity, memberships, oversight } = principal;
    return {
      staff: { id: staffId, login, displayName, administrator, capacity },
      memberships: [...memberships].map(([accountId, role]) => ({ accountId, role })),
      oversight: [...oversight].map(([accountId, role]) => ({ accountId, role })),
      demo: this.environment.demo,
    };
  }
}
