import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import {
  type MadeWall,
  madeWallSchema,
  type MakeWallRequest,
  makeWallRequestSchema,
  type OpenWallRequest,
  openWallRequestSchema,
  wallIdSchema,
  type WallsView,
  wallsViewSchema,
  type WallView,
  wallViewSchema,
} from '../../contract/wall.js';
import { Permit, Public, RecentlyVerified } from '../../staff/permit.js';
import { type Principal, supervisedAccounts } from '../../staff/principal.js';
import { WallService } from '../../staff/wall.service.js';
import { type ConsoleRequest, CurrentPrincipal, principalOf } from '../http/request.js';
import { WallCookie } from '../http/wall-cookie.js';
import { SessionCookie } from '../sign-in/session-cookie.js';
import { WallReadModel } from './wall.read-model.js';

/** Screens on the wall: what they show, and who hangs them up. */
@ApiTags('wall')
@Controller('api')
export class WallController {
  constructor(
    private readonly walls: WallService,
    private readonly readModel: WallReadModel,
    private readonly session: SessionCookie,
    private readonly cookie: WallCookie,
  ) {}

  /** Numbers of the wall's accounts, or of those that the person who asks supervises. */
  @Get('wall')
  @Permit('wall.show')
  @ApiOkResponse({ standardSchema: wallViewSchema })
  async show(@Req() request: ConsoleRequest): Promise<WallView> {
    const { wall } = request;
    return wall === undefined
      ? this.readModel.view(supervisedAccounts(principalOf(request)), null)
      : this.readModel.view(wall.accountIds, wall.endsAt);
  }

  /** Opens a link, once: its token gives way to a cookie. */
  @Post('wall')
  @HttpCode(204)
  @Public()
  @ApiNoContentResponse()
  async open(
    @Body({ schema: openWallRequestSchema }) { token }: OpenWallRequest,
    @Req() request: ConsoleRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    this.cookie.give(reply, await this.walls.open(token, this.session.visitor(request).address));
  }

  @Get('walls')
  @Permit('wall.manage')
  @ApiOkResponse({ standardSchema: wallsViewSchema })
  async list(@CurrentPrincipal() principal: Principal): Promise<WallsView> {
    return { walls: await this.walls.list(principal) };
  }

  /** What then goes on for weeks wants more than a console that somebody walked away from. */
  @Post('walls')
  @Permit('wall.manage')
  @RecentlyVerified()
  @ApiCreatedResponse({ standardSchema: madeWallSchema })
  async make(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: makeWallRequestSchema }) body: MakeWallRequest,
  ): Promise<MadeWall> {
    return this.walls.make(principal, body);
  }

  @Delete('walls/:wallId')
  @HttpCode(204)
  @Permit('wall.manage')
  @ApiNoContentResponse()
  async end(
    @CurrentPrincipal() principal: Principal,
    @Param('wallId', { schema: wallIdSchema }) wallId: string,
  ): Promise<void> {
    await this.walls.end(principal, wallId);
  }
}
