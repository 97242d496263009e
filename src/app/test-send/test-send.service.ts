import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../../account/account.directory.js';
import { AuditWriter } from '../../audit/audit-writer.js';
import { AppError } from '../../config/app-error.js';
import { Clock } from '../../config/clock.js';
import { type TestSent, type TestView } from '../../contract/administration.js';
import { Database } from '../../database/database.service.js';
import { LineClient } from '../../line/line.client.js';
import { type SendResult } from '../../line/line-result.js';
import { TestCallers } from '../../ticket/test-callers.service.js';

/** In Japanese alone, as all that callers read. */
const TEST_TEXT = `これは、管理者からのテスト送信です。
この公式アカウントのメッセージが届くことを確かめています。お返事はいりません。`;

/** Sends a test to who has shown by a code that they are one of the administrator's own, and to nobody else. */
@Injectable()
export class TestSend {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly callers: TestCallers,
    private readonly line: LineClient,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError account_not_found */
  async view(accountId: string): Promise<TestView> {
    await this.#account(accountId);
    return this.callers.view(this.database, accountId);
  }

  async makeCode(staffId: string, accountId: string): Promise<TestView> {
    await this.#account(accountId);
    await this.database.transaction(async (tx) => {
      await this.callers.makeCode(tx, accountId);
      await this.audit.record(tx, { act: 'test-caller.asked', actor: staffId, accountId });
    });
    return this.view(accountId);
  }

  /** @throws AppError test_caller_not_found */
  async forget(staffId: string, accountId: string, callerId: string): Promise<TestView> {
    await this.#account(accountId);
    await this.database.transaction(async (tx) => {
      await this.callers.forget(tx, accountId, callerId);
      await this.audit.record(tx, { act: 'test-caller.forgotten', actor: staffId, accountId, callerId });
    });
    return this.view(accountId);
  }

  /** Once, without another try: what LINE says to just this is what is asked for. @throws AppError test_caller_not_found */
  async send(staffId: string, accountId: string, callerId: string): Promise<TestSent> {
    const account = await this.#account(accountId);
    const to = await this.callers.lineUserId(this.database, accountId, callerId);
    const { senderName } = account.settings;
    const sender = senderName === undefined ? {} : { sender: { name: senderName } };
    const message = { type: 'text' as const, text: TEST_TEXT, ...sender };
    const result = await this.line.push(account.credentials, to, [message], randomUUID());
    const sent = { ...answerOf(result), sentAt: this.clock.now().toISOString() };
    await this.audit.note({
      act: 'test.sent',
      actor: staffId,
      accountId,
      callerId,
      details: { outcome: sent.outcome, status: sent.status },
    });
    return sent;
  }

  async #account(accountId: string) {
    await this.accounts.refresh(this.database, [accountId]);
    const account = this.accounts.find(accountId);
    if (account === undefined) throw new AppError('account_not_found');
    return account;
  }
}

function answerOf(result: SendResult): Omit<TestSent, 'sentAt'> {
  if (result.outcome === 'accepted') return { outcome: 'accepted', status: 200, answer: null };
  const { status, answer } = result;
  return { outcome: status === null ? 'no-answer' : 'refused', status, answer };
}
