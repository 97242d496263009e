import { Module } from '@nestjs/common';
import { TicketModule } from '../ticket/ticket.module.js';
import { ConsultationFile } from './consultation-file.js';

/** The file of one consultation, for who may ask for it by law. */
@Module({ imports: [TicketModule], providers: [ConsultationFile], exports: [ConsultationFile] })
export class DisclosureExportModule {}
