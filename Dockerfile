# syntax=docker/dockerfile:1
# The server with its console, as an image. It holds no secret: keys, passwords and accounts are mounted when it runs
# (docker-compose.yml). Where no container engine runs, npm run check:compose checks what can be checked without one.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The install scripts fetch a Node, a PostgreSQL and a browser for development; nothing here needs them.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
COPY client client
RUN npm run build -- --production --only=server,console

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY LICENSE package.json ./
COPY docker/entrypoint.mjs docker/entrypoint.mjs
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
# A new volume takes its owner from here.
RUN install --directory --owner=node --group=node --mode=0700 /var/lib/tomoshibi/spool
USER node
EXPOSE 3000
# Ready: the database answers, its tables are up to date, and nothing that came in or goes out is stuck.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "docker/entrypoint.mjs"]
CMD ["dist/src/main.js"]
