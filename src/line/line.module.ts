import { Module } from '@nestjs/common';
import { LineAccessLog } from './access-log.js';
import { LineContentClient } from './content.client.js';
import { LineClient } from './line.client.js';

@Module({
  providers: [LineAccessLog, LineClient, LineContentClient],
  exports: [LineAccessLog, LineClient, LineContentClient],
})
export class LineModule {}
