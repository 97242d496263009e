import 'reflect-metadata';
import { Controller, Get, Module, Post, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { describe, expect, it } from '@jest/globals';
import { AccessAudit } from '../../src/app/access-audit.js';
import { Permit, Public } from '../../src/staff/permit.js';

@Controller('declared')
class DeclaredController {
  @Get()
  @Public()
  open(): void {}

  @Post()
  @Permit('ticket.take')
  closed(): void {}

  /** No route: needs no declaration. */
  helper(): void {}
}

@Controller('whole')
@Permit('desk.read')
class DeclaredAsAWholeController {
  @Get()
  read(): void {}
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  @Public()
  open(): void {}

  @Post()
  forgotten(): void {}
}

class BaseController {
  @Get('inherited')
  inherited(): void {}
}

@Controller('heir')
class HeirController extends BaseController {}

@WebSocketGateway()
class ForgottenGateway {
  @SubscribeMessage('forgotten')
  forgotten(): void {}
}

@WebSocketGateway()
class DeclaredGateway {
  @SubscribeMessage('declared')
  @Permit('message.show')
  declared(): void {}
}

const startWith = async (controllers: Type[], providers: Type[] = []): Promise<void> => {
  @Module({ imports: [DiscoveryModule], controllers, providers: [AccessAudit, ...providers] })
  class TinyModule {}
  const app = await NestFactory.createApplicationContext(TinyModule, { logger: false, abortOnError: false });
  await app.close();
};

describe('a server whose every door says who may use it', () => {
  it('starts', async () => {
    await expect(
      startWith([DeclaredController, DeclaredAsAWholeController], [DeclaredGateway]),
    ).resolves.toBeUndefined();
  });

  it.each<[string, Type[], Type[]]>([
    ['ForgottenController.forgotten', [DeclaredController, ForgottenController], []],
    ['HeirController.inherited', [HeirController], []],
    ['ForgottenGateway.forgotten', [], [DeclaredGateway, ForgottenGateway]],
  ])("doesn't start when %s was forgotten, and names it", async (name, controllers, providers) => {
    await expect(startWith(controllers, providers)).rejects.toThrow(`no permission is declared for ${name}`);
  });
});
