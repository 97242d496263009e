import { Global, Module } from '@nestjs/common';
import { AccountDirectory } from './account.directory.js';
import { AccountRepository } from './account.repository.js';
import { AlarmService } from './alarm.service.js';

@Global()
@Module({
  providers: [AccountDirectory, AccountRepository, AlarmService],
  exports: [AccountDirectory, AccountRepository, AlarmService],
})
export class AccountModule {}
