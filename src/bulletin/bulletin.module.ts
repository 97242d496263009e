import { Module } from '@nestjs/common';
import { AnnouncementReadModel } from './announcement.read-model.js';
import { AnnouncementService } from './announcement.service.js';
import { ShiftNoteService } from './shift-note.service.js';

const services = [AnnouncementReadModel, AnnouncementService, ShiftNoteService];

@Module({ providers: services, exports: services })
export class BulletinModule {}
