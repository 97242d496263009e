import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { OpenApiNames } from './openapi-names.js';

/** Describes the console's HTTP API, from the same schemas that check its input. */
export async function createOpenApiDocument(app: NestFastifyApplication): Promise<OpenAPIObject> {
  const names = await OpenApiNames.read();
  const config = new DocumentBuilder()
    .setTitle('Tomoshibi')
    .setDescription(
      'API of the counselors’ console. Errors carry a code of the catalogue and texts in Japanese and English.',
    )
    .setVersion('1')
    .addCookieAuth('tomoshibi-session')
    .build();
  return SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: (schema, { schemaType }) => names.describe(schema, schemaType),
  });
}
