import { Module } from '@nestjs/common';
import { WaitingListModule } from '../waiting-list/waiting-list.module.js';
import { AssignmentService } from './assignment.service.js';

@Module({ imports: [WaitingListModule], providers: [AssignmentService], exports: [AssignmentService] })
export class AssignmentModule {}
