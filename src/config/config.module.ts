import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AdjustableClock, Clock } from './clock.js';
import { type Environment } from './environment.js';

/** Injection token of what is read once at start-up. */
export const ENVIRONMENT = Symbol('environment');

@Global()
@Module({})
export class ConfigModule {
  static forRoot(environment: Environment, clock = new AdjustableClock()): DynamicModule {
    const providers = [
      { provide: ENVIRONMENT, useValue: environment },
      { provide: AdjustableClock, useValue: clock },
      { provide: Clock, useExisting: AdjustableClock },
    ];
    return { module: ConfigModule, providers, exports: providers };
  }
}
