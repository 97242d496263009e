import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AccountDirectory } from '../../account/account.directory.js';
import { AnnouncementReadModel } from '../../bulletin/announcement.read-model.js';
import { AnnouncementService } from '../../bulletin/announcement.service.js';
import { ShiftNoteService } from '../../bulletin/shift-note.service.js';
import {
  type AnnounceRequest,
  announceRequestSchema,
  type MadeAnnouncements,
  madeAnnouncementsSchema,
  type OpenAnnouncements,
  openAnnouncementsSchema,
  type ShiftNoteRequest,
  shiftNoteRequestSchema,
  type ShiftNotes,
  shiftNotesSchema,
} from '../../contract/bulletin.js';
import { Database } from '../../database/database.service.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { CurrentPrincipal } from '../http/request.js';

const ID = { schema: z.uuid() };

/** What people of an account tell each other beside the consultations. */
@ApiTags('bulletin')
@Controller('api')
export class BulletinController {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly announcements: AnnouncementService,
    private readonly announced: AnnouncementReadModel,
    private readonly notes: ShiftNoteService,
  ) {}

  /** What was announced, and who has not read it yet. */
  @Get('announcements')
  @Permit('announcement.make')
  @ApiOkResponse({ standardSchema: madeAnnouncementsSchema })
  async made(@CurrentPrincipal() principal: Principal): Promise<MadeAnnouncements> {
    const writable = this.announcements.writable(principal);
    return {
      announcements: await this.database.snapshot((tx) => this.announced.made(tx, writable)),
      accounts: writable.flatMap((id) => {
        const account = this.accounts.find(id);
        return account === undefined ? [] : { id, name: account.name };
      }),
    };
  }

  /** What the person has not read yet. */
  @Get('announcements/open')
  @Permit('announcement.read')
  @ApiOkResponse({ standardSchema: openAnnouncementsSchema })
  async open(@CurrentPrincipal() principal: Principal): Promise<OpenAnnouncements> {
    return { announcements: await this.database.snapshot((tx) => this.announced.open(tx, principal)) };
  }

  @Post('announcements')
  @HttpCode(200)
  @Permit('announcement.make')
  @ApiOkResponse({ standardSchema: madeAnnouncementsSchema })
  async make(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: announceRequestSchema }) body: AnnounceRequest,
  ): Promise<MadeAnnouncements> {
    await this.announcements.make(principal, body);
    return this.made(principal);
  }

  @Post('announcements/:announcementId/withdraw')
  @HttpCode(200)
  @Permit('announcement.make')
  @ApiOkResponse({ standardSchema: madeAnnouncementsSchema })
  async withdraw(
    @CurrentPrincipal() principal: Principal,
    @Param('announcementId', ID) id: string,
  ): Promise<MadeAnnouncements> {
    await this.announcements.withdraw(principal, id);
    return this.made(principal);
  }

  @Post('announcements/:announcementId/read')
  @HttpCode(200)
  @Permit('announcement.read')
  @ApiOkResponse({ standardSchema: openAnnouncementsSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('announcementId', ID) id: string,
  ): Promise<OpenAnnouncements> {
    await this.announcements.read(principal, id);
    return this.open(principal);
  }

  @Get('shift-notes')
  @Permit('shift-note.read')
  @ApiOkResponse({ standardSchema: shiftNotesSchema })
  async list(@CurrentPrincipal() principal: Principal): Promise<ShiftNotes> {
    return this.notes.list(principal);
  }

  @Post('shift-notes')
  @HttpCode(200)
  @Permit('shift-note.write')
  @ApiOkResponse({ standardSchema: shiftNotesSchema })
  async write(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: shiftNoteRequestSchema }) body: ShiftNoteRequest,
  ): Promise<ShiftNotes> {
    await this.notes.write(principal, body);
    return this.notes.list(principal);
  }

  @Post('shift-notes/:noteId/read')
  @HttpCode(200)
  @Permit('shift-note.read')
  @ApiOkResponse({ standardSchema: shiftNotesSchema })
  async readNote(
    @CurrentPrincipal() principal: Principal,
    @Param('noteId', ID) id: string,
  ): Promise<ShiftNotes> {
    await this.notes.read(principal, id);
    return this.notes.list(principal);
  }

  @Post('shift-notes/:noteId/done')
  @HttpCode(200)
  @Permit('shift-note.write')
  @ApiOkResponse({ standardSchema: shiftNotesSchema })
  async done(@CurrentPrincipal() principal: Principal, @Param('noteId', ID) id: string): Promise<ShiftNotes> {
    await this.notes.done(principal, id);
    return this.notes.list(principal);
  }
}
