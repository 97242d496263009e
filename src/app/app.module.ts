import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { type DataSource } from 'typeorm';
import { AccountModule } from '../account/account.module.js';
import { AssignmentModule } from '../assignment/assignment.module.js';
import { type AdjustableClock } from '../config/clock.js';
import { ConfigModule } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { ConsoleModule } from '../console/console.module.js';
import { ErrorFilter } from '../console/error.filter.js';
import { PermissionGuard } from '../console/permission.guard.js';
import { validationPipe } from '../console/validation.js';
import { DatabaseModule } from '../database/database.module.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { InboxModule } from '../inbox/inbox.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { LineModule } from '../line/line.module.js';
import { MediaModule } from '../media/media.module.js';
import { OpeningHoursModule } from '../opening-hours/opening-hours.module.js';
import { StaffModule } from '../staff/staff.module.js';
import { TicketModule } from '../ticket/ticket.module.js';
import { VaultModule } from '../vault/vault.module.js';
import { WaitingListModule } from '../waiting-list/waiting-list.module.js';
import { AccessAudit } from './access-audit.js';
import { DemoClockController } from './demo-clock/demo-clock.controller.js';
import { DemoClockService } from './demo-clock/demo-clock.service.js';
import { FlowGauges } from './flow-gauges.js';
import { HealthController } from './health.controller.js';
import { ProvisionService } from './provision/provision.service.js';

export interface AppSettings {
  readonly environment: Environment;
  readonly masterKey: Buffer;
  readonly dataSource: DataSource;
  readonly clock?: AdjustableClock | undefined;
}

/** The whole server, in the order in which a message travels. `ROLES` leaves out what this process is not for. */
@Module({})
export class AppModule {
  static forRoot({ environment, masterKey, dataSource, clock }: AppSettings): DynamicModule {
    const has = (role: Environment['ROLES'][number]) => environment.ROLES.includes(role);
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(environment, masterKey, clock),
        DatabaseModule.forRoot(dataSource),
        VaultModule,
        AccountModule,
        LineModule,
        StaffModule,
        TicketModule,
        MediaModule,
        OpeningHoursModule,
        WaitingListModule,
        AssignmentModule,
        InboxModule,
        ...(has('intake') ? [IntakeModule] : []),
        ...(has('console') ? [ConsoleModule] : []),
        ...(has('delivery') ? [DeliveryModule] : []),
        DiscoveryModule,
      ],
      controllers: [HealthController, ...(has('console') ? [DemoClockController] : [])],
      providers: [
        AccessAudit,
        DemoClockService,
        FlowGauges,
        ProvisionService,
        { provide: APP_GUARD, useClass: PermissionGuard },
        { provide: APP_FILTER, useClass: ErrorFilter },
        { provide: APP_PIPE, useFactory: validationPipe },
      ],
    };
  }
}
