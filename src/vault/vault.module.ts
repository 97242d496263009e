import { type DynamicModule, Global, Module } from '@nestjs/common';
import { type DataSource } from 'typeorm';
import { Clock } from '../config/clock.js';
import { KeyAdoption } from './key-adoption.js';
import { KeyDatabase } from './key-database.js';
import { KeyDestruction } from './key-destruction.js';
import { KEY_WRAPPER, KeyStore } from './key-store.js';
import { type KeyWrapper } from './key-wrapper.js';
import { Vault } from './vault.service.js';

@Global()
@Module({})
export class VaultModule {
  static forRoot(keyDataSource: DataSource, wrapper: KeyWrapper): DynamicModule {
    return {
      module: VaultModule,
      providers: [
        {
          provide: KeyDatabase,
          useFactory: (clock: Clock) => new KeyDatabase(keyDataSource, clock),
          inject: [Clock],
        },
        { provide: KEY_WRAPPER, useValue: wrapper },
        KeyStore,
        KeyAdoption,
        KeyDestruction,
        Vault,
      ],
      exports: [KEY_WRAPPER, KeyDatabase, KeyStore, KeyDestruction, Vault],
    };
  }
}
