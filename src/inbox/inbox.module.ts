import { Global, Module } from '@nestjs/common';
import { InboxReadModel } from './inbox.read-model.js';
import { InboxRepository } from './inbox.repository.js';

@Global()
@Module({ providers: [InboxReadModel, InboxRepository], exports: [InboxReadModel, InboxRepository] })
export class InboxModule {}
