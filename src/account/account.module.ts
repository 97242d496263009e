import { Global, Module } from '@nestjs/common';
import { AccountDirectory } from './account.directory.js';
import { AccountRepository } from './account.repository.js';

@Global()
@Module({ providers: [AccountDirectory, AccountRepository], exports: [AccountDirectory, AccountRepository] })
export class AccountModule {}
