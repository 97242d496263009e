import { Global, Module } from '@nestjs/common';
import { AccountDirectory } from './account.directory.js';
import { AccountRepository } from './account.repository.js';
import { AccountTrace } from './account-trace.js';
import { AlarmService } from './alarm.service.js';
import { ContentRepository } from './content.repository.js';
import { LineTaskQueue } from './line-task.queue.js';

@Global()
@Module({
  providers: [
    AccountDirectory,
    AccountRepository,
    AccountTrace,
    AlarmService,
    ContentRepository,
    LineTaskQueue,
  ],
  exports: [
    AccountDirectory,
    AccountRepository,
    AccountTrace,
    AlarmService,
    ContentRepository,
    LineTaskQueue,
  ],
})
export class AccountModule {}
