import { Global, Module } from '@nestjs/common';
import { AuditWriter } from './audit-writer.js';
import { DisclosureExportService } from './disclosure-export.service.js';
import { DisclosureService } from './disclosure.service.js';

const services = [AuditWriter, DisclosureService, DisclosureExportService];

/** The trace of who did what. */
@Global()
@Module({ providers: services, exports: services })
export class AuditModule {}
