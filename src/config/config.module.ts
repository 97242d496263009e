import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AdjustableClock, Clock } from './clock.js';
import { type Environment } from './environment.js';

/** Injection tokens of what is read once at start-up. */
export const ENVIRONMENT = Symbol('environment');
export const MASTER_KEY = Symbol('master key');

@Global()
@Module({})
export class ConfigModule {
  static forRoot(environment: Environment, masterKey: Buffer, clock = new AdjustableClock()): DynamicModule {
    const providers = [
      { provide: ENVIRONMENT, useValue: environment },
      { provide: MASTER_KEY, useValue: masterKey },
      { provide: AdjustableClock, useValue: clock },
      { provide: Clock, useExisting: AdjustableClock },
    ];
    return { module: ConfigModule, providers, exports: providers };
  }
}
