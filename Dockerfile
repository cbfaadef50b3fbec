# One image for the API, the worker and the jobs that prepare Postgres and Temporal: docker-compose.yml picks the role.
# Node 24 runs the TypeScript as it is; only the pages are built.

FROM node:24.21.0-trixie-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:24.21.0-trixie-slim AS pages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node dev/web/main.ts /pages

FROM node:24.21.0-trixie-slim
# Temporal's client is native code and checks certificates against the system's list.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 WEB_DIR=/app/pages
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY . .
COPY --from=pages /pages ./pages
USER node
EXPOSE 8080
# Node itself is process 1: it gets SIGTERM and stops in order.
CMD ["node", "api/main.ts"]
