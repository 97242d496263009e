import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { type DataSource } from 'typeorm';
import { AccountModule } from '../account/account.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { AssignmentModule } from '../assignment/assignment.module.js';
import { type AdjustableClock } from '../config/clock.js';
import { ConfigModule } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { ConsoleModule } from '../console/console.module.js';
import { ErrorFilter } from '../console/http/error.filter.js';
import { PermissionGuard } from '../console/http/permission.guard.js';
import { validationPipe } from '../console/http/validation.js';
import { WallCookie } from '../console/http/wall-cookie.js';
import { DatabaseModule } from '../database/database.module.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { EmergencyModule } from '../emergency/emergency.module.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { InboxModule } from '../inbox/inbox.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { LineModule } from '../line/line.module.js';
import { MediaModule } from '../media/media.module.js';
import { OpeningHoursModule } from '../opening-hours/opening-hours.module.js';
import { StaffModule } from '../staff/staff.module.js';
import { SupervisionModule } from '../supervision/supervision.module.js';
import { TicketModule } from '../ticket/ticket.module.js';
import { type KeyWrapper } from '../vault/key-wrapper.js';
import { VaultModule } from '../vault/vault.module.js';
import { WaitingListModule } from '../waiting-list/waiting-list.module.js';
import { AccessAudit } from './access-audit.js';
import { DemoClockController } from './demo-clock/demo-clock.controller.js';
import { DemoClockService } from './demo-clock/demo-clock.service.js';
import { FlowGauges } from './flow-gauges.js';
import { HealthController } from './health.controller.js';
import { LineCheckController } from './line-check/line-check.controller.js';
import { LineCheckService } from './line-check/line-check.service.js';
import { AppliedSections } from './provision/applied-sections.js';
import { CurrentSettings } from './provision/current-settings.js';
import { ProvisionController } from './provision/provision.controller.js';
import { ProvisionTrace } from './provision/provision-trace.js';
import { ProvisionService } from './provision/provision.service.js';
import { TestSendController } from './test-send/test-send.controller.js';
import { TestSend } from './test-send/test-send.service.js';
import { UnmaskController } from './unmask/unmask.controller.js';
import { UnmaskService } from './unmask/unmask.service.js';

/** What the console asks of what only this folder may import. */
const consoleControllers = [
  DemoClockController,
  LineCheckController,
  ProvisionController,
  TestSendController,
  UnmaskController,
];

export interface AppSettings {
  readonly environment: Environment;
  readonly keyWrapper: KeyWrapper;
  readonly dataSource: DataSource;
  /** Of the key store. */
  readonly keyDataSource: DataSource;
  readonly clock?: AdjustableClock | undefined;
}

/** The whole server, in the order in which a message travels. `ROLES` leaves out what this process is not for. */
@Module({})
export class AppModule {
  static forRoot({ environment, keyWrapper, dataSource, keyDataSource, clock }: AppSettings): DynamicModule {
    const has = (role: Environment['ROLES'][number]) => environment.ROLES.includes(role);
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(environment, clock),
        DatabaseModule.forRoot(dataSource),
        VaultModule.forRoot(keyDataSource, keyWrapper),
        AuditModule,
        AccountModule,
        LineModule,
        StaffModule,
        TicketModule,
        MediaModule,
        OpeningHoursModule,
        WaitingListModule,
        AssignmentModule,
        EmergencyModule,
        SupervisionModule,
        InboxModule,
        ErasureModule,
        ...(has('intake') ? [IntakeModule] : []),
        ...(has('console') ? [ConsoleModule] : []),
        ...(has('delivery') ? [DeliveryModule] : []),
        DiscoveryModule,
      ],
      controllers: [HealthController, ...(has('console') ? consoleControllers : [])],
      providers: [
        AccessAudit,
        AppliedSections,
        CurrentSettings,
        DemoClockService,
        FlowGauges,
        LineCheckService,
        ProvisionService,
        TestSend,
        ProvisionTrace,
        UnmaskService,
        // For the guard, which stands before every role's routes.
        WallCookie,
        { provide: APP_GUARD, useClass: PermissionGuard },
        { provide: APP_FILTER, useClass: ErrorFilter },
        { provide: APP_PIPE, useFactory: validationPipe },
      ],
    };
  }
}
