import { Global, Module } from '@nestjs/common';
import { OpeningHoursService } from './opening-hours.service.js';
import { OpeningWatch } from './opening-watch.js';

@Global()
@Module({ providers: [OpeningHoursService, OpeningWatch], exports: [OpeningHoursService, OpeningWatch] })
export class OpeningHoursModule {}
