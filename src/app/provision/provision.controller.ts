import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FileView, fileViewSchema } from '../../contract/administration.js';
import { Permit } from '../../staff/permit.js';
import { CurrentSettings } from './current-settings.js';
import { ProvisionService } from './provision.service.js';

/** The file beside the screens: where they differ, and what a file of the present settings would be. */
@ApiTags('administration')
@Controller('api/admin/file')
export class ProvisionController {
  constructor(
    private readonly provision: ProvisionService,
    private readonly current: CurrentSettings,
  ) {}

  @Get()
  @Permit('account.manage')
  @ApiOkResponse({ standardSchema: fileViewSchema })
  differing(): Promise<FileView> {
    return this.current.differing(this.provision.file);
  }

  @Get('yaml')
  @Permit('account.manage')
  @ApiProduces('application/yaml')
  @Header('content-type', 'application/yaml; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="provision.yaml"')
  yaml(): Promise<string> {
    return this.current.yaml();
  }
}
