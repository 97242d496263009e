import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Database } from './database.service.js';
import { EventFeed } from './event/event-feed.js';
import { TimerService } from './timer/timer.service.js';

/** The open connections, and what is built on nothing else: transactions, the event feed, timers. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(dataSource: DataSource): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [{ provide: DataSource, useValue: dataSource }, Database, EventFeed, TimerService],
      exports: [DataSource, Database, EventFeed, TimerService],
    };
  }
}
