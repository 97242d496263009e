import { Global, Module } from '@nestjs/common';
import { OpeningHoursService } from './opening-hours.service.js';
import { OpeningWatch } from './opening-watch.js';
import { OverrideService } from './override.service.js';
import { RichMenuService } from './rich-menu.service.js';

@Global()
@Module({
  providers: [OpeningHoursService, OpeningWatch, OverrideService, RichMenuService],
  exports: [OpeningHoursService, OpeningWatch, OverrideService],
})
export class OpeningHoursModule {}
