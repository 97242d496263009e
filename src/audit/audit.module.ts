import { Global, Module } from '@nestjs/common';
import { AuditWriter } from './audit-writer.js';
import { DisclosureExportService } from './disclosure-export.service.js';
import { DisclosureService } from './disclosure.service.js';
import { TransparencyReadModel } from './transparency.read-model.js';

const services = [AuditWriter, DisclosureService, DisclosureExportService, TransparencyReadModel];

/** The trace of who did what. */
@Global()
@Module({ providers: services, exports: services })
export class AuditModule {}
