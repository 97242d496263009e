import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** Describes the console's HTTP API, from the same schemas that check its input. */
export function createOpenApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Tomoshibi')
    .setDescription(
      'API of the counselors’ console. Errors carry a code of the catalogue and texts in Japanese and English.',
    )
    .setVersion('1')
    .addCookieAuth('tomoshibi-session')
    .build();
  return SwaggerModule.createDocument(app, config);
}
