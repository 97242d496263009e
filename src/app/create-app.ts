import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject } from '@nestjs/swagger';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { withOrigin } from '../audit/origin.js';
import { type Environment } from '../config/environment.js';
import { LineAccessLog } from '../line/access-log.js';
import { AppModule, type AppSettings } from './app.module.js';
import { API_DOCUMENT, CONSOLE_PAGES, watchOpenRoutes } from './open-routes.js';
import { createOpenApiDocument } from './openapi.js';

const WEBHOOK_PATH = '/line/webhook/';
const ATTACHMENT_PATH = /^\/api\/tickets\/[^/?]+\/attachments(?:\?|$)/;
/** Its parser leaves the body alone. */
const ATTACHMENT_TYPE = 'application/vnd.tomoshibi.attachment';
/** Console requests carry one reply at most: 5,000 characters and some names. */
const CONSOLE_BODY_LIMIT = 256 * 1024;
const KEEP_ALIVE_MS = 65_000;

/** Where the built console lies, seen from the built server (`dist/src/app`) and from the sources (`src/app`) alike. */
const clientFolders = ['../../dist/client', '../../client'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

/** Builds the server without listening. */
export async function createApp(settings: AppSettings): Promise<NestFastifyApplication> {
  const { environment } = settings;
  const adapter = new FastifyAdapter({
    bodyLimit: CONSOLE_BODY_LIMIT,
    trustProxy: (_address: string, hop: number) => hop < environment.TRUST_PROXY,
    keepAliveTimeout: KEEP_ALIVE_MS,
    routerOptions: { maxParamLength: 200 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(settings), adapter, {
    bodyParser: false,
    logger: logger(environment),
    abortOnError: false,
  });
  const fastify: FastifyInstance = adapter.getInstance();
  const areAudited = watchOpenRoutes(fastify);
  parseBodies(fastify, environment);
  await fastify.register(fastifyCookie);
  await secure(fastify, environment);
  fastify.addHook('onSend', async (request, reply) => {
    // What people said must not stay in a browser's or proxy's cache.
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
  });
  // After the body was read: what reads it leaves the context of the request.
  fastify.addHook('preHandler', (request, _reply, done) => {
    if (request.url.startsWith(WEBHOOK_PATH)) done();
    else withOrigin({ address: request.ip }, done);
  });
  logWebhooks(fastify, app.get(LineAccessLog));
  // Half a second of work, which a start need not wait for.
  let document: Promise<OpenAPIObject> | undefined;
  fastify.get(API_DOCUMENT, () => (document ??= createOpenApiDocument(app)));
  await serveConsole(fastify);
  areAudited();
  return app;
}

/** https://developers.line.biz/en/docs/messaging-api/development-guidelines/#save-logs */
function logWebhooks(fastify: FastifyInstance, log: LineAccessLog): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    if (request.url.startsWith(WEBHOOK_PATH)) {
      const webhook = (request.url.split('?')[0] ?? '').slice(0, 200);
      const durationMs = Math.round(reply.elapsedTime);
      log.webhook({
        method: request.method,
        path: webhook,
        status: reply.statusCode,
        sender: request.ip,
        durationMs,
      });
    }
    done();
  });
}

function logger(environment: Environment): ConsoleLogger {
  const levels = ['error', 'warn', 'log', 'debug'] as const;
  const logLevels = levels.slice(0, levels.indexOf(environment.LOG_LEVEL) + 1);
  return new ConsoleLogger({
    json: environment.production,
    logLevels,
    colors: process.stdout.isTTY === true && !environment.production,
  });
}

/**
 * The webhook takes raw bytes whatever their content type: only raw bytes can be verified, and a signed body is never
 * refused for being odd. A counselor's file is read where it is kept, as it comes. Everything else is JSON.
 */
function parseBodies(fastify: FastifyInstance, environment: Environment): void {
  fastify.removeAllContentTypeParsers();
  const toJson = fastify.getDefaultJsonParser('error', 'error');
  const isWebhook = (request: Pick<FastifyRequest, 'url'>) => request.url.startsWith(WEBHOOK_PATH);
  // A missing or garbled content type would be refused before any parser sees the bytes.
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (isWebhook(request)) request.raw.headers['content-type'] = 'application/octet-stream';
    // What a browser calls a file counts for nothing: its content tells.
    else if (ATTACHMENT_PATH.test(request.url)) request.raw.headers['content-type'] = ATTACHMENT_TYPE;
    done();
  });
  const bodyLimit = environment.WEBHOOK_BODY_LIMIT;
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit },
    (request, body, done) => {
      if (isWebhook(request)) done(null, body);
      else if (body.length > CONSOLE_BODY_LIMIT)
        done(Object.assign(new Error('body too large'), { statusCode: 413 }));
      else void toJson(request, body.toString('utf8'), done);
    },
  );
  fastify.addContentTypeParser(ATTACHMENT_TYPE, (_request, body, done) => done(null, body));
  fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (request, body, done) => {
    if (isWebhook(request)) done(null, body);
    else done(Object.assign(new Error('unsupported media type'), { statusCode: 415 }));
  });
}

async function secure(fastify: FastifyInstance, environment: Environment): Promise<void> {
  // The webhook answers LINE and never a browser: headers for browsers would be its dearest part after the database.
  fastify.addHook('onRoute', (route) => {
    if (route.url.startsWith(WEBHOOK_PATH)) Object.assign(route, { helmet: false });
  });
  await fastify.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        mediaSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    hsts: environment.production,
  });
}

async function serveConsole(fastify: FastifyInstance): Promise<void> {
  const root = clientFolders.find((folder) => existsSync(path.join(folder, 'index.html')));
  if (root === undefined) return;
  await fastify.register(fastifyStatic, {
    root,
    cacheControl: false,
    setHeaders: (reply, file) => {
      // Names of built files carry a hash of their content; the page itself must always be asked for again.
      const immutable = file.includes(`${path.sep}assets${path.sep}`);
      void reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const page of CONSOLE_PAGES) fastify.get(page, (_request, reply) => reply.sendFile('index.html'));
}
