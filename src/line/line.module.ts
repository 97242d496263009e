import { Module } from '@nestjs/common';
import { LineContentClient } from './content.client.js';
import { LineClient } from './line.client.js';

@Module({ providers: [LineClient, LineContentClient], exports: [LineClient, LineContentClient] })
export class LineModule {}
