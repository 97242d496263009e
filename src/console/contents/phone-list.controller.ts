import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { PhoneListService } from '../../content/phone-list.service.js';
import {
  type DeleteVersion,
  deleteVersionSchema,
  type PhoneList,
  type PhoneLists,
  phoneListSchema,
  phoneListsSchema,
  type SavePhoneList,
  savePhoneListSchema,
} from '../../contract/content.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { CurrentPrincipal } from '../http/request.js';

const listIdSchema = z.uuid();

/** Telephone numbers that callers are told. */
@ApiTags('texts')
@Controller('api/phone-lists')
export class PhoneListController {
  constructor(private readonly lists: PhoneListService) {}

  @Get()
  @Permit('text.manage')
  @ApiOkResponse({ standardSchema: phoneListsSchema })
  async read(): Promise<PhoneLists> {
    return this.lists.read();
  }

  @Post()
  @HttpCode(201)
  @Permit('text.manage')
  @ApiCreatedResponse({ standardSchema: phoneListSchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: savePhoneListSchema }) body: SavePhoneList,
  ): Promise<PhoneList> {
    return this.lists.create(principal.staffId, body);
  }

  @Put(':listId')
  @Permit('text.manage')
  @ApiOkResponse({ standardSchema: phoneListSchema })
  async save(
    @CurrentPrincipal() principal: Principal,
    @Param('listId', { schema: listIdSchema }) listId: string,
    @Body({ schema: savePhoneListSchema }) body: SavePhoneList,
  ): Promise<PhoneList> {
    return this.lists.save(principal.staffId, listId, body);
  }

  @Delete(':listId')
  @HttpCode(204)
  @Permit('text.manage')
  @ApiNoContentResponse()
  async delete(
    @CurrentPrincipal() principal: Principal,
    @Param('listId', { schema: listIdSchema }) listId: string,
    @Query({ schema: deleteVersionSchema }) { version }: DeleteVersion,
  ): Promise<void> {
    await this.lists.delete(principal.staffId, listId, version);
  }
}
