import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module.js';
import { OpeningHoursModule } from '../opening-hours/opening-hours.module.js';
import { FiguresReadModel } from './figures.read-model.js';
import { TodayReadModel } from './today.read-model.js';

@Module({
  imports: [AccountModule, OpeningHoursModule],
  providers: [TodayReadModel, FiguresReadModel],
  exports: [TodayReadModel, FiguresReadModel],
})
export class StatisticsModule {}
