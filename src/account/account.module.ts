import { Global, Module } from '@nestjs/common';
import { AccountDirectory } from './account.directory.js';
import { AccountRepository } from './account.repository.js';
import { AlarmService } from './alarm.service.js';
import { LineTaskQueue } from './line-task.queue.js';

@Global()
@Module({
  providers: [AccountDirectory, AccountRepository, AlarmService, LineTaskQueue],
  exports: [AccountDirectory, AccountRepository, AlarmService, LineTaskQueue],
})
export class AccountModule {}
