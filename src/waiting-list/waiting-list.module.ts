import { Module } from '@nestjs/common';
import { TextBook } from './text-book.js';
import { WaitingListService } from './waiting-list.service.js';

@Module({ providers: [TextBook, WaitingListService], exports: [TextBook, WaitingListService] })
export class WaitingListModule {}
