import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { type Access, accessKey } from '../staff/permit.js';

const SOCKET_EVENT = 'message';

/** One route or socket event with what it declares. */
export interface DeclaredAccess {
  readonly name: string;
  /** The event's own name, where it is one of the sockets'. */
  readonly socketEvent: string | undefined;
  readonly access: Access | undefined;
}

/** Stops the start-up when a route or socket event doesn't say who may call it. */
@Injectable()
export class AccessAudit implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const undeclared = this.list().filter((entry) => entry.access === undefined);
    if (undeclared.length === 0) return;
    throw new Error(`no permission is declared for ${undeclared.map((entry) => entry.name).join(', ')}`);
  }

  /** Every route and socket event of this process. */
  list(): DeclaredAccess[] {
    const hosts = [...this.discovery.getControllers(), ...this.discovery.getProviders()];
    return hosts.flatMap(({ instance, metatype }) => {
      if (instance === null || typeof instance !== 'object' || typeof metatype !== 'function') return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, unknown> | null;
      if (prototype === null) return [];
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name];
        if (typeof handler !== 'function' || !isEntrance(handler)) return [];
        const access = this.reflector.getAllAndOverride<Access | undefined>(accessKey, [handler, metatype]);
        const socketEvent = Reflect.getMetadata(SOCKET_EVENT, handler) as string | undefined;
        return [{ name: `${metatype.name}.${name}`, socketEvent, access }];
      });
    });
  }
}

function isEntrance(handler: object): boolean {
  return Reflect.hasMetadata(PATH_METADATA, handler) || Reflect.hasMetadata(SOCKET_EVENT, handler);
}
