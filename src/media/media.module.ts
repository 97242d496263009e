import { Global, Module } from '@nestjs/common';
import { MediaAccess } from './media.access.js';
import { MediaRepository } from './media.repository.js';
import { MediaService } from './media.service.js';
import { MediaStore } from './media.store.js';
import { MediaScanner } from './scanner.js';

const services = [MediaAccess, MediaRepository, MediaScanner, MediaService, MediaStore];

@Global()
@Module({ providers: services, exports: services })
export class MediaModule {}
