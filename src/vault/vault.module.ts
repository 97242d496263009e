import { Global, Module } from '@nestjs/common';
import { KeyStore } from './key-store.js';
import { Vault } from './vault.service.js';

@Global()
@Module({ providers: [KeyStore, Vault], exports: [KeyStore, Vault] })
export class VaultModule {}
