import { Global, Module } from '@nestjs/common';
import { InboxReadModel } from './inbox.read-model.js';
import { InboxRepository } from './inbox.repository.js';
import { SetAsideExpiry } from './set-aside-expiry.js';
import { SilenceWatch } from './silence-watch.js';

@Global()
@Module({
  providers: [InboxReadModel, InboxRepository, SetAsideExpiry, SilenceWatch],
  exports: [InboxReadModel, InboxRepository, SilenceWatch],
})
export class InboxModule {}
