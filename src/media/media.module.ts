import { Global, Module } from '@nestjs/common';
import { MediaRepository } from './media.repository.js';

const services = [MediaRepository];

@Global()
@Module({ providers: services, exports: services })
export class MediaModule {}
