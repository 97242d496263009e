import { Module } from '@nestjs/common';
import { WaitingListModule } from '../waiting-list/waiting-list.module.js';
import { AssignmentService } from './assignment.service.js';
import { LoadReadModel } from './load.read-model.js';
import { PresenceService } from './presence.service.js';
import { SignOutService } from './sign-out.service.js';
import { VanishService } from './vanish.service.js';

const services = [AssignmentService, LoadReadModel, PresenceService, SignOutService, VanishService];

@Module({ imports: [WaitingListModule], providers: services, exports: services })
export class AssignmentModule {}
