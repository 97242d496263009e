import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module.js';
import { StaffModule } from '../staff/staff.module.js';
import { DebriefReadModel } from './debrief.read-model.js';
import { DebriefService } from './debrief.service.js';
import { ShiftReadModel } from './shift.read-model.js';

const services = [DebriefReadModel, DebriefService, ShiftReadModel];

@Module({ imports: [AccountModule, StaffModule], providers: services, exports: services })
export class CareModule {}
