import { Module } from '@nestjs/common';
import { WaitingListModule } from '../waiting-list/waiting-list.module.js';
import { CannedTextService } from './canned-text.service.js';
import { CategoryService } from './category.service.js';
import { ContentJournal } from './content-journal.js';
import { PhoneListService } from './phone-list.service.js';
import { ScheduleService } from './schedule.service.js';
import { TextService } from './text.service.js';

const services = [CannedTextService, CategoryService, PhoneListService, ScheduleService, TextService];

/** Hours, texts, numbers and categories, as administrators edit them. */
@Module({
  imports: [WaitingListModule],
  providers: [ContentJournal, ...services],
  exports: [ContentJournal, ...services],
})
export class ContentModule {}
