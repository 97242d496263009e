import { Module } from '@nestjs/common';
import { ContentModule } from '../content/content.module.js';
import { WaitingListModule } from '../waiting-list/waiting-list.module.js';
import { ChecklistService } from './checklist.service.js';
import { IncidentEntries } from './incident-entries.js';
import { IncidentFactsService } from './incident-facts.service.js';
import { IncidentReadModel } from './incident.read-model.js';
import { IncidentService } from './incident.service.js';
import { IncidentStepService } from './incident-step.service.js';

const services = [
  ChecklistService,
  IncidentEntries,
  IncidentFactsService,
  IncidentReadModel,
  IncidentService,
  IncidentStepService,
];

@Module({ imports: [ContentModule, WaitingListModule], providers: services, exports: services })
export class EmergencyModule {}
